"""Each address answers everybody as its room says in `tests/<room>/addresses.py`."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from onrecord.events.models import Edition
from onrecord.pages.languages import spoken
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from tests import cast
from tests.addresses import (
    ADMINISTRATOR,
    ELSEWHERE,
    INSTALLATION,
    NOBODY,
    PERSON,
    PRESS_OFFICER,
    REVIEWER,
    TRANSCRIBER,
    Desk,
    E,
    Form,
    Open,
    Post,
    Public,
    every_address,
    pages,
    path_of,
    routes,
)
from tests.words import answer, question

ADDRESSES = every_address()


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    record.start_session(opened.log)
    record.speak(opened.log, question("You promised four schools. Why three?"), answer("The fourth stands in Verhn."))
    return opened


@pytest.fixture
def people(edition: Edition) -> dict[str, Person | None]:
    return {
        NOBODY: None,
        PERSON: cast.person("Ada Reyes"),
        ELSEWHERE: cast.administrator(cast.edition("14"), "Bohdan Lis"),
        REVIEWER: cast.reviewer(edition),
        TRANSCRIBER: cast.transcriber(edition),
        PRESS_OFFICER: cast.press_officer(edition),
        ADMINISTRATOR: cast.administrator(edition),
        INSTALLATION: cast.administrator_of_all(),
    }


def test_every_address_is_named_by_its_room_and_nothing_else_is() -> None:
    assert routes().keys() == ADDRESSES.keys()


@pytest.mark.slow
def test_each_page_answers_each_person_as_its_room_says(edition: Edition, people: dict[str, Person | None]) -> None:
    clients = {who: cast.signed_in(person) for who, person in people.items()}
    for route, address in ADDRESSES.items():
        if not isinstance(address, Post):
            answers(route, edition, clients)


@pytest.mark.parametrize("route", [route for route, address in ADDRESSES.items() if isinstance(address, Post)])
def test_each_address_that_is_only_posted_to_answers_each_person_as_its_room_says(
    route: str, edition: Edition, people: dict[str, Person | None]
) -> None:
    answers(route, edition, {who: cast.signed_in(person) for who, person in people.items()})


@pytest.mark.parametrize("route", [route for route, address in ADDRESSES.items() if getattr(address, "own", None)])
def test_what_is_one_person_s_is_theirs_alone(route: str, edition: Edition, people: dict[str, Person | None]) -> None:
    """The owner gets it; somebody else with an object of the same kind, and every role, get what they get without it."""
    address: Any = ADDRESSES[route]
    owner, path = address.own.make(edition)
    posts = isinstance(address, Post)

    def asked(client: Client) -> int | str:
        return _asked(client.post(path, address.body) if posts else client.get(path))

    for who, person in people.items():
        before = _state(edition)
        status = address.status.get(who, address.otherwise) if isinstance(address, Open) else address.then
        wanted = "sign in" if who == NOBODY and asked(cast.signed_in(None)) == "sign in" else status
        assert asked(cast.signed_in(person)) == wanted, (route, who)
        assert _state(edition) == before, (route, who)
    assert asked(cast.signed_in(owner)) == address.own.status, route


def _state(edition: Edition) -> tuple[int, int]:
    """What a stranger could have changed: the log, and second factors."""
    edition.log.refresh_from_db()
    return edition.log.size, Authenticator.objects.count()


def answers(route: str, edition: Edition, clients: dict[str, Client]) -> None:
    address = ADDRESSES[route]
    seen, wanted = {}, {}
    for who, client in clients.items():
        path = path_of(address, edition)
        match address:
            case Post(body=body):
                assert client.get(path).status_code == 405, who
                seen[who] = _asked(client.post(path, body))
                wanted[who] = _wanted(who, address.may, address.then)
            case Desk():
                seen[who] = _asked(client.get(path))
                wanted[who] = _wanted(who, address.may, address.then)
            case Open():
                answer = client.get(path)
                assert "no-store" in answer["Cache-Control"], (route, who)
                seen[who] = answer.status_code
                wanted[who] = address.status.get(who, address.otherwise)
            case Public():
                seen[who] = _public(client, path)
                wanted[who] = (200, {}, False, 400 if isinstance(address, Form) else 405)
    assert seen == wanted, route


PAGES = pages()


@pytest.mark.parametrize("language", [one for one in spoken() if one != cast.LANGUAGE])
def test_each_page_that_anyone_reads_and_nothing_else_answers_in_every_language(
    language: str, edition: Edition
) -> None:
    for route, address in ADDRESSES.items():
        assert (route in PAGES) <= isinstance(address, Public), route
        client, path = Client(), f"/{language}{path_of(address, edition)}"
        if route not in PAGES:
            assert client.get(path).status_code == 404, route
            continue
        assert _public(client, path) == (200, {}, False, 400 if isinstance(address, Form) else 405), route
        assert client.get(path)["Content-Language"] == language, route


def test_no_page_says_what_host_it_was_asked_under(edition: Edition) -> None:
    """A cache keeps it for others, and whoever asks chooses the header."""
    for route, address in ADDRESSES.items():
        if isinstance(address, Public | Open):
            response = Client().get(path_of(address, edition), headers={"host": "elsewhere.example.net"})
            assert b"elsewhere.example.net" not in response.content, route
            assert "elsewhere.example.net" not in str(response.headers), route


@pytest.mark.parametrize("path", ["u/999/", "requests/999/", "prepared/999/", "people/999/dismiss/", "nothing/"])
def test_no_cache_keeps_what_a_desk_refuses(path: str, edition: Edition) -> None:
    response = cast.signed_in(cast.administrator(edition)).get(f"{E}desk/{path}")
    assert response.status_code in (404, 405)
    assert response["Cache-Control"] == "no-store"


def _wanted(who: str, may: frozenset[str], then: int) -> int | str:
    if who in may:
        return then
    return "sign in" if who == NOBODY else 403


def _asked(response: Any) -> int | str:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    assert "no-store" in response["Cache-Control"]
    return "sign in" if to_sign_in else response.status_code


def _public(client: Client, path: str) -> tuple[int, dict[str, Any], bool, int]:
    client.cookies.load({"onrecord-form": "x" * 32} | ({} if "onrecord" in client.cookies else {"onrecord": "broken"}))
    response = client.get(path)
    varies = bool({"cookie", "accept-language"} & set(response.get("Vary", "").lower().split(", ")))
    return response.status_code, dict(response.cookies), varies, client.post(path).status_code

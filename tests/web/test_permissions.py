"""Who may open what: every address of the product stands in this table, or the test fails.

To add an address: one line in ADDRESSES, with an example of it and who may. To add a method or a body, use `Post`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onrecord.events import acts as events
from onrecord.events.models import Edition, Role
from onrecord.people import links
from onrecord.people.models import Person
from onrecord.proceedings import acts as proceedings
from onrecord.record import acts as record
from onrecord.transcription import acts as transcription
from tests import cast
from tests.words import answer, question

NOBODY, PERSON, ELSEWHERE = "nobody", "a person without a role", "an administrator of another edition"
TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR = "transcriber", "press officer", "administrator of the edition"
INSTALLATION = "administrator of the installation"
EVERYBODY = (NOBODY, PERSON, ELSEWHERE, TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION)

SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}
MAY_TRANSCRIBE = frozenset({TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION})
MAY_DIRECT = MAY_TRANSCRIBE - {TRANSCRIBER}
MAY_ADMINISTER = MAY_DIRECT - {PRESS_OFFICER}
MAY_ADMINISTER_ALL = frozenset({INSTALLATION})


@dataclass(frozen=True)
class Public:
    """Anyone reads it; it sets no cookie, varies with none, and takes no POST."""

    path: str


@dataclass(frozen=True)
class Form(Public):
    """As `Public`, with a form in it: a post without what the form holds is answered 400."""


@dataclass(frozen=True)
class Open:
    """Needs no sign-in, but is about signing in, so it may use a session. `status` by who asks, where it isn't 200."""

    path: str
    status: dict[str, int] = field(default_factory=dict)
    otherwise: int = 200


@dataclass(frozen=True)
class Desk:
    """A page for `may`: 200 for them, to the sign-in for nobody, 403 for the others."""

    path: str
    may: frozenset[str]


@dataclass(frozen=True)
class Post:
    """As `Desk`, but only to post to; `then` is what it answers to those who may."""

    path: str
    may: frozenset[str]
    body: dict[str, Any] = field(default_factory=dict)
    then: int = 302


E = "/regional-media/13/"
EDITION, LOG = "<slug:series>/<slug:edition>/", "<slug:series>/<slug:edition>/log/"
LEADS_ON = dict.fromkeys(SIGNED_IN, 302)

ADDRESSES: dict[str, Public | Open | Desk | Post] = {
    "": Public("/"),
    "verify/": Public("/verify/"),
    "verify/onrecord_check.py": Public("/verify/onrecord_check.py"),
    "<slug:series>/": Public("/regional-media/"),
    EDITION: Public(E),
    EDITION + "record/": Public(E + "record/"),
    EDITION + "record/part/": Public(E + "record/part/"),
    EDITION + "record/find/": Public(E + "record/find/?q=school"),
    EDITION + "screen/": Public(E + "screen/"),
    EDITION + "u/<number:index>/": Public(E + "u/2/"),
    EDITION + "u/<number:index>/ask/": Form(E + "u/2/ask/"),
    EDITION + "u/<number:index>.tlog-proof": Public(E + "u/2.tlog-proof"),
    EDITION + "export/<slug:format>/": Public(E + "export/json/"),
    LOG + "checkpoint": Public(E + "log/checkpoint"),
    LOG + "verifier.key": Public(E + "log/verifier.key"),
    LOG + "tile/<path:path>": Public(E + "log/tile/0/000.p/4"),
    LOG + "open/<number:index>": Public(E + "log/open/2"),
    "sign-in/": Open("/sign-in/", LEADS_ON),
    "sign-in/code/": Open("/sign-in/code/", otherwise=302),
    "sign-in/link/": Open("/sign-in/link/?token=LINK"),
    "sign-in/first/": Open("/sign-in/first/", otherwise=410),
    "sign-out/": Open("/sign-out/", otherwise=200, status={NOBODY: 302}),
    "mail/": Open("/mail/", otherwise=404),
    "desk/": Desk("/desk/", SIGNED_IN),
    "desk/open/": Desk("/desk/open/", MAY_ADMINISTER_ALL),
    "desk/people/": Desk("/desk/people/", MAY_ADMINISTER_ALL),
    EDITION + "desk/day/": Desk(E + "desk/day/", MAY_DIRECT),
    EDITION + "desk/requests/": Desk(E + "desk/requests/", MAY_DIRECT),
    EDITION + "desk/requests/<number:pk>/": Desk(E + "desk/requests/REQUEST/", MAY_DIRECT),
    EDITION + "desk/utterances/": Desk(E + "desk/utterances/", MAY_TRANSCRIBE),
    EDITION + "desk/u/<number:index>/": Desk(E + "desk/u/2/", MAY_TRANSCRIBE),
    EDITION + "desk/journal/": Desk(E + "desk/journal/", MAY_DIRECT),
    EDITION + "desk/journal.csv": Desk(E + "desk/journal.csv", MAY_DIRECT),
    EDITION + "desk/": Desk(E + "desk/", MAY_TRANSCRIBE),
    EDITION + "desk/acts/": Post(E + "desk/acts/", MAY_TRANSCRIBE, {"act": "off"}),
    EDITION + "desk/state/": Desk(E + "desk/state/", MAY_TRANSCRIBE),
    EDITION + "desk/prepare/": Desk(E + "desk/prepare/", MAY_TRANSCRIBE),
    EDITION + "desk/prepared/<number:index>/": Desk(E + "desk/prepared/PREPARED/", MAY_TRANSCRIBE),
    EDITION + "desk/replace/": Desk(E + "desk/replace/", MAY_TRANSCRIBE),
    EDITION + "desk/worker.js": Desk(E + "desk/worker.js", MAY_TRANSCRIBE),
    EDITION + "desk/people/": Desk(E + "desk/people/", MAY_ADMINISTER),
    EDITION + "desk/people/<number:appointment>/dismiss/": Post(E + "desk/people/APPOINTMENT/dismiss/", MAY_ADMINISTER),
}


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
        TRANSCRIBER: cast.transcriber(edition),
        PRESS_OFFICER: cast.press_officer(edition),
        ADMINISTRATOR: cast.administrator(edition),
        INSTALLATION: cast.administrator_of_all(),
    }


def addresses(of: URLResolver, before: str = "") -> Iterator[str]:
    for one in of.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from addresses(one, here)


def test_every_address_stands_in_the_table_and_nothing_else_does() -> None:
    assert set(addresses(get_resolver())) == set(ADDRESSES)


@pytest.mark.parametrize("route", ADDRESSES)
def test_each_address_answers_each_person_as_the_table_says(
    route: str, edition: Edition, people: dict[str, Person | None]
) -> None:
    address = ADDRESSES[route]
    seen, wanted = {}, {}
    for who, person in people.items():
        path = _filled(address.path, edition)
        client = cast.signed_in(person)
        match address:
            case Post(body=body):
                assert client.get(path).status_code == 405, who
                seen[who] = _asked(client.post(path, body))
                wanted[who] = _wanted(who, address.may, address.then)
            case Desk():
                seen[who] = _asked(client.get(path))
                wanted[who] = _wanted(who, address.may, 200)
            case Open():
                answer = client.get(path)
                assert "no-store" in answer["Cache-Control"], who
                seen[who] = answer.status_code
                wanted[who] = address.status.get(who, address.otherwise)
            case Public():
                seen[who] = _public(client, path)
                wanted[who] = (200, {}, False, 400 if isinstance(address, Form) else 405)
    assert seen == wanted


ANYONES = [route for route, address in ADDRESSES.items() if isinstance(address, Public | Open)]


@pytest.mark.parametrize("route", ANYONES)
def test_no_page_says_what_host_it_was_asked_under(route: str, edition: Edition) -> None:
    """A cache keeps it for others, and whoever asks chooses the header."""
    path = ADDRESSES[route].path
    response = Client().get(_filled(path, edition), headers={"host": "elsewhere.example.net"})
    assert b"elsewhere.example.net" not in response.content
    assert "elsewhere.example.net" not in str(response.headers)


@pytest.mark.parametrize("path", ["u/999/", "requests/999/", "prepared/999/", "people/999/dismiss/", "nothing/"])
def test_no_cache_keeps_what_a_desk_refuses(path: str, edition: Edition) -> None:
    response = cast.signed_in(cast.administrator(edition)).get(f"{E}desk/{path}")
    assert response.status_code in (404, 405)
    assert response["Cache-Control"] == "no-store"


def _filled(path: str, edition: Edition) -> str:
    if "APPOINTMENT" in path:
        fresh = cast.person("Yusuf Adeyemi")
        Edition.objects.get(pk=edition.pk).appointments.filter(person=fresh).delete()
        appointment = events.appoint(edition, person=fresh, role=Role.TRANSCRIBER, by=None)
        path = path.replace("APPOINTMENT", str(appointment.pk))
    if "REQUEST" in path:
        asked = proceedings.ask(edition, index=2, passage="", reason="It was four.", contact="")
        path = path.replace("REQUEST", str(asked.pk))
    if "PREPARED" in path:
        words = ["Good morning."]
        text = transcription.prepare(
            edition, by=cast.person("Esi Moran"), title="Words", paragraphs=words, speaker=None
        )
        path = path.replace("PREPARED", str(text.index))
    if "LINK" in path:
        path = path.replace("LINK", links.sign_in_link(cast.person("Yusuf Adeyemi")).partition("token=")[2])
    return path


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

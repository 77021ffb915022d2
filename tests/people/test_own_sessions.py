"""Everybody sees where they are signed in, and ends it."""

from __future__ import annotations

import pytest
from django.test import Client

from onrecord.people import sessions
from onrecord.people.models import Person, Session
from tests import cast

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0"


@pytest.fixture
def esi(transactional_db: None) -> Person:
    return cast.person("Esi Moran")


@pytest.mark.parametrize(("agent", "named"), [(PHONE, "Safari · iPhone"), (EDGE, "Edge · Windows"), ("curl/8", "")])
def test_each_is_listed_by_the_browser_s_name(esi: Person, agent: str, named: str) -> None:
    client = _signed_in_by_link(esi, agent)
    assert (named or "Unknown browser") in client.get("/desk/account/").content.decode()


def test_one_is_ended_and_its_browser_has_to_sign_in_again(esi: Person) -> None:
    here, there, third = cast.signed_in(esi), cast.signed_in(esi), cast.signed_in(esi)
    page = here.get("/desk/account/").content.decode()
    assert page.count("Another browser") == 2
    key = sessions.hashed(there.session.session_key)
    assert key in page
    told = here.post("/desk/account/sessions/", {"session": key}, follow=True).content.decode()
    assert "1 session has been ended." in told
    assert (there.get("/desk/").status_code, third.get("/desk/").status_code) == (302, 200)
    here.post("/desk/account/sessions/")
    assert (third.get("/desk/").status_code, here.get("/desk/").status_code) == (302, 200)


def test_nobody_ends_another_person_s(esi: Person) -> None:
    hers, other = cast.signed_in(esi), cast.signed_in(cast.person("Ada Reyes"))
    key = sessions.hashed(hers.session.session_key)
    assert key not in other.get("/desk/account/").content.decode()
    other.post("/desk/account/sessions/", {"session": key})
    other.post("/desk/account/sessions/")
    assert hers.get("/desk/").status_code == 200


def test_those_that_expired_are_forgotten(esi: Person) -> None:
    client = cast.signed_in(esi)
    Session.objects.update(expire_date="2026-01-01T00:00Z")
    sessions.forget_expired()
    assert not Session.objects.exists()
    assert client.get("/desk/").status_code == 302


def _signed_in_by_link(person: Person, agent: str) -> Client:
    from onrecord.people import links

    client = Client(headers={"user-agent": agent})
    assert client.post(links.sign_in_link(person).removeprefix("http://press.example.org")).status_code == 302
    return client

"""A copy of the database signs nobody in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client

from onrecord.people.models import Person, Session
from onrecord.people.sessions import SessionStore
from tests import cast

ESI = "esi.moran@example.org"


@pytest.fixture
def esi(transactional_db: None, settings: Any) -> Person:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"
    return cast.person("Esi Moran")


def test_no_value_of_the_database_is_a_session_s_cookie(esi: Person) -> None:
    client = cast.signed_in(esi)
    assert client.get("/desk/").status_code == 200
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    for value in everything():
        assert cookie not in value
        thief = Client()
        thief.cookies[django_settings.SESSION_COOKIE_NAME] = value
        assert thief.get("/desk/").status_code == 302, value


def test_a_code_that_was_just_sent_and_its_address_are_not_in_it(esi: Person) -> None:
    client = Client()
    client.post("/sign-in/", {"email": ESI})
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    assert found
    (session,) = Session.objects.all()
    assert ESI in str(SessionStore().decode(session.session_data))  # with the key, which is not in it
    for sign in (found[0], found[0].replace("-", ""), ESI, "eyJ"):
        assert sign not in session.session_data
    assert client.post("/sign-in/code/", {"code": found[0]}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_session_of_another_installation_is_none(esi: Person, settings: Any) -> None:
    client = cast.signed_in(esi)
    settings.SECRET_KEY = "x" * 50
    assert client.get("/desk/").status_code == 302


def test_signing_out_removes_the_session(esi: Person) -> None:
    client = cast.signed_in(esi)
    assert client.post("/sign-out/").status_code == 302
    assert not any("_auth_user_id" in SessionStore().decode(row.session_data) for row in Session.objects.all())


def everything() -> list[str]:
    """Each value of each session's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_session")
        return [str(value) for row in cursor.fetchall() for value in row]

"""The database is busy, or a key is wrong: the desk says so, and what was typed is still there."""

from __future__ import annotations

import json
import logging
import sqlite3
import time

import pytest
from django.db import connection
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping import keys, sealing
from onrecord.people.models import Person
from onrecord.record.models import Log, Opening
from tests import cast
from tests.meanwhile import another_writes
from tests.transcription import new
from tests.transcription.saying import WORDS, say
from tests.waiting import slowness


@pytest.fixture
def desk(session: Edition, esi: Person) -> Client:
    return cast.signed_in(esi)


def sent(desk: Client, edition: Edition) -> tuple[int, str]:
    """What words sent by the desk's page are answered with."""
    acts = {"acts": [{"act": "say", "key": str(new()), "text": WORDS}]}
    answer = desk.post(f"/{edition.path}/desk/transcribe/acts/", json.dumps(acts), content_type="application/json")
    return answer.status_code, answer.content.decode()


@pytest.mark.sqlite
def test_while_another_process_writes_what_was_typed_stays_in_its_form(desk: Client, session: Edition) -> None:
    path = f"/{session.path}/desk/transcribe/"
    with another_writes():
        said = desk.post(path + "acts/", {"act": "say", "text": WORDS})
        handed = desk.post(path + "prepare/", {"title": "Opening", "text": WORDS, "speaker": ""})
        told = sent(desk, session)
    assert (said.status_code, handed.status_code, told[0]) == (503, 400, 503)
    for page in (said.content.decode(), handed.content.decode()):
        assert f"{WORDS}</textarea>" in page
        assert "Another process is writing to the record" in page
    assert "Another process is writing to the record" in told[1]


def test_the_wrong_signing_key_is_named_and_what_was_typed_stays_in_its_form(desk: Client, session: Edition) -> None:
    Log.objects.update(verifier_key="press.example.org+00000000+AAAA")
    said = desk.post(f"/{session.path}/desk/transcribe/acts/", {"act": "say", "text": WORDS})
    assert said.status_code == 503
    assert f">{WORDS}</textarea>" in said.content.decode() and "signing.key is not the key" in said.content.decode()
    status, told = sent(desk, session)
    assert status == 503 and "signing.key is not the key" in told


def test_the_wrong_key_of_openings_is_named(desk: Client, session: Edition, esi: Person) -> None:
    say(session, esi)
    Opening.objects.filter(log=session.log).update(wrapped_key=sealing.wrapping(keys.OPENINGS).keys[0] * 2)
    answer = desk.get(f"/{session.path}/desk/transcribe/state/")
    assert answer.status_code == 503 and "openings.key is not the key" in answer.json()["failed"]


@pytest.mark.sqlite
def test_the_desk_is_read_at_once_while_another_process_writes(
    desk: Client, session: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20000")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    try:
        with caplog.at_level(logging.WARNING, "onrecord.events"):
            for path in ("desk/transcribe/", "desk/transcribe/state/"):
                assert desk.get(f"/{session.path}/{path}").status_code == 200
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert time.monotonic() - begun < 10 * slowness()
    assert "could not store who is at the desk" in caplog.text
    desk.get(f"/{session.path}/desk/transcribe/state/")
    assert [one.person.name for one in session.presences.all()] == ["Esi Moran"]

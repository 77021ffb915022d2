"""What the office has agreed on, no transcriber ends: not by ending a session, by starting one, nor by returning."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.test import Client

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.people.models import Person
from onrecord.record import openings
from onrecord.record.entry import rfc3339
from onrecord.record.models import Opening
from onrecord.transcription.models import Speaker
from tests import cast
from tests.proceedings.conftest import DAY

SECRET = "The bridge is unsafe."
EMBARGO = "Not before the time that was agreed."
BACKGROUND = "On background, as agreed."
OFF = "Off the record, says the office."
TEN_DAYS_IN_NS = 10 * 24 * 3600 * 10**9


@pytest.fixture
def desk(session: Edition, esi: Person) -> Client:
    return cast.signed_in(esi)


@pytest.fixture
def office(session: Edition, chiara: Person) -> Client:
    return cast.signed_in(chiara)


def act(client: Client, edition: Edition, name: str, **fields: Any) -> dict[str, Any]:
    path = f"/{edition.path}/desk/transcribe/acts/"
    if name == "back":  # no reflex: pressed a while after somebody went off the record
        fields["typed_at"] = int((time.time() + 60) * 1000)
    response = client.post(path, {"acts": [{"act": name, **fields}]}, content_type="application/json")
    answer: dict[str, Any] = response.json()["answers"][0]
    return answer


def agree(office: Client, edition: Edition, sentence: str) -> None:
    """The office sets a ground rule at its desk."""
    until = rfc3339(int((time.time() + 3600) * 1000))
    fields = {
        EMBARGO: {"rule": "on the record", "until": until},
        BACKGROUND: {"rule": "background", "attribution": "an official"},
        OFF: {"rule": "off the record"},
    }[sentence]
    assert "index" in act(office, edition, "rule", sentence=sentence, **fields)


def say(client: Client, edition: Edition) -> dict[str, Any]:
    ferro = Speaker.objects.get(edition=edition, name="Governor Ferro")
    return act(client, edition, "say", text=SECRET, speaker=str(ferro.pk), role="answer")


def readable(edition: Edition) -> str:
    edition.log.refresh_from_db()
    return "".join(one.content.decode() for one in openings.public(edition.log, range(edition.log.size)).values())


def state(client: Client, edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/{edition.path}/desk/transcribe/state/").json()
    return found


@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.parametrize("sentence", [EMBARGO, BACKGROUND, OFF])
def test_a_session_that_a_transcriber_ends_and_starts_keeps_the_offices_rule(
    sentence: str, again: int, session: Edition, office: Client, desk: Client
) -> None:
    agree(office, session, sentence)
    for _ in range(again):
        act(desk, session, "end")
        assert state(desk, session)["rule"]["sentence"] == sentence, "the desk shows what the next session begins under"
        assert sentence in office.get(DAY).content.decode()
        act(desk, session, "start", hold=0)
    answer = say(desk, session)
    assert ("refused" in answer) == (sentence == OFF)
    told = readable(session)
    assert SECRET not in told if sentence != BACKGROUND else "Ferro" not in told
    assert told.count(sentence) == 1 + again, "each session says under which rule it begins"


@pytest.mark.parametrize("sentence", [EMBARGO, BACKGROUND])
def test_off_the_record_and_back_in_the_next_session_is_back_under_the_offices_rule(
    sentence: str, session: Edition, office: Client, desk: Client
) -> None:
    agree(office, session, sentence)
    for name in ("off", "end", "start", "back"):
        assert "index" in act(desk, session, name)
    assert state(desk, session)["rule"]["sentence"] == sentence


def test_between_two_sessions_a_clarification_is_under_the_embargo_too(
    session: Edition, office: Client, desk: Client
) -> None:
    said = say(desk, session)["index"]
    agree(office, session, EMBARGO)
    act(desk, session, "end")
    sent = {"utterance": said, "version": said, "kind": "speaker's clarification", "reason": "Asked again"}
    assert "index" in act(desk, session, "correct", text="It is closed from Monday.", **sent)
    assert "Monday" not in readable(session)


def test_off_the_record_as_the_office_set_it_is_ended_by_the_office(
    session: Edition, office: Client, desk: Client
) -> None:
    agree(office, session, OFF)
    assert state(desk, session)["rule"]["office"]
    page = desk.get(f"/{session.path}/desk/transcribe/").content.decode()
    assert "Only the press office can end that" in page and 'id="come-back" hidden' in page
    for name in ("off", "catch", "end", "start"):
        act(desk, session, name)
        assert "Only the press office" in act(desk, session, "back")["refused"], name
    assert "index" in act(office, session, "back")
    assert "index" in say(desk, session)


def test_off_the_record_stays_the_offices_when_the_task_of_whoever_set_it_ends(
    session: Edition, office: Client, desk: Client
) -> None:
    agree(office, session, OFF)
    for appointment in session.appointments.filter(role="press-officer"):
        events.dismiss(appointment, by=None)
    assert "Only the press office" in act(desk, session, "back")["refused"]


def test_off_the_record_as_a_transcriber_set_it_is_ended_by_one(session: Edition, desk: Client) -> None:
    for name in ("off", "catch", "back"):
        assert "index" in act(desk, session, name)
    assert not state(desk, session)["rule"]["office"]


def test_the_office_ends_its_rule_between_two_sessions(session: Edition, office: Client, desk: Client) -> None:
    agree(office, session, EMBARGO)
    act(desk, session, "end")
    act(office, session, "rule", rule="on the record", sentence="Everything may be quoted by name.")
    act(desk, session, "start", hold=0)
    say(desk, session)
    assert SECRET in readable(session)


def test_a_rule_that_is_damaged_is_not_taken_for_none(desk: Client, office: Client, session: Edition) -> None:
    agree(office, session, BACKGROUND)
    agreed = state(desk, session)["rule"]["index"]
    Opening.objects.filter(log=session.log, index=agreed).update(sealed=b"damaged")
    assert "index" in act(desk, session, "off")
    assert f"entry {agreed} can't be read" in act(desk, session, "back")["refused"]
    assert "refused" in say(desk, session)
    assert state(desk, session)["rule"]["rule"] == "off the record" and SECRET not in readable(session)
    agree(office, session, BACKGROUND)
    assert "index" in say(desk, session)


@pytest.mark.parametrize("as_it_runs", [True, False])
def test_a_clock_that_runs_ahead_ends_no_embargo_at_the_desk(
    desk: Client, office: Client, session: Edition, monkeypatch: pytest.MonkeyPatch, as_it_runs: bool
) -> None:
    right = time.time_ns
    agree(office, session, EMBARGO)
    monkeypatch.setattr(time, "time_ns", lambda: right() + TEN_DAYS_IN_NS)
    if not as_it_runs:  # a server that starts now knows no other time
        timekeeping._agree()
        timekeeping.begin(session.log.last_at)
    try:
        assert "index" in act(desk, session, "off") and "index" in act(desk, session, "back")
        assert "index" in act(desk, session, "end") and "index" in act(desk, session, "start")
        assert state(desk, session)["rule"]["sentence"] == EMBARGO
        assert "index" in say(desk, session)
        assert SECRET not in readable(session)
        head = Client().get(f"/{session.path}/").content.decode()
        assert re.search(r'<p class="in-force held"\s+data-lapses=', head) and EMBARGO in head
    finally:
        monkeypatch.undo()
        timekeeping._agree()

"""Words that are still held are taken back with one key."""

from __future__ import annotations

import time

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import conducting, office
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import RuleSet
from onrecord.transcription import acts, reads
from onrecord.transcription.models import Speaker
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import parse
from onrecord.transcripts.model import Role
from tests.words import answer

WORDS = "The fourth school stands in Verkhna."


def test_all_that_is_still_held_is_taken_back_however_much_it_is(session: Edition, esi: Person) -> None:
    public = say(session, esi)
    conducting.set_hold(session, by=esi, seconds=60)
    held = [say(session, esi) for _ in range(reads.LAST + 2)]
    acts.catch(session, by=esi, since=held[-1])
    assert reads.state(again(session), of=esi).held == reads.LAST + 1
    acts.back_on_record(session, by=esi)
    perform(session, parse({"act": "catch"}), by=esi)
    states = {one.index: one.state for one in office.utterances(session.log, [public, *held])}
    assert states == {public: "public"} | dict.fromkeys(held, "destroyed")


def test_where_nothing_is_held_any_more_it_is_off_the_record_all_the_same(session: Edition, esi: Person) -> None:
    say(session, esi)
    rule = perform(session, parse({"act": "catch"}), by=esi)
    found = reads.state(again(session), of=esi)
    assert found.rule and (found.rule["rule"], found.rule["index"]) == ("off the record", rule)
    assert perform(session, parse({"act": "catch"}), by=esi) == rule


def test_a_slip_is_taken_back_and_no_briefing(session: Edition, esi: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    log = session.log
    record.set_hold(log, seconds=60)
    withheld, earlier = record.speak(log, answer("Withheld."), answer("After it."))
    record.withhold(log, withheld, reason="checking")
    assert office.held_run(log) == [earlier]
    record.set_rule(log, RuleSet(rule="on the record", sentence="Not yet.", until="2099-01-01T00:00:00.000Z"))
    (briefing,) = record.speak(log, answer("The whole briefing."))
    assert office.held_run(log) == [earlier, briefing]
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + 61 * 10**9)
    assert office.held_run(log) == []
    (slip,) = record.speak(log, answer("A slip."))
    assert office.held_run(log) == [slip]


def say(edition: Edition, by: Person) -> int:
    ferro = Speaker.objects.get(edition=edition, name="Governor Ferro")
    return acts.say(edition, by=by, speaker=ferro, role=Role.ANSWER, text=WORDS)


def again(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)

"""Ground rules, holds, embargoes, withholding: set before the words, never tightened, kept in every read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries, readers
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.speakers import SPEAKER_KIND, true_speaker
from onrecord.record import openings, projection
from onrecord.record.acts.opening import next_due
from onrecord.record.entry import commitment
from onrecord.record.models import Log, Opening
from onrecord.tlog import base64
from tests.record.holds import assert_holds
from tests.record.reading import later, states, texts
from tests.rules import BACKGROUND, DEEP, OFF, ON, embargo
from tests.words import ADA, BOHDAN, FERRO, answer, question


def test_off_the_record_takes_nothing_and_shows_when_it_began_and_ended(log: Log) -> None:
    entries.set_rule(log, OFF)
    size = log.size
    with pytest.raises(ActRefused, match="off the record"):
        entries.speak(log, answer("Between us, the bridge is unsafe."))
    assert (log.size, Opening.objects.count()) == (size, size)
    entries.set_rule(log, ON)
    entries.speak(log, answer("As I said."))
    first, second = readers.stretches(log)
    assert isinstance(first.content, RuleSet) and first.content.sentence == OFF.sentence
    assert first.ended == second.at
    assert second.ended is None
    assert_holds(log)


def test_on_background_the_phrase_stands_in_the_speakers_place_and_the_office_is_bound(log: Log) -> None:
    entries.set_rule(log, BACKGROUND)
    index = entries.speak(log, answer("The contract is signed."))[0]
    found = readers.utterance(log, index)
    assert found and found.content
    assert (found.speaker, found.content.attribution) == (None, "an official of the region")
    assert b"Ferro" not in openings.public(log, [index])[index].content
    true = true_speaker(log, index)
    assert true and json.loads(true.content)["name"] == "Governor Ferro"
    assert found.content.speaker_commit == base64.encode(commitment(true.nonce, SPEAKER_KIND, true.content))
    assert_holds(log)


def test_an_asker_on_background_is_not_named_and_no_phrase_stands_for_them(log: Log) -> None:
    entries.set_rule(log, BACKGROUND)
    index = entries.speak(log, question("Who signed it?"))[0]
    found = readers.utterance(log, index)
    assert found and found.content
    assert (found.speaker, found.content.attribution, found.unnamed) == (None, None, True)


def test_on_deep_background_nobody_is_named_at_all(log: Log) -> None:
    entries.set_rule(log, DEEP)
    index = entries.speak(log, answer("The contract is signed."))[0]
    found = readers.utterance(log, index)
    assert found and found.content and found.current
    assert (found.content.attribution, found.speaker, found.unnamed) == (None, None, True)
    assert found.current.text == "The contract is signed."


def test_a_correction_of_attribution_on_background_names_nobody_either(log: Log) -> None:
    entries.set_rule(log, BACKGROUND)
    index = entries.speak(log, answer("The contract is signed."))[0]
    fixed = entries.correct(
        log, index, text="The contract is signed.", kind="attribution", reason="Another", speaker=ADA
    )
    assert b"Reyes" not in openings.public(log, [fixed])[fixed].content
    true = true_speaker(log, fixed)
    assert true and b"Reyes" in true.content


def test_an_embargo_opens_by_the_clock_and_not_before(log: Log) -> None:
    entries.set_rule(log, embargo(seconds=60))
    entries.speak(log, answer("The budget is 40 million."), question("In full?", BOHDAN))
    assert texts(log) == [None, None]
    assert next_due() is not None
    assert entries.open_due(now=later(59)) == 0
    assert entries.open_due(now=later(61)) == 2
    assert entries.open_due(now=later(61)) == 0
    assert texts(log) == ["The budget is 40 million.", "In full?"]
    assert next_due() is None
    assert_holds(log)


def test_an_embargo_that_has_passed_is_refused(log: Log) -> None:
    with pytest.raises(ActRefused, match="has passed"):
        entries.set_rule(log, embargo(seconds=-1))


def test_what_is_said_about_held_words_is_held_with_them(log: Log) -> None:
    entries.set_rule(log, embargo(seconds=60))
    index = entries.speak(log, answer("The budget is 40 million."))[0]
    entries.correct(log, index, text="The budget is 14 million.", kind="transcription", reason="Misheard: fourteen")
    entries.translate(log, index, language="es", text="El presupuesto es de 14 millones.")
    assert len(openings.public(log, range(index, log.size))) == 0
    entries.open_due(now=later(61))
    found = readers.utterance(log, index)
    assert found and found.current
    assert found.current.text == "The budget is 14 million."
    assert [one.content.text for one in found.translations] == ["El presupuesto es de 14 millones."]
    assert_holds(log)


def test_a_new_rule_changes_nothing_said_before(log: Log) -> None:
    before = entries.speak(log, answer("Said openly."))[0]
    entries.set_rule(log, OFF)
    found = readers.utterance(log, before)
    assert found and found.current and found.current.text == "Said openly."
    assert found.rule is None


def test_a_hold_keeps_words_back_for_its_seconds(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    entries.speak(log, answer("Held for a minute."))
    assert texts(log) == [None]
    entries.open_due(now=later(61))
    assert texts(log) == ["Held for a minute."]
    entries.set_hold(log, seconds=0)
    entries.speak(log, answer("At once."))
    assert texts(log)[-1] == "At once."


def test_a_pause_takes_no_words_and_shows_its_times(log: Log) -> None:
    entries.pause_session(log, note="Ten minutes.")
    with pytest.raises(ActRefused, match="paused"):
        entries.speak(log, answer("Nobody hears."))
    entries.resume_session(log)
    entries.speak(log, answer("We go on."))
    (pause,) = readers.stretches(log)
    assert pause.ended is not None
    with pytest.raises(ActRefused, match="not paused"):
        entries.resume_session(log)


def test_a_ground_rule_is_not_erased_since_words_were_spoken_under_it(log: Log) -> None:
    rule = entries.set_rule(log, OFF)
    with pytest.raises(ActRefused, match="governs"):
        entries.erase(log, rule, legal_basis="law")


def test_the_session_end_ends_pause_and_hold_and_a_rule_that_restricts_nothing(log: Log) -> None:
    entries.set_rule(log, ON)
    entries.set_hold(log, seconds=30)
    entries.pause_session(log)
    entries.end_session(log)
    assert all(one.ended for one in readers.stretches(log))
    entries.start_session(log)
    entries.speak(log, answer("A new session, on the record."))
    found = readers.spoken(log)[-1]
    assert found.speaker == FERRO and found.rule is None
    assert projection.first_difference(log) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "background"},
        {"rule": "deep background", "attribution": "an official"},
        {"rule": "off the record", "until": "2031-05-07T10:00:00.000Z"},
        {"rule": "on the record", "until": "tomorrow"},
    ],
)
def test_a_ground_rule_that_is_not_whole_is_no_content(wrong: dict[str, str]) -> None:
    with pytest.raises(
        ValueError, match=r"if, and only if, it is background|can't have an embargo|string_pattern|String should match"
    ):
        RuleSet.model_validate({"sentence": "A sentence.", **wrong})


def test_times_of_an_embargo_are_the_logs_own_form() -> None:
    until = RuleSet.model_validate_json(embargo(seconds=60).canonical()).until
    assert until and datetime.fromisoformat(until).tzinfo == UTC


def test_an_embargo_ends_at_a_real_time_that_can_be_shown(log: Log) -> None:
    for until, told in (("2027-13-45T25:61:61.000Z", "not a time"), ("9999-12-31T23:59:59.999Z", "too far away")):
        with pytest.raises(ActRefused, match=told):
            entries.set_rule(log, RuleSet(rule="on the record", sentence="Not yet.", until=until))


def test_what_a_speaker_clarifies_is_said_under_the_rule_and_the_hold_of_now(log: Log) -> None:
    said = entries.speak(log, answer("The bus line opens in March."))[0]
    entries.set_hold(log, seconds=300)
    clarified = entries.correct(log, said, text="In May.", kind="speaker's clarification", reason="asked again")
    assert states(log, clarified) == ["held"]
    entries.publish(log, clarified, reason="Nothing against it.")
    mended = entries.correct(log, said, text="In May. ", kind="transcription", reason="a space")
    assert states(log, mended) == ["public"]
    for rule in ("off the record", "background"):
        phrase = "an official" if rule == "background" else None
        entries.set_rule(log, RuleSet(rule=rule, sentence="Not by name.", attribution=phrase))
        with pytest.raises(ActRefused, match="set another ground rule first"):
            entries.correct(log, said, text="In June.", kind="speaker's clarification", reason="asked again")


def test_the_legal_basis_of_an_erasure_does_not_name_a_speaker_on_background(log: Log) -> None:
    entries.set_rule(log, RuleSet(rule="background", sentence="To an official.", attribution="an official"))
    said = entries.speak(log, answer("The bus line opens in March."))[0]
    fixed = entries.correct(log, said, text="It opens in May.", kind="transcription", reason="Misheard.")
    for index in (said, fixed):
        with pytest.raises(ActRefused, match="may reveal the speaker"):
            entries.erase(log, index, legal_basis="Governor Ferro asked for it.")
    entries.erase(log, said, legal_basis="Art. 17 GDPR")

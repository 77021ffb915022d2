"""Held words that are taken back, and what is withheld: nothing opens sooner, and nobody is named."""

from __future__ import annotations

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries, office, readers
from onrecord.proceedings.contents import RuleSet, TextPrepared
from onrecord.record import openings
from onrecord.record.entry import Leaf
from onrecord.record.models import Log, Opening
from tests.record.holds import assert_holds
from tests.record.reading import later, states, texts
from tests.rules import BACKGROUND, DEEP, OFF, ON, embargo
from tests.words import ADA, answer


def test_held_words_caught_off_the_record_are_destroyed(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("Off the record, the bridge is unsafe."))[0]
    entries.catch(log, OFF, since=index)
    stored = Opening.objects.get(log=log, index=index)
    assert (stored.state, bytes(stored.sealed), bytes(stored.wrapped_key)) == ("destroyed", b"", b"")
    assert entries.open_due(now=later(90)) == 0
    assert_holds(log)


def test_held_words_caught_on_background_come_back_without_the_name(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The contract is signed."))[0]
    entries.catch(log, BACKGROUND, since=index)
    entries.open_due(now=later(90))
    gone, back = readers.spoken(log)
    assert gone.state == "destroyed"
    assert back.current and back.current.text == "The contract is signed."
    assert back.speaker is None and back.unnamed
    assert all(b"Ferro" not in one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_corrected_while_they_were_held_are_recorded_again_as_corrected(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The contract is singed."))[0]
    entries.correct(
        log, index, text="The contract is signed.", kind="transcription", reason="Governor Ferro said signed"
    )
    entries.correct(
        log, index, text="The contract is signed.", kind="attribution", reason="Ada Reyes spoke", speaker=ADA
    )
    entries.translate(log, index, language="es", text="El contrato está firmado.")
    entries.catch(log, BACKGROUND, since=index)
    entries.open_due(now=later(90))
    gone, back = readers.spoken(log)
    assert gone.state == "destroyed"
    assert [one.text for one in back.versions] == ["The contract is signed."]
    assert [(one.content.text, one.outdated) for one in back.translations] == [("El contrato está firmado.", False)]
    assert office.true_speaker(log, back.index) == ADA
    public = b"".join(one.content for one in openings.public(log, range(log.size)).values())
    assert b"Ferro" not in public and b"Reyes" not in public and b"singed" not in public
    assert_holds(log)


def test_what_a_speaker_clarified_while_the_words_were_held_stays_apart_from_what_was_said(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("Forty millions."))[0]
    entries.correct(log, index, text="Fourteen.", kind="speaker's clarification", reason="Ferro meant 14")
    entries.correct(log, index, text="Fourteen million.", kind="transcription", reason="A word was missing")
    entries.catch(log, DEEP, since=index)
    entries.open_due(now=later(90))
    back = readers.spoken(log)[-1]
    assert [one.text for one in back.versions] == ["Forty millions.", "Fourteen million."]
    correction = back.versions[-1].correction
    assert correction and correction.correction == "speaker's clarification"
    assert b"Ferro" not in b"".join(one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_on_background_caught_again_keep_their_true_speaker(log: Log) -> None:
    entries.set_rule(log, BACKGROUND)
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The contract is signed."))[0]
    entries.correct(log, index, text="The contract is signed.", kind="attribution", reason="Another", speaker=ADA)
    assert office.true_speaker(log, index) == ADA
    entries.catch(log, DEEP, since=index)
    back = office.last_utterances(log, limit=1)[0]
    assert back.content and back.content.attribution is None
    assert office.true_speaker(log, back.index) == ADA
    assert_holds(log)


def test_words_of_a_prepared_text_caught_on_background_are_still_of_it(log: Log) -> None:
    text = entries.prepare_text(log, TextPrepared(title="Statement", paragraphs=["Good morning."]))
    entries.set_hold(log, seconds=60)
    index = entries.deliver(log, text, answer("Good morning."))[0]
    entries.catch(log, BACKGROUND, since=index)
    assert Leaf.decode(list(openings.leaves(log))[-1][1]).ref == text
    assert_holds(log)


def test_held_words_caught_by_an_embargo_wait_for_its_end(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The budget is 40 million."))[0]
    entries.catch(log, embargo(seconds=600), since=index)
    assert entries.open_due(now=later(90)) == 0
    assert entries.open_due(now=later(601)) == 1


def test_a_correction_of_caught_words_waits_for_the_embargo_too(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The budget is 40 million."))[0]
    fixed = entries.correct(log, index, text="The budget is 14 million.", kind="transcription", reason="Misheard")
    entries.catch(log, embargo(seconds=600), since=index)
    assert entries.open_due(now=later(90)) == 0
    assert fixed not in openings.public(log, range(log.size))
    assert entries.open_due(now=later(601)) == 2


@pytest.mark.parametrize("rule", [BACKGROUND, ON, embargo(seconds=2400)])
def test_nothing_caught_opens_sooner_than_it_would_have(log: Log, rule: RuleSet) -> None:
    entries.set_rule(log, embargo(seconds=3600))
    first, second = entries.speak(log, answer("Under embargo."), answer("Withheld."))
    entries.withhold(log, second, reason="Being checked.")
    entries.catch(log, rule, since=first)
    entries.open_due(now=later(3500))
    assert set(texts(log)) == {None}
    entries.open_due(now=later(3700))
    assert [one for one in texts(log) if one] == ["Under embargo."]
    assert_holds(log)


def test_words_caught_on_the_record_still_open_when_the_hold_has_passed(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("Nothing to hide."))[0]
    entries.catch(log, ON, since=index)
    entries.open_due(now=later(90))
    assert texts(log) == ["Nothing to hide."]


OTHER_PHRASE = RuleSet(rule="background", attribution="a member of the cabinet", sentence="To a member of the cabinet.")


@pytest.mark.parametrize(
    ("under", "rule"),
    [(BACKGROUND, ON), (BACKGROUND, embargo(seconds=3000)), (DEEP, ON), (DEEP, BACKGROUND), (BACKGROUND, OTHER_PHRASE)],
)
def test_catching_never_discloses_more_than_the_rule_the_words_were_spoken_under(
    log: Log, under: RuleSet, rule: RuleSet
) -> None:
    entries.set_hold(log, seconds=60)
    first = entries.speak(log, answer("Nothing to hide."))[0]
    entries.set_rule(log, under)
    restricted = entries.speak(log, answer("The contract is signed."))[0]
    entries.set_rule(log, ON)
    after = entries.speak(log, answer("Nothing to hide here either."))[0]
    size = log.size
    for since in (first, restricted):
        with pytest.raises(ActRefused, match=f"entry {restricted} was spoken .* or take back the words after it"):
            entries.catch(log, rule, since=since)
    assert log.size == size
    entries.catch(log, rule, since=after)


@pytest.mark.parametrize(
    ("under", "rule"),
    [
        (BACKGROUND, BACKGROUND),
        (BACKGROUND, DEEP),
        (BACKGROUND, OFF),
        (DEEP, DEEP),
        (DEEP, OFF),
        (embargo(seconds=3000), BACKGROUND),
    ],
)
def test_a_rule_that_discloses_no_more_may_catch(log: Log, under: RuleSet, rule: RuleSet) -> None:
    entries.set_hold(log, seconds=60)
    entries.set_rule(log, under)
    index = entries.speak(log, answer("The contract is signed."))[0]
    entries.catch(log, rule, since=index)
    entries.open_due(now=later(90))
    assert all(b"Ferro" not in one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_caught_once_are_held_by_the_rule_that_caught_them(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    entries.catch(log, DEEP, since=entries.speak(log, answer("The contract is signed."))[0])
    again = readers.spoken(log)[-1].index
    with pytest.raises(ActRefused, match=f"entry {again} was spoken under a stricter"):
        entries.catch(log, BACKGROUND, since=again)


def test_words_of_a_session_that_is_over_are_not_lost_by_catching_them_without_the_name(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("The contract is signed."))[0]
    entries.end_session(log)
    with pytest.raises(ActRefused, match="no session is running"):
        entries.catch(log, BACKGROUND, since=index)
    assert index in openings.kept_contents_of(log, [index])
    entries.catch(log, OFF, since=index)
    assert index not in openings.kept_contents_of(log, [index])


def test_what_is_public_can_be_neither_caught_nor_withheld(log: Log) -> None:
    index = entries.speak(log, answer("Said openly."))[0]
    with pytest.raises(ActRefused, match="never tightens"):
        entries.catch(log, OFF, since=index)
    with pytest.raises(ActRefused, match="can't be withheld"):
        entries.withhold(log, index, reason="A change of mind")


def test_withheld_words_wait_for_an_act_and_the_reason_is_public(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("A number that is not agreed."))[0]
    entries.withhold(log, index, reason="The number is being checked.")
    assert entries.open_due(now=later(90)) == 0
    found = readers.utterance(log, index)
    assert found and (found.content, found.withheld) == (None, "The number is being checked.")
    entries.publish(log, index, reason="Checked.")
    assert texts(log) == ["A number that is not agreed."]


@pytest.mark.parametrize(
    ("reason", "repeated"),
    [
        ("The number is being checked.", "The number is being checked."),
        ("Ferro's number is being checked.", None),
        ("The governor's number is being checked.", None),
    ],
)
def test_words_withheld_and_then_caught_say_why_they_are_withheld_unless_that_names_the_speaker(
    log: Log, reason: str, repeated: str | None
) -> None:
    entries.set_hold(log, seconds=60)
    index = entries.speak(log, answer("A number that is not agreed."))[0]
    entries.withhold(log, index, reason=reason)
    rule = entries.catch(log, BACKGROUND, since=index)
    assert entries.open_due(now=later(90)) == 0
    gone, back = readers.spoken(log)
    assert (gone.state, gone.withheld) == ("destroyed", reason), "what is public stays so"
    assert (back.content, back.withheld) == (
        None,
        repeated or f"Withheld before the words were taken back under the ground rule of entry {rule}.",
    )
    assert_holds(log)


def test_caught_words_are_not_given_to_a_phrase_that_names_their_speaker(log: Log) -> None:
    said = entries.speak(log, answer("The bus line opens in March."), held=True)[0]
    naming = RuleSet(rule="background", sentence="To an official.", attribution="a friend of Ferro")
    with pytest.raises(ActRefused, match="may reveal who spoke"):
        entries.catch(log, naming, since=said)
    entries.pause_session(log)
    with pytest.raises(ActRefused, match="the session is paused"):
        entries.catch(log, naming.model_copy(update={"attribution": "an official"}), since=said)
    stored = Log.objects.get(pk=log.pk)
    assert (log.size, log.checkpoint) == (stored.size, stored.checkpoint)


def test_a_confirmation_of_held_words_counts_for_the_office_and_goes_with_them(log: Log) -> None:
    said = entries.speak(log, answer("The bus line opens in March."), held=True)[0]
    assert office.unconfirmed(log) == [said]
    confirmed = entries.confirm(log, said, version=said)
    assert office.unconfirmed(log) == []
    entries.catch(log, RuleSet(rule="off the record", sentence="Nothing of it."), since=said)
    assert states(log, said, confirmed) == ["destroyed", "destroyed"]

"""Ground rules, holds, embargoes, withholding: set before the words, never tightened, kept in every read."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.record import acts, office, openings, projection, reads
from onrecord.record.acts.opening import next_due
from onrecord.record.acts.words import SPEAKER_KIND
from onrecord.record.contents import CorrectionAnswered, RuleSet, TextPrepared, UtteranceSpoken
from onrecord.record.disclosure import Disclosed, disclosed_by
from onrecord.record.entry import Leaf, commitment
from onrecord.record.models import Log, Opening, SpeakerOpening
from onrecord.tlog import base64
from onrecord.transcripts.model import Role
from tests.record.holds import assert_holds
from tests.rules import BACKGROUND, DEEP, OFF, ON, embargo
from tests.words import ADA, BOHDAN, FERRO, answer, question, said


def words(log: Log) -> list[str | None]:
    return [one.current.text if one.current else None for one in reads.spoken(log)]


def later(seconds: float) -> int:
    return int((time.time() + seconds) * 1000)


def test_off_the_record_takes_nothing_and_shows_when_it_began_and_ended(log: Log) -> None:
    acts.set_rule(log, OFF)
    size = log.size
    with pytest.raises(ActRefused, match="off the record"):
        acts.speak(log, answer("Between us, the bridge is unsafe."))
    assert (log.size, Opening.objects.count()) == (size, size)
    acts.set_rule(log, ON)
    acts.speak(log, answer("As I said."))
    first, second = reads.stretches(log)
    assert isinstance(first.content, RuleSet) and first.content.sentence == OFF.sentence
    assert first.ended == second.at
    assert second.ended is None
    assert_holds(log)


def test_on_background_the_phrase_stands_in_the_speakers_place_and_the_office_is_bound(log: Log) -> None:
    acts.set_rule(log, BACKGROUND)
    index = acts.speak(log, answer("The contract is signed."))[0]
    found = reads.utterance(log, index)
    assert found and found.content
    assert (found.speaker, found.content.attribution) == (None, "an official of the region")
    assert b"Ferro" not in openings.public(log, [index])[index].content
    true = openings.true_speaker(log, index)
    assert true and json.loads(true.content)["name"] == "Governor Ferro"
    assert found.content.speaker_commit == base64.encode(commitment(true.nonce, SPEAKER_KIND, true.content))
    assert_holds(log)


def test_an_asker_on_background_is_not_named_and_no_phrase_stands_for_them(log: Log) -> None:
    acts.set_rule(log, BACKGROUND)
    index = acts.speak(log, question("Who signed it?"))[0]
    found = reads.utterance(log, index)
    assert found and found.content
    assert (found.speaker, found.content.attribution, found.unnamed) == (None, None, True)


def test_on_deep_background_nobody_is_named_at_all(log: Log) -> None:
    acts.set_rule(log, DEEP)
    index = acts.speak(log, answer("The contract is signed."))[0]
    found = reads.utterance(log, index)
    assert found and found.content and found.current
    assert (found.content.attribution, found.speaker, found.unnamed) == (None, None, True)
    assert found.current.text == "The contract is signed."


def test_a_correction_of_attribution_on_background_names_nobody_either(log: Log) -> None:
    acts.set_rule(log, BACKGROUND)
    index = acts.speak(log, answer("The contract is signed."))[0]
    fixed = acts.correct(log, index, text="The contract is signed.", kind="attribution", reason="Another", speaker=ADA)
    assert b"Reyes" not in openings.public(log, [fixed])[fixed].content
    true = openings.true_speaker(log, fixed)
    assert true and b"Reyes" in true.content


def test_an_embargo_opens_by_the_clock_and_not_before(log: Log) -> None:
    acts.set_rule(log, embargo(seconds=60))
    acts.speak(log, answer("The budget is 40 million."), question("In full?", BOHDAN))
    assert words(log) == [None, None]
    assert next_due() is not None
    assert acts.open_due(now=later(59)) == 0
    assert acts.open_due(now=later(61)) == 2
    assert acts.open_due(now=later(61)) == 0
    assert words(log) == ["The budget is 40 million.", "In full?"]
    assert next_due() is None
    assert_holds(log)


def test_an_embargo_that_has_passed_is_refused(log: Log) -> None:
    with pytest.raises(ActRefused, match="has passed"):
        acts.set_rule(log, embargo(seconds=-1))


def test_what_is_said_about_held_words_is_held_with_them(log: Log) -> None:
    acts.set_rule(log, embargo(seconds=60))
    index = acts.speak(log, answer("The budget is 40 million."))[0]
    acts.correct(log, index, text="The budget is 14 million.", kind="transcription", reason="Misheard: fourteen")
    acts.translate(log, index, language="es", text="El presupuesto es de 14 millones.")
    assert len(openings.public(log, range(index, log.size))) == 0
    acts.open_due(now=later(61))
    found = reads.utterance(log, index)
    assert found and found.current
    assert found.current.text == "The budget is 14 million."
    assert [one.content.text for one in found.translations] == ["El presupuesto es de 14 millones."]
    assert_holds(log)


def test_a_new_rule_changes_nothing_said_before(log: Log) -> None:
    before = acts.speak(log, answer("Said openly."))[0]
    acts.set_rule(log, OFF)
    found = reads.utterance(log, before)
    assert found and found.current and found.current.text == "Said openly."
    assert found.rule is None


def test_a_hold_keeps_words_back_for_its_seconds(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    acts.speak(log, answer("Held for a minute."))
    assert words(log) == [None]
    acts.open_due(now=later(61))
    assert words(log) == ["Held for a minute."]
    acts.set_hold(log, seconds=0)
    acts.speak(log, answer("At once."))
    assert words(log)[-1] == "At once."


def test_held_words_caught_off_the_record_are_destroyed(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("Off the record, the bridge is unsafe."))[0]
    acts.catch(log, OFF, since=index)
    stored = Opening.objects.get(log=log, index=index)
    assert (stored.state, bytes(stored.sealed), bytes(stored.wrapped_key)) == ("destroyed", b"", b"")
    assert acts.open_due(now=later(90)) == 0
    assert_holds(log)


def test_held_words_caught_on_background_come_back_without_the_name(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The contract is signed."))[0]
    acts.catch(log, BACKGROUND, since=index)
    acts.open_due(now=later(90))
    gone, back = reads.spoken(log)
    assert gone.state == "destroyed"
    assert back.current and back.current.text == "The contract is signed."
    assert back.speaker is None and back.unnamed
    assert all(b"Ferro" not in one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_corrected_while_they_were_held_are_recorded_again_as_corrected(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The contract is singed."))[0]
    acts.correct(log, index, text="The contract is signed.", kind="transcription", reason="Governor Ferro said signed")
    acts.correct(log, index, text="The contract is signed.", kind="attribution", reason="Ada Reyes spoke", speaker=ADA)
    acts.translate(log, index, language="es", text="El contrato está firmado.")
    acts.catch(log, BACKGROUND, since=index)
    acts.open_due(now=later(90))
    gone, back = reads.spoken(log)
    assert gone.state == "destroyed"
    assert [one.text for one in back.versions] == ["The contract is signed."]
    assert [(one.content.text, one.outdated) for one in back.translations] == [("El contrato está firmado.", False)]
    assert office.true_speaker(log, back.index) == ADA
    public = b"".join(one.content for one in openings.public(log, range(log.size)).values())
    assert b"Ferro" not in public and b"Reyes" not in public and b"singed" not in public
    assert_holds(log)


def test_what_a_speaker_clarified_while_the_words_were_held_stays_apart_from_what_was_said(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("Forty millions."))[0]
    acts.correct(log, index, text="Fourteen.", kind="speaker's clarification", reason="Ferro meant 14")
    acts.correct(log, index, text="Fourteen million.", kind="transcription", reason="A word was missing")
    acts.catch(log, DEEP, since=index)
    acts.open_due(now=later(90))
    back = reads.spoken(log)[-1]
    assert [one.text for one in back.versions] == ["Forty millions.", "Fourteen million."]
    correction = back.versions[-1].correction
    assert correction and correction.correction == "speaker's clarification"
    assert b"Ferro" not in b"".join(one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_on_background_caught_again_keep_their_true_speaker(log: Log) -> None:
    acts.set_rule(log, BACKGROUND)
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The contract is signed."))[0]
    acts.correct(log, index, text="The contract is signed.", kind="attribution", reason="Another", speaker=ADA)
    assert office.true_speaker(log, index) == ADA
    acts.catch(log, DEEP, since=index)
    back = office.last_utterances(log, limit=1)[0]
    assert back.content and back.content.attribution is None
    assert office.true_speaker(log, back.index) == ADA
    assert_holds(log)


def test_words_of_a_prepared_text_caught_on_background_are_still_of_it(log: Log) -> None:
    text = acts.prepare_text(log, TextPrepared(title="Statement", paragraphs=["Good morning."]))
    acts.set_hold(log, seconds=60)
    index = acts.deliver(log, text, answer("Good morning."))[0]
    acts.catch(log, BACKGROUND, since=index)
    assert Leaf.decode(list(openings.leaves(log))[-1][1]).ref == text
    assert_holds(log)


def test_a_text_that_tells_more_than_its_delivery_is_published_only_by_who_was_shown_what(log: Log) -> None:
    text = acts.prepare_text(log, TextPrepared(title="Statement", paragraphs=["One.", "Two.", "Three."], speaker=FERRO))
    acts.deliver(log, text, answer("One.", paragraph=0))
    acts.set_rule(log, BACKGROUND)
    named = acts.deliver(log, text, answer("Two.", paragraph=1))[0]
    acts.set_rule(log, embargo(seconds=60))
    held = acts.deliver(log, text, answer("Three.", paragraph=2))[0]
    assert disclosed_by(log, text) == [Disclosed(named, "unnamed"), Disclosed(held, "held")]
    for told in [[], [named], [held]]:
        with pytest.raises(ActRefused, match="also reveals"):
            acts.publish(log, text, reason="Delivered", disclosing=told)
        assert text not in openings.public(log, [text])
    acts.withhold(log, held, reason="Being checked.")
    assert disclosed_by(log, text)[-1] == Disclosed(held, "withheld")
    acts.publish(log, text, reason="Delivered", disclosing=[named, held])
    assert text in openings.public(log, [text])


def test_of_a_text_what_was_never_said_on_the_record_is_told_apart_before_it_is_published(log: Log) -> None:
    text = acts.prepare_text(log, TextPrepared(title="Statement", paragraphs=list("ABCDEFGH")))
    acts.deliver(log, text, answer("A", paragraph=0))
    acts.deliver(log, text, answer("C", paragraph=2))
    acts.set_rule(log, OFF)
    acts.set_rule(log, RuleSet(rule="on the record", sentence="On the record again."))
    acts.deliver(log, text, answer("F", paragraph=5))
    assert disclosed_by(log, text) == [
        Disclosed(text, "undelivered", "2, 7–8"),
        Disclosed(text, "off", "4–5"),
    ]
    with pytest.raises(ActRefused, match=f"was not delivered, in these entries: {text};"):
        acts.publish(log, text, reason="Delivered")
    acts.set_rule(log, OFF)
    assert disclosed_by(log, text)[1] == Disclosed(text, "off", "4–5, 7–8")
    acts.publish(log, text, reason="Delivered", disclosing=[text])
    assert text in openings.public(log, [text])


@pytest.mark.parametrize(("rule", "why"), [(OFF, "destroyed"), (BACKGROUND, "unnamed")])
def test_a_text_does_not_bring_back_what_was_destroyed(log: Log, rule: RuleSet, why: str) -> None:
    text = acts.prepare_text(log, TextPrepared(title="Statement", paragraphs=["The bridge is unsafe."]))
    acts.set_hold(log, seconds=60)
    index = acts.deliver(log, text, answer("The bridge is unsafe.", paragraph=0))[0]
    acts.catch(log, rule, since=index)
    acts.open_due(now=later(90))
    assert disclosed_by(log, text)[-1].why == why
    told = [one.index for one in disclosed_by(log, text)]
    if rule is OFF:
        with pytest.raises(ActRefused, match="have since been erased"):
            acts.publish(log, text, reason="Delivered", disclosing=told)
    else:
        acts.publish(log, text, reason="Delivered", disclosing=told)


def test_held_words_caught_by_an_embargo_wait_for_its_end(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The budget is 40 million."))[0]
    acts.catch(log, embargo(seconds=600), since=index)
    assert acts.open_due(now=later(90)) == 0
    assert acts.open_due(now=later(601)) == 1


def test_a_correction_of_caught_words_waits_for_the_embargo_too(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The budget is 40 million."))[0]
    fixed = acts.correct(log, index, text="The budget is 14 million.", kind="transcription", reason="Misheard")
    acts.catch(log, embargo(seconds=600), since=index)
    assert acts.open_due(now=later(90)) == 0
    assert fixed not in openings.public(log, range(log.size))
    assert acts.open_due(now=later(601)) == 2


@pytest.mark.parametrize("rule", [BACKGROUND, ON, embargo(seconds=2400)])
def test_nothing_caught_opens_sooner_than_it_would_have(log: Log, rule: RuleSet) -> None:
    acts.set_rule(log, embargo(seconds=3600))
    first, second = acts.speak(log, answer("Under embargo."), answer("Withheld."))
    acts.withhold(log, second, reason="Being checked.")
    acts.catch(log, rule, since=first)
    acts.open_due(now=later(3500))
    assert set(words(log)) == {None}
    acts.open_due(now=later(3700))
    assert [one for one in words(log) if one] == ["Under embargo."]
    assert_holds(log)


def test_words_caught_on_the_record_still_open_when_the_hold_has_passed(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("Nothing to hide."))[0]
    acts.catch(log, ON, since=index)
    acts.open_due(now=later(90))
    assert words(log) == ["Nothing to hide."]


OTHER_PHRASE = RuleSet(rule="background", attribution="a member of the cabinet", sentence="To a member of the cabinet.")


@pytest.mark.parametrize(
    ("under", "rule"),
    [(BACKGROUND, ON), (BACKGROUND, embargo(seconds=3000)), (DEEP, ON), (DEEP, BACKGROUND), (BACKGROUND, OTHER_PHRASE)],
)
def test_catching_never_discloses_more_than_the_rule_the_words_were_spoken_under(
    log: Log, under: RuleSet, rule: RuleSet
) -> None:
    acts.set_hold(log, seconds=60)
    first = acts.speak(log, answer("Nothing to hide."))[0]
    acts.set_rule(log, under)
    restricted = acts.speak(log, answer("The contract is signed."))[0]
    acts.set_rule(log, ON)
    after = acts.speak(log, answer("Nothing to hide here either."))[0]
    size = log.size
    for since in (first, restricted):
        with pytest.raises(ActRefused, match=f"entry {restricted} was spoken .* or take back the words after it"):
            acts.catch(log, rule, since=since)
    assert log.size == size
    acts.catch(log, rule, since=after)


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
    acts.set_hold(log, seconds=60)
    acts.set_rule(log, under)
    index = acts.speak(log, answer("The contract is signed."))[0]
    acts.catch(log, rule, since=index)
    acts.open_due(now=later(90))
    assert all(b"Ferro" not in one.content for one in openings.public(log, range(log.size)).values())
    assert_holds(log)


def test_words_caught_once_are_held_by_the_rule_that_caught_them(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    acts.catch(log, DEEP, since=acts.speak(log, answer("The contract is signed."))[0])
    again = reads.spoken(log)[-1].index
    with pytest.raises(ActRefused, match=f"entry {again} was spoken under a stricter"):
        acts.catch(log, BACKGROUND, since=again)


def test_words_of_a_session_that_is_over_are_not_lost_by_catching_them_without_the_name(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("The contract is signed."))[0]
    acts.end_session(log)
    with pytest.raises(ActRefused, match="no session is running"):
        acts.catch(log, BACKGROUND, since=index)
    assert index in openings.kept_contents_of(log, [index])
    acts.catch(log, OFF, since=index)
    assert index not in openings.kept_contents_of(log, [index])


def test_what_is_public_can_be_neither_caught_nor_withheld(log: Log) -> None:
    index = acts.speak(log, answer("Said openly."))[0]
    with pytest.raises(ActRefused, match="never tightens"):
        acts.catch(log, OFF, since=index)
    with pytest.raises(ActRefused, match="can't be withheld"):
        acts.withhold(log, index, reason="A change of mind")


def test_withheld_words_wait_for_an_act_and_the_reason_is_public(log: Log) -> None:
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("A number that is not agreed."))[0]
    acts.withhold(log, index, reason="The number is being checked.")
    assert acts.open_due(now=later(90)) == 0
    found = reads.utterance(log, index)
    assert found and (found.content, found.withheld) == (None, "The number is being checked.")
    acts.publish(log, index, reason="Checked.")
    assert words(log) == ["A number that is not agreed."]


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
    acts.set_hold(log, seconds=60)
    index = acts.speak(log, answer("A number that is not agreed."))[0]
    acts.withhold(log, index, reason=reason)
    rule = acts.catch(log, BACKGROUND, since=index)
    assert acts.open_due(now=later(90)) == 0
    gone, back = reads.spoken(log)
    assert (gone.state, gone.withheld) == ("destroyed", reason), "what is public stays so"
    assert (back.content, back.withheld) == (
        None,
        repeated or f"Withheld before the words were taken back under the ground rule of entry {rule}.",
    )
    assert_holds(log)


def test_wordings_are_the_public_words_as_they_stand(log: Log) -> None:
    acts.speak(log, question("You promised four schools."), said("Who?", Role.REMARK))
    fixed = acts.speak(log, answer("It stands in Verhn."))[0]
    acts.correct(log, fixed, text="It stands in Verkhna.", kind="transcription", reason="Misheard")
    acts.correct(log, fixed, text="It stands in Verkhna.", kind="attribution", reason="Another", speaker=ADA)
    acts.correct(log, fixed, text="It stood in Verkhna.", kind="transcription", reason="Misheard again")
    acts.speak(log, answer("Held."), held=True)
    acts.erase(log, acts.speak(log, answer("Erased."))[0], legal_basis="Art. 17 GDPR")
    acts.set_rule(log, BACKGROUND)
    acts.correct(
        log, acts.speak(log, answer("We do."))[0], text="We did.", kind="attribution", reason="Another", speaker=BOHDAN
    )
    acts.set_hold(log, seconds=60)
    back = acts.speak(log, answer("Held with its correction."))[0]
    acts.correct(log, back, text="Opened with its correction.", kind="transcription", reason="Misheard")
    acts.open_due(now=later(90))
    public = [one for one in reads.spoken(log) if one.content and one.current]
    assert len(public) == 5
    assert [(one.index, one.text, one.speaker, one.content) for one in reads.wordings(log)] == [
        (one.index, one.current.text, one.speaker, one.content) for one in public if one.current
    ]
    assert [one.index for one in reads.these(log, [fixed, 0, back])] == [fixed, back]


def test_a_pause_takes_no_words_and_shows_its_times(log: Log) -> None:
    acts.pause_session(log, note="Ten minutes.")
    with pytest.raises(ActRefused, match="paused"):
        acts.speak(log, answer("Nobody hears."))
    acts.resume_session(log)
    acts.speak(log, answer("We go on."))
    (pause,) = reads.stretches(log)
    assert pause.ended is not None
    with pytest.raises(ActRefused, match="not paused"):
        acts.resume_session(log)


def test_words_are_confirmed_in_the_version_that_stands(log: Log) -> None:
    index = acts.speak(log, answer("It stands in Verhn."))[0]
    acts.confirm(log, index, version=index)
    with pytest.raises(ActRefused, match="already confirmed"):
        acts.confirm(log, index, version=index)
    fixed = acts.correct(log, index, text="It stands in Verkhna.", kind="transcription", reason="Misheard")
    with pytest.raises(ActRefused, match=f"entry {fixed} has the current wording"):
        acts.confirm(log, index, version=index)
    found = reads.utterance(log, index)
    assert found and [bool(version.confirmed) for version in found.versions] == [True, False]


def test_a_translation_is_flagged_when_its_source_is_corrected_until_it_is_revised(log: Log) -> None:
    index = acts.speak(log, answer("Four schools."))[0]
    acts.translate(log, index, language="es", text="Cuatro escuelas.")
    with pytest.raises(ActRefused, match="already"):
        acts.translate(log, index, language="es", text="Otra vez.")
    with pytest.raises(ActRefused, match="no translation"):
        acts.revise_translation(log, index, language="fr", text="Trois écoles.", reason="Source corrected")
    acts.correct(log, index, text="Three schools.", kind="transcription", reason="Misheard")

    def translations() -> list[tuple[str, bool]]:
        found = reads.utterance(log, index)
        assert found
        return [(one.content.text, one.outdated) for one in found.translations]

    assert translations() == [("Cuatro escuelas.", True)]
    acts.revise_translation(log, index, language="es", text="Tres escuelas.", reason="The source was corrected")
    assert translations() == [("Tres escuelas.", False)]
    assert_holds(log)


def test_a_prepared_text_is_delivered_paragraph_by_paragraph_and_stays_held_itself(log: Log) -> None:
    text = acts.prepare_text(log, TextPrepared(title="Opening", paragraphs=["Good morning.", "Four schools."]))
    said_so = UtteranceSpoken(
        role=Role.STATEMENT, text="Three schools.", standard="draft", speaker=FERRO, language="en", paragraph=1
    )
    acts.deliver(log, text, said_so)
    assert words(log) == ["Three schools."]
    assert text not in openings.public(log, range(log.size))
    with pytest.raises(ActRefused, match="not a prepared text"):
        acts.deliver(log, 0, said_so)
    acts.publish(log, text, reason="Delivered.", disclosing=[text])
    assert text in openings.public(log, range(log.size))
    assert_holds(log)


def test_an_answer_to_a_reader_stands_beside_the_words(log: Log) -> None:
    index = acts.speak(log, answer("It stands in Verhn."))[0]
    content = CorrectionAnswered(
        passage="Verhn", asked="The village is Verkhna.", decision="declined", answer="The sound says Verhn."
    )
    acts.answer_request(log, index, content)
    found = reads.utterance(log, index)
    assert found and [one.content.answer for one in found.requests] == ["The sound says Verhn."]


def test_an_erasure_takes_corrections_translations_and_the_true_speaker_along(log: Log) -> None:
    acts.set_rule(log, BACKGROUND)
    index = acts.speak(log, answer("The contract is signed."))[0]
    acts.correct(log, index, text="The contracts are signed.", kind="transcription", reason="Plural")
    acts.translate(log, index, language="es", text="Los contratos están firmados.")
    confirmed = acts.confirm(log, index, version=index + 1)
    acts.erase(log, index, legal_basis="Art. 17 GDPR")
    assert set(Opening.objects.filter(state="destroyed").values_list("index", flat=True)) == {
        index,
        index + 1,
        index + 2,
    }
    assert confirmed in openings.public(log, range(log.size))
    assert not SpeakerOpening.objects.exists()
    assert_holds(log)


def test_a_ground_rule_is_not_erased_since_words_were_spoken_under_it(log: Log) -> None:
    rule = acts.set_rule(log, OFF)
    with pytest.raises(ActRefused, match="governs"):
        acts.erase(log, rule, legal_basis="law")


def test_true_speakers_open_after_another_entry_was_erased(log: Log) -> None:
    gone = acts.speak(log, answer("To be erased."))[0]
    acts.set_rule(log, BACKGROUND)
    index = acts.speak(log, said("The contract is signed.", Role.ANSWER, BOHDAN))[0]
    acts.erase(log, gone, legal_basis="Art. 17 GDPR")
    true = openings.true_speaker(log, index)
    assert true and b"Bohdan" in true.content


def test_the_session_end_ends_pause_and_hold_and_a_rule_that_restricts_nothing(log: Log) -> None:
    acts.set_rule(log, ON)
    acts.set_hold(log, seconds=30)
    acts.pause_session(log)
    acts.end_session(log)
    assert all(one.ended for one in reads.stretches(log))
    acts.start_session(log)
    acts.speak(log, answer("A new session, on the record."))
    found = reads.spoken(log)[-1]
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
            acts.set_rule(log, RuleSet(rule="on the record", sentence="Not yet.", until=until))


def test_what_a_speaker_clarifies_is_said_under_the_rule_and_the_hold_of_now(log: Log) -> None:
    said = acts.speak(log, answer("The bus line opens in March."))[0]
    acts.set_hold(log, seconds=300)
    clarified = acts.correct(log, said, text="In May.", kind="speaker's clarification", reason="asked again")
    assert states(log, clarified) == ["held"]
    acts.publish(log, clarified, reason="Nothing against it.")
    mended = acts.correct(log, said, text="In May. ", kind="transcription", reason="a space")
    assert states(log, mended) == ["public"]
    for rule in ("off the record", "background"):
        phrase = "an official" if rule == "background" else None
        acts.set_rule(log, RuleSet(rule=rule, sentence="Not by name.", attribution=phrase))
        with pytest.raises(ActRefused, match="set another ground rule first"):
            acts.correct(log, said, text="In June.", kind="speaker's clarification", reason="asked again")


def test_on_background_nothing_is_delivered_from_a_public_text_that_names_its_speaker(log: Log) -> None:
    text = acts.prepare_text(
        log, TextPrepared(title="Statement", speaker=FERRO, paragraphs=["One.", "Two."], language="en")
    )
    acts.publish(log, text, reason="It was handed out.", disclosing=[text])
    acts.set_rule(log, RuleSet(rule="background", sentence="To an official.", attribution="an official"))
    with pytest.raises(ActRefused, match="says whose words these are"):
        acts.deliver(log, text, answer("Two."))


def test_caught_words_are_not_given_to_a_phrase_that_names_their_speaker(log: Log) -> None:
    said = acts.speak(log, answer("The bus line opens in March."), held=True)[0]
    naming = RuleSet(rule="background", sentence="To an official.", attribution="a friend of Ferro")
    with pytest.raises(ActRefused, match="may reveal who spoke"):
        acts.catch(log, naming, since=said)
    acts.pause_session(log)
    with pytest.raises(ActRefused, match="the session is paused"):
        acts.catch(log, naming.model_copy(update={"attribution": "an official"}), since=said)
    stored = Log.objects.get(pk=log.pk)
    assert (log.size, log.checkpoint) == (stored.size, stored.checkpoint)


def test_the_legal_basis_of_an_erasure_does_not_name_a_speaker_on_background(log: Log) -> None:
    acts.set_rule(log, RuleSet(rule="background", sentence="To an official.", attribution="an official"))
    said = acts.speak(log, answer("The bus line opens in March."))[0]
    fixed = acts.correct(log, said, text="It opens in May.", kind="transcription", reason="Misheard.")
    for index in (said, fixed):
        with pytest.raises(ActRefused, match="may reveal the speaker"):
            acts.erase(log, index, legal_basis="Governor Ferro asked for it.")
    acts.erase(log, said, legal_basis="Art. 17 GDPR")


def test_a_confirmation_of_held_words_counts_for_the_office_and_goes_with_them(log: Log) -> None:
    said = acts.speak(log, answer("The bus line opens in March."), held=True)[0]
    assert office.unconfirmed(log) == [said]
    confirmed = acts.confirm(log, said, version=said)
    assert office.unconfirmed(log) == []
    acts.catch(log, RuleSet(rule="off the record", sentence="Nothing of it."), since=said)
    assert states(log, said, confirmed) == ["destroyed", "destroyed"]


def states(log: Log, *indexes: int) -> list[str]:
    return [Opening.objects.get(log=log, index=index).state for index in indexes]

"""What is said about words afterwards stands beside them: confirmations, translations, answers."""

from __future__ import annotations

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries, readers
from onrecord.proceedings.contents import CorrectionAnswered
from onrecord.proceedings.models import SpeakerOpening
from onrecord.proceedings.speakers import true_speaker
from onrecord.record import openings
from onrecord.record.models import Log, Opening
from onrecord.transcripts.model import Role
from tests.record.holds import assert_holds
from tests.record.reading import later
from tests.rules import BACKGROUND
from tests.words import ADA, BOHDAN, answer, question, said


def test_wordings_are_the_public_words_as_they_stand(log: Log) -> None:
    entries.speak(log, question("You promised four schools."), said("Who?", Role.REMARK))
    fixed = entries.speak(log, answer("It stands in Verhn."))[0]
    entries.correct(log, fixed, text="It stands in Verkhna.", kind="transcription", reason="Misheard")
    entries.correct(log, fixed, text="It stands in Verkhna.", kind="attribution", reason="Another", speaker=ADA)
    entries.correct(log, fixed, text="It stood in Verkhna.", kind="transcription", reason="Misheard again")
    entries.speak(log, answer("Held."), held=True)
    entries.erase(log, entries.speak(log, answer("Erased."))[0], legal_basis="Art. 17 GDPR")
    entries.set_rule(log, BACKGROUND)
    entries.correct(
        log,
        entries.speak(log, answer("We do."))[0],
        text="We did.",
        kind="attribution",
        reason="Another",
        speaker=BOHDAN,
    )
    entries.set_hold(log, seconds=60)
    back = entries.speak(log, answer("Held with its correction."))[0]
    entries.correct(log, back, text="Opened with its correction.", kind="transcription", reason="Misheard")
    entries.open_due(now=later(90))
    public = [one for one in readers.spoken(log) if one.content and one.current]
    assert len(public) == 5
    assert [(one.index, one.text, one.speaker, one.content) for one in readers.wordings(log)] == [
        (one.index, one.current.text, one.speaker, one.content) for one in public if one.current
    ]
    assert [one.index for one in readers.these(log, [fixed, 0, back])] == [fixed, back]


def test_words_are_confirmed_in_the_version_that_stands(log: Log) -> None:
    index = entries.speak(log, answer("It stands in Verhn."))[0]
    entries.confirm(log, index, version=index)
    with pytest.raises(ActRefused, match="already confirmed"):
        entries.confirm(log, index, version=index)
    fixed = entries.correct(log, index, text="It stands in Verkhna.", kind="transcription", reason="Misheard")
    with pytest.raises(ActRefused, match=f"entry {fixed} has the current wording"):
        entries.confirm(log, index, version=index)
    found = readers.utterance(log, index)
    assert found and [bool(version.confirmed) for version in found.versions] == [True, False]


def test_a_translation_is_flagged_when_its_source_is_corrected_until_it_is_revised(log: Log) -> None:
    index = entries.speak(log, answer("Four schools."))[0]
    entries.translate(log, index, language="es", text="Cuatro escuelas.")
    with pytest.raises(ActRefused, match="already"):
        entries.translate(log, index, language="es", text="Otra vez.")
    with pytest.raises(ActRefused, match="no translation"):
        entries.revise_translation(log, index, language="fr", text="Trois écoles.", reason="Source corrected")
    entries.correct(log, index, text="Three schools.", kind="transcription", reason="Misheard")

    def translations() -> list[tuple[str, bool]]:
        found = readers.utterance(log, index)
        assert found
        return [(one.content.text, one.outdated) for one in found.translations]

    assert translations() == [("Cuatro escuelas.", True)]
    entries.revise_translation(log, index, language="es", text="Tres escuelas.", reason="The source was corrected")
    assert translations() == [("Tres escuelas.", False)]
    assert_holds(log)


def test_an_answer_to_a_reader_stands_beside_the_words(log: Log) -> None:
    index = entries.speak(log, answer("It stands in Verhn."))[0]
    content = CorrectionAnswered(
        passage="Verhn", asked="The village is Verkhna.", decision="declined", answer="The sound says Verhn."
    )
    entries.answer_request(log, index, content)
    found = readers.utterance(log, index)
    assert found and [one.content.answer for one in found.requests] == ["The sound says Verhn."]


def test_an_erasure_takes_corrections_translations_and_the_true_speaker_along(log: Log) -> None:
    entries.set_rule(log, BACKGROUND)
    index = entries.speak(log, answer("The contract is signed."))[0]
    entries.correct(log, index, text="The contracts are signed.", kind="transcription", reason="Plural")
    entries.translate(log, index, language="es", text="Los contratos están firmados.")
    confirmed = entries.confirm(log, index, version=index + 1)
    entries.erase(log, index, legal_basis="Art. 17 GDPR")
    assert set(Opening.objects.filter(state="destroyed").values_list("index", flat=True)) == {
        index,
        index + 1,
        index + 2,
    }
    assert confirmed in openings.public(log, range(log.size))
    assert not SpeakerOpening.objects.exists()
    assert_holds(log)


def test_true_speakers_open_after_another_entry_was_erased(log: Log) -> None:
    gone = entries.speak(log, answer("To be erased."))[0]
    entries.set_rule(log, BACKGROUND)
    index = entries.speak(log, said("The contract is signed.", Role.ANSWER, BOHDAN))[0]
    entries.erase(log, gone, legal_basis="Art. 17 GDPR")
    true = true_speaker(log, index)
    assert true and b"Bohdan" in true.content

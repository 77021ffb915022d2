"""Utterances are corrected, confirmed by a second person, and translated."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from onrecord.proceedings import readers
from onrecord.proceedings.contents import CorrectionAnswered, RuleSet, Voice
from onrecord.proceedings.readers import Spoken
from onrecord.transcription import journal
from tests import cast
from tests.proceedings.conftest import kinds, noted
from tests.words import answer, question

LIST, ONE = "/regional-media/13/desk/utterances/", "/regional-media/13/desk/u/2/"
WORDS = "The fourth stands in Verhn."


@pytest.fixture
def esi(edition: Edition) -> Person:
    """Esi Moran recorded entry 2."""
    person = cast.transcriber(edition)
    record.speak(edition.log, answer(WORDS))
    note(edition.log, journal.SAY, by=person, index=2)
    return person


@pytest.fixture
def transcriber(esi: Person) -> Client:
    return cast.signed_in(esi)


def post(client: Client, act: str, **given: object) -> Any:
    return client.post(ONE, {"act": act} | given, follow=True)


def spoken(edition: Edition) -> Spoken:
    edition.log.refresh_from_db()
    found = readers.utterance(edition.log, 2)
    assert found
    return found


@pytest.mark.parametrize("kind", ["transcription", "speaker's clarification", "disputed"])
def test_a_correction_keeps_both_versions_and_its_reason(edition: Edition, transcriber: Client, kind: str) -> None:
    page = post(transcriber, "correct", version=2, kind=kind, text="In Verkhna.\r\nYes.", reason="Misheard.")
    assert [one.text for one in spoken(edition).versions] == [WORDS, "In Verkhna.\nYes."]
    assert "Misheard." in page.content.decode() and WORDS in page.content.decode()
    assert noted(edition)[-1] == ("Esi Moran", "correct", 3)


def test_a_correction_of_attribution_names_somebody_else(edition: Edition, transcriber: Client) -> None:
    given = {"version": 2, "kind": "attribution", "text": WORDS, "reason": "The minister spoke."}
    refused = post(transcriber, "correct", **given)
    assert refused.status_code == 400 and "Enter who spoke." in refused.content.decode()
    post(transcriber, "correct", **given, name="Minister Adeyemi", title="Minister")
    speaker = spoken(edition).speaker
    assert speaker and (speaker.name, speaker.title) == ("Minister Adeyemi", "Minister")


def test_what_was_corrected_meanwhile_is_not_corrected_blindly(edition: Edition, transcriber: Client) -> None:
    record.correct(edition.log, 2, text="In Verkhna.", kind="transcription", reason="Misheard.")
    late = post(transcriber, "correct", version=2, kind="transcription", text="In Werchna.", reason="Misheard.")
    assert late.status_code == 400 and "in the meantime (entry 3)" in late.content.decode()
    assert "In Werchna." in late.content.decode(), "what was typed is gone"
    assert len(kinds(edition)) == 4


def test_the_same_words_are_no_correction(edition: Edition, transcriber: Client) -> None:
    same = post(transcriber, "correct", version=2, kind="transcription", text=WORDS, reason="None.")
    assert same.status_code == 400 and len(kinds(edition)) == 3


def test_only_a_second_person_confirms(edition: Edition, transcriber: Client, office: Client) -> None:
    assert "That is you" in transcriber.get(ONE).content.decode()
    own = post(transcriber, "confirm", version=2)
    assert own.status_code == 400 and "Somebody else has to compare" in own.content.decode()
    assert "Recorded or corrected by Esi Moran." in office.get(ONE).content.decode()
    post(office, "confirm", version=2)
    assert spoken(edition).versions[0].confirmed
    post(office, "correct", version=2, kind="transcription", text="In Verkhna.", reason="Misheard.")
    assert not spoken(edition).versions[-1].confirmed
    assert post(office, "confirm", version=4).status_code == 400


@pytest.mark.parametrize(
    "corrections",
    [
        [("attribution", WORDS, "Minister Adeyemi")],
        [("transcription", "In Verkhna.", "")],
        [("disputed", WORDS, ""), ("attribution", WORDS, "Minister Adeyemi")],
    ],
    ids=["whose words stand", "whose attribution stands", "whose words were only disputed"],
)
def test_nobody_confirms_words_or_a_name_of_their_own_after_somebody_else_corrected_the_rest(
    edition: Edition, transcriber: Client, office: Client, corrections: list[tuple[str, str, str]]
) -> None:
    for n, (kind, text, name) in enumerate(corrections):
        post(office, "correct", version=n + 2, kind=kind, text=text, name=name, reason="Heard again.")
    version = len(corrections) + 2
    dov = cast.signed_in(cast.administrator(edition))
    for who in (transcriber, office):
        assert "You are one of them. Somebody else" in who.get(ONE).content.decode()
        assert post(who, "confirm", version=version).status_code == 400
        sent = {"act": "confirm", "utterance": 2, "version": version}
        assert who.post("/regional-media/13/desk/transcribe/acts/", sent).status_code == 409
    assert not spoken(edition).versions[-1].confirmed
    post(dov, "confirm", version=version)
    assert spoken(edition).versions[-1].confirmed


def test_whose_words_and_name_are_both_replaced_confirms_what_stands(
    edition: Edition, transcriber: Client, office: Client
) -> None:
    given = {"text": "In Verkhna.", "name": "Minister Adeyemi", "reason": "Heard again."}
    post(office, "correct", version=2, kind="attribution", **given)
    assert post(office, "confirm", version=3).status_code == 400
    post(transcriber, "confirm", version=3)
    assert spoken(edition).versions[-1].confirmed


@pytest.mark.parametrize("kind", ["background", "deep background"])
def test_no_public_reason_names_a_speaker_on_background(
    edition: Edition, transcriber: Client, office: Client, kind: str
) -> None:
    attribution = "an official" if kind == "background" else None
    record.set_rule(edition.log, RuleSet(rule=kind, sentence="Not by name.", attribution=attribution))  # type: ignore[arg-type]
    record.set_hold(edition.log, seconds=300)
    record.speak(edition.log, answer("The contract is signed."))
    page, size = "/regional-media/13/desk/u/5/", 6
    correct = {"act": "correct", "version": 5, "kind": "transcription", "text": "It was signed."}
    for reason in ("Governor Ferro was misheard.", "It was FERRO's assistant.", "The governor said so"):
        refused = transcriber.post(page, correct | {"reason": reason})
        assert refused.status_code == 400 and "may reveal the speaker" in refused.content.decode()
        assert (
            transcriber.post(
                "/regional-media/13/desk/transcribe/acts/", correct | {"utterance": 5, "reason": reason}
            ).status_code
            == 409
        )
    another = {"kind": "attribution", "text": "The contract is signed.", "name": "Minister Adeyemi"}
    refused = transcriber.post(page, correct | another | {"reason": "Adeyemi spoke."})
    assert refused.status_code == 400 and "may reveal the speaker" in refused.content.decode()
    withhold = {"act": "withhold", "index": 5, "reason": "Ferro asked for it."}
    assert office.post("/regional-media/13/desk/day/", withhold).status_code == 400
    with pytest.raises(ActRefused, match="may reveal the speaker"):
        record.publish(edition.log, 5, reason="Ferro agreed.")
    declined = {"passage": "signed", "asked": "Was it Governor Ferro?", "decision": "declined"}
    with pytest.raises(ActRefused, match="may reveal the speaker"):
        record.answer_request(edition.log, 5, CorrectionAnswered(**declined, answer="No, Ferro said so."))  # type: ignore[arg-type]
    assert len(kinds(edition)) == size
    assert transcriber.post(page, correct | {"reason": "A word was misheard."}).status_code == 302
    record.translate(edition.log, 5, language="de", text="Der Vertrag ist unterschrieben.")
    revise = {"act": "revise", "version": 6, "language": "de", "text": "Er ist unterschrieben."}
    assert transcriber.post(page, revise | {"reason": "Ferro's own word."}).status_code == 400
    assert transcriber.post(page, revise | {"reason": "A better word."}).status_code == 302


@pytest.mark.parametrize(
    ("speaker", "named", "ordinary"),
    [
        ("Li Wei", "Mr Li said so.", "We listened again."),
        ("Ana de Souza", "Souza asked for it.", "It was decided by ear: the sound failed."),
    ],
)
def test_an_ordinary_reason_is_no_name(
    edition: Edition, transcriber: Client, speaker: str, named: str, ordinary: str
) -> None:
    record.set_rule(edition.log, RuleSet(rule="deep background", sentence="Not by name."))
    spoken = answer("The contract is signed.").model_copy(update={"speaker": Voice(name=speaker)})
    index = record.speak(edition.log, spoken)[0]
    page = f"/regional-media/13/desk/u/{index}/"
    given = {"act": "correct", "version": index, "kind": "transcription", "text": "It was signed."}
    assert transcriber.post(page, given | {"reason": named}).status_code == 400
    assert transcriber.post(page, given | {"reason": ordinary}).status_code == 302


def test_a_translation_is_outdated_by_a_correction_until_it_is_revised(edition: Edition, transcriber: Client) -> None:
    given = {"version": 2, "language": "de", "text": "Die vierte steht in Verhn.", "interpreted": "yes"}
    assert post(transcriber, "translate", **given | {"language": "German"}).status_code == 400
    post(transcriber, "translate", **given)
    assert spoken(edition).translations[0].content.standard == "as interpreted"
    assert "revise that one" in post(transcriber, "translate", **given).content.decode()
    post(transcriber, "correct", version=2, kind="transcription", text="In Verkhna.", reason="Misheard.")
    assert "outdated" in transcriber.get(ONE).content.decode()
    assert "/desk/u/2/" in transcriber.get(LIST, {"only": "outdated"}).content.decode()
    revised = {"language": "de", "text": "In Verkhna.", "reason": "The source was corrected."}
    stale = post(transcriber, "revise", version=2, **revised)
    assert stale.status_code == 400 and "read the correction first" in stale.content.decode()
    post(transcriber, "revise", version=4, **revised)
    [translation] = spoken(edition).translations
    assert translation.content.text == "In Verkhna." and not translation.outdated
    assert "/desk/u/2/" not in transcriber.get(LIST, {"only": "outdated"}).content.decode()


def test_held_words_are_corrected_and_stay_held(edition: Edition, transcriber: Client) -> None:
    record.set_hold(edition.log, seconds=300)
    record.speak(edition.log, answer("Not yet."))
    path = "/regional-media/13/desk/u/4/"
    assert "Not yet." in transcriber.get(path).content.decode()
    transcriber.post(
        path, {"act": "correct", "version": 4, "kind": "transcription", "text": "Not now.", "reason": "Misheard."}
    )
    page = transcriber.get(path).content.decode()
    assert "Not yet." in page and "Not now." in page
    public = Client().get("/regional-media/13/u/4/").content.decode()
    assert "Not yet." not in public and "Not now." not in public


def test_erased_words_show_no_form(edition: Edition, transcriber: Client) -> None:
    record.erase(edition.log, 2, legal_basis="A court order.")
    page = transcriber.get(ONE).content.decode()
    assert WORDS not in page and "Publish correction" not in page
    assert post(transcriber, "confirm", version=2).status_code == 400


def test_utterances_are_found_by_words_names_and_what_they_lack(edition: Edition, transcriber: Client) -> None:
    record.speak(edition.log, question("Why three?"), answer("Because of the roof."))
    record.confirm(edition.log, 4, version=4)

    def found(**query: object) -> list[int]:
        page = transcriber.get(LIST, query).content.decode()
        return [n for n in (2, 3, 4) if f"/desk/u/{n}/" in page]

    assert found() == [2, 3, 4]
    assert found(q="VERHN") == [2] and found(q="radio tamra") == [3] and found(q="nothing like it") == []
    assert found(only="unconfirmed") == [2, 3]
    assert found(only="unconfirmed", q="why") == [3]
    assert found(before=4) == [2, 3]
    assert transcriber.get(LIST, {"before": "x"}).status_code == 404


def test_a_long_record_comes_in_pages(edition: Edition, transcriber: Client) -> None:
    record.speak(edition.log, *(answer(f"Words {n}.") for n in range(60)))
    first = transcriber.get(LIST).content.decode()
    assert first.count("/desk/u/") == 50 and "before=13" in first
    assert transcriber.get(LIST, {"before": 13}).content.decode().count("/desk/u/") == 11


def test_nothing_but_utterances_has_a_page(edition: Edition, transcriber: Client) -> None:
    assert transcriber.get("/regional-media/13/desk/u/1/").status_code == 404
    assert transcriber.get("/regional-media/13/desk/u/99/").status_code == 404

"""Ground rules as readers see them: the full sentence on the rail, beside the quote and in every export."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from onrecord.record import projection
from tests import cast
from tests.rules import BACKGROUND, OFF, ON, embargo, wait_for_end
from tests.words import BOHDAN, answer, question

RECORD, E = "/regional-media/13/record/?from=0", "/regional-media/13/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    entries.start_session(opened.log)
    return opened


def page(client: Client, path: str = RECORD) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_off_the_record_is_a_gap_with_its_sentence_between_the_words_around_it(
    edition: Edition, client: Client
) -> None:
    entries.speak(edition.log, answer("Before it."))
    entries.set_rule(edition.log, OFF)
    assert page(client).count(OFF.sentence) == 2, "on the rail, and at the top while it is in force"
    entries.set_rule(edition.log, ON)
    entries.speak(edition.log, answer("After it."))
    shown = page(client)
    assert shown.index("Before it.") < shown.rindex(OFF.sentence) < shown.index("After it.")
    assert shown.count(OFF.sentence) == 1


def test_before_any_word_the_rule_and_nothing_else_is_on_the_rail(edition: Edition, client: Client) -> None:
    entries.set_rule(edition.log, OFF)
    shown = page(client, E + "record/")
    assert OFF.sentence in shown
    assert "Nothing has been said yet" not in shown


def test_on_background_the_phrase_stands_where_the_name_would(edition: Edition, client: Client) -> None:
    entries.set_rule(edition.log, BACKGROUND)
    index = entries.speak(edition.log, answer("The contract is signed."))[0]
    for path in (RECORD, f"{E}u/{index}/"):
        shown = page(client, path)
        assert "an official of the region" in shown
        assert BACKGROUND.sentence in shown
        assert "Ferro" not in shown
    assert "an official of the region: “The contract is signed.”" in page(client, f"{E}u/{index}/")


def test_exports_name_the_phrase_the_rule_and_how_much_is_missing(edition: Edition, client: Client) -> None:
    entries.set_rule(edition.log, BACKGROUND)
    entries.speak(edition.log, answer("The contract is signed."))
    entries.speak(edition.log, answer("Not yet public."), held=True)
    text = page(client, E + "export/text/")
    assert "AN OFFICIAL OF THE REGION: The contract is signed." in text
    assert BACKGROUND.sentence in text
    assert "Passages not public or erased, so not in this text: 1." in text


def test_embargoed_words_say_when_they_open_and_withheld_ones_why_not(edition: Edition, client: Client) -> None:
    entries.set_rule(edition.log, embargo(seconds=3600))
    first, second = entries.speak(edition.log, answer("The budget is 40 million."), question("In full?"))
    shown = page(client)
    assert "Under embargo." in shown
    assert "data-until=" in shown
    assert "40 million" not in shown
    entries.withhold(edition.log, second, reason="A name is being checked.")
    for path in (RECORD, f"{E}u/{second}/"):
        assert "Withheld by the host: A name is being checked." in page(client, path)
    entries.publish(edition.log, first, reason="Agreed earlier.")
    assert "40 million" in page(client)


@pytest.fixture
def lapsed(edition: Edition) -> list[int]:
    """Words spoken under an embargo, and after its time, before anybody sets another ground rule."""
    rule = embargo(seconds=1)
    entries.set_rule(edition.log, rule)
    within = entries.speak(edition.log, answer("Not before its time."))[0]
    wait_for_end(rule)
    entries.open_due()
    return [within, entries.speak(edition.log, answer("Said after it."))[0]]


def test_an_embargo_that_has_passed_is_nowhere_in_force(edition: Edition, client: Client, lapsed: list[int]) -> None:
    sentence, over = "Not before the time named.", "The embargo has ended. What is said now is on the record"
    shown = page(client)
    assert "Said after it." in shown and over in shown
    assert shown.count(sentence) == 1, "on the rail alone, where the words it covered begin"
    screen = page(client, E + "screen/")
    assert "Under embargo" not in screen and sentence not in screen
    assert over in screen and "Said after it." in screen
    assert "<h1>Governor Ferro</h1>" in screen


def test_words_spoken_after_an_embargo_belong_to_none(edition: Edition, client: Client, lapsed: list[int]) -> None:
    within, after = (page(client, f"{E}u/{index}/") for index in lapsed)
    assert "Not before the time named." in within and "Embargoed until" not in within
    assert "They were under embargo until" in within
    assert "Not before the time named." not in after and "embargo" not in after.lower().split("<h2", 1)[0]


def test_of_a_background_rule_the_phrase_outlasts_its_embargo(edition: Edition, client: Client) -> None:
    rule = BACKGROUND.model_copy(update={"until": embargo(seconds=0.5).until})
    entries.set_rule(edition.log, rule)
    wait_for_end(rule)
    index = entries.speak(edition.log, answer("The contract is signed."))[0]
    for path in (RECORD, f"{E}u/{index}/", E + "screen/"):
        shown = page(client, path)
        assert BACKGROUND.sentence in shown and "an official of the region" in shown and "Ferro" not in shown
    assert "mbargo" not in page(client, f"{E}u/{index}/").replace("data-", "")
    assert "The contract is signed." in page(client, E + "screen/")


def test_an_answer_is_never_said_to_be_to_another_question_than_its_own(edition: Edition, client: Client) -> None:
    log = edition.log
    entries.speak(log, question("Why three?"), answer("The fourth stands in Verhn."))
    second, reply = entries.speak(log, question("And the bus line?", BOHDAN), answer("It opens in March."))
    quote = f"{E}u/{reply}/"
    assert f"In answer to <bdi>Bohdan Lis</bdi>, entry {second}:" in page(client, quote)
    entries.erase(log, second, legal_basis="Art. 17 GDPR")
    shown = page(client, quote)
    assert "It opens in March." in shown and "In answer to" not in shown
    assert "In answer to <bdi>Ada Reyes</bdi>, entry 2:" in page(client, f"{E}u/3/")
    follow_up = entries.speak(log, question("So when?"), answer("In spring."))[0]
    assert "In the exchange that <bdi>Ada Reyes</bdi> opened with entry 2:" in page(client, f"{E}u/{follow_up}/")
    assert "In answer to <bdi>Ada Reyes</bdi>, entry 2:" in page(client, f"{E}u/{follow_up + 1}/")
    assert projection.first_difference(log) is None


def test_an_answer_finds_its_question_when_that_is_opened(edition: Edition, client: Client) -> None:
    log = edition.log
    entries.speak(log, question("Why three?"))
    second = entries.speak(log, question("And the bus line?", BOHDAN), held=True)[0]
    reply = entries.speak(log, answer("It opens in March."))[0]
    assert "In answer to" not in page(client, f"{E}u/{reply}/")
    entries.publish(log, second, reason="Nothing against it.")
    assert f"In answer to <bdi>Bohdan Lis</bdi>, entry {second}:" in page(client, f"{E}u/{reply}/")
    assert projection.first_difference(log) is None


def test_what_is_cited_stays_when_an_earlier_question_is_erased_and_the_others_count_anew(
    edition: Edition, client: Client
) -> None:
    log = edition.log
    first, second = entries.speak(log, question("Why three?"), question("And the bus line?", BOHDAN))
    quote = f"{E}u/{second}/"

    def cited() -> str:
        return re.findall(r'<textarea class="cite"[^>]*>([^<]*)', page(client, quote))[0]

    before = cited()
    assert f"version {second}" in before and quote in before
    assert "Question 2" in page(client)
    entries.erase(log, first, legal_basis="Art. 17 GDPR")
    assert cited() == before
    assert "Question 1" in page(client) and "Question 2" not in page(client)
    assert f"Cite entry {second}. That number never changes." in page(client, quote)
    assert not re.search(r"Question \d", page(client, quote))


def test_a_pause_stands_on_the_rail(edition: Edition, client: Client) -> None:
    entries.pause_session(edition.log, note="Ten minutes.")
    assert "The session is paused." in page(client)
    entries.resume_session(edition.log)
    shown = page(client)
    assert "The session paused. Ten minutes." in shown
    assert "The session is paused." not in shown


def test_a_pause_hides_no_ground_rule_nor_a_rule_the_pause(edition: Edition, client: Client) -> None:
    entries.set_rule(edition.log, OFF)
    entries.pause_session(edition.log)
    for rule in (OFF, BACKGROUND):
        head = page(client).partition('id="standing"')[2].partition("</div>")[0]
        assert "The session is paused." in head and rule.sentence in head
        entries.set_rule(edition.log, BACKGROUND)


def test_a_translation_is_flagged_beside_corrected_words_until_it_is_revised(edition: Edition, client: Client) -> None:
    index = entries.speak(edition.log, answer("Four schools."))[0]
    entries.translate(edition.log, index, language="es", text="Cuatro escuelas.")
    entries.correct(edition.log, index, text="Three schools.", kind="transcription", reason="Misheard")
    flag = "The original was corrected after this translation."
    for path in (RECORD, f"{E}u/{index}/"):
        assert flag in page(client, path)
    entries.revise_translation(edition.log, index, language="es", text="Tres escuelas.", reason="Corrected")
    for path in (RECORD, f"{E}u/{index}/"):
        assert flag not in page(client, path)
        assert "Tres escuelas." in page(client, path)


def test_confirmed_words_say_so(edition: Edition, client: Client) -> None:
    index = entries.speak(edition.log, answer("Four schools."))[0]
    entries.confirm(edition.log, index, version=index)
    assert "Confirmed by a second person" in page(client)
    assert "a second person has compared this passage" in page(client, f"{E}u/{index}/")

"""The office runs the day, through its page."""

from __future__ import annotations

import re
import zoneinfo
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from onrecord.events import presence
from onrecord.events.models import Edition
from onrecord.people.journal import note
from onrecord.proceedings import entries as record
from onrecord.proceedings import readers
from onrecord.proceedings.contents import RuleSet, TextPrepared
from onrecord.record import openings
from onrecord.transcription import journal
from tests import cast
from tests.proceedings.conftest import DAY, kinds, noted
from tests.rules import embargo, wait_for_end
from tests.words import FERRO, answer, question

SECRET = "The bus line will close."


def post(client: Client, act: str, **given: object) -> Any:
    return client.post(DAY, {"act": act} | given, follow=True)


def shown(client: Client, query: str = "") -> str:
    """The page, with one space where it has any."""
    return " ".join(client.get(DAY + query).content.decode().split())


def rule(edition: Edition) -> RuleSet:
    edition.log.refresh_from_db()
    found = readers.stretches(edition.log)[-1].content
    assert isinstance(found, RuleSet)
    return found


def public(edition: Edition) -> str:
    """Everything that a reader can get of the words."""
    edition.log.refresh_from_db()
    pages = ("record/", "export/json/", "export/text/", *(f"u/{n}/" for n in (2, 3, 4, 5, 6, 7)))
    return "".join(Client().get(f"/{edition.path}/{one}").content.decode() for one in pages)


def test_a_session_starts_pauses_goes_on_and_ends(transactional_db: None) -> None:
    edition = cast.edition()
    office = cast.signed_in(cast.press_officer(edition))
    assert "Not started yet." in shown(office)
    assert "The session has begun." in post(office, "start", seconds="60").content.decode()
    for page in ("record/", "screen/", "desk/day/"):
        assert (
            "On the record: everything may be quoted by name." in office.get(f"/{edition.path}/{page}").content.decode()
        )
    assert "Paused since" in post(office, "pause", remark="Until 11:15.").content.decode()
    post(office, "go-on")
    assert "Ended" in post(office, "end", remark="").content.decode()
    assert kinds(edition)[1:] == [
        "session.started",
        "rule.set",
        "hold.set",
        "session.paused",
        "session.resumed",
        "session.ended",
    ]
    assert noted(edition) == [
        ("Chiara Okoye", "start", 1),
        ("Chiara Okoye", "pause", 4),
        ("Chiara Okoye", "resume", 5),
        ("Chiara Okoye", "end", 6),
    ]


def test_a_record_that_stops_short_is_called_incomplete_with_its_reason(edition: Edition, office: Client) -> None:
    record.speak(edition.log, answer("And then the"))
    refused = post(office, "stop-short", reason="The sound failed at 11:40.")
    assert refused.status_code == 400 and "Tick the box to mark the record" in refused.content.decode()
    assert "Give the reason" in post(office, "stop-short", sure="on").content.decode()
    assert kinds(edition)[2:] == ["utterance.spoken"]
    assert "Incomplete." in post(office, "stop-short", reason="The sound failed at 11:40.", sure="on").content.decode()
    assert kinds(edition)[3:] == ["session.incomplete", "session.ended"]
    assert noted(edition) == [("Chiara Okoye", "stop-short", 3)]
    assert "The sound failed at 11:40." in Client().get(f"/{edition.path}/record/").content.decode()


def test_the_page_says_who_is_at_the_desk_and_who_was(edition: Edition, office: Client) -> None:
    assert "Nobody has been at the transcriber's desk" in shown(office)
    esi, bohdan = cast.transcriber(edition), cast.administrator(edition, "Bohdan Lis")
    for person in (esi, bohdan):
        assert cast.signed_in(person).get(f"/{edition.path}/desk/transcribe/").status_code == 200
    moved = timezone.now() - timedelta(hours=2)
    edition.presences.filter(person=esi).update(since=moved)
    edition.presences.filter(person=bohdan).update(since=moved, seen_at=moved)
    at = timezone.localtime(moved, zoneinfo.ZoneInfo(edition.timezone)).strftime("%H:%M")
    assert f"Esi Moran has been at the transcriber's desk since {at}." in shown(office)
    assert f"Bohdan Lis was at the transcriber's desk until {at}." in shown(office)
    presence.see(edition, person=bohdan, typing=True)
    assert f"Bohdan Lis has been at the transcriber's desk since {at}." not in shown(office)


def test_what_the_record_refuses_is_told_and_neither_stored_nor_noted(edition: Edition, office: Client) -> None:
    response = post(office, "go-on")
    assert response.status_code == 400
    assert "The session is not paused" in response.content.decode()
    assert post(office, "dance").status_code == 400
    assert len(kinds(edition)) == 2 and noted(edition) == []


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("on-the-record", {"sentence": "You may name us."}, RuleSet(rule="on the record", sentence="You may name us.")),
        (
            "background",
            {"sentence": "Say {attribution}.", "attribution": "an official"},
            RuleSet(rule="background", sentence="Say an official.", attribution="an official"),
        ),
        ("deep-background", {"sentence": "No source."}, RuleSet(rule="deep background", sentence="No source.")),
        ("off-the-record", {"sentence": "Not a word."}, RuleSet(rule="off the record", sentence="Not a word.")),
        (
            "embargo",
            {"sentence": "Not before {until}.", "until": "2126-05-14T15:00"},
            RuleSet(
                rule="on the record",
                sentence="Not before 14 May 2126, 15:00 (UTC+3).",
                until="2126-05-14T12:00:00.000Z",
            ),
        ),
    ],
)
def test_each_ground_rule_is_set_with_its_full_sentence_once_it_was_previewed(
    edition: Edition, office: Client, key: str, given: dict[str, str], expected: RuleSet
) -> None:
    assert "What readers will see" in shown(office, f"?rule={key}")
    preview = office.post(DAY, {"act": "rule", "rule": key, "preview": "1"} | given).content.decode()
    assert expected.sentence in preview
    assert len(kinds(edition)) == 2
    told = post(office, "rule", rule=key, **given).content.decode()
    assert rule(edition) == expected
    assert f"The ground rule is set: {expected.sentence}" in told
    assert noted(edition) == [("Chiara Okoye", "rule", 2)]


@pytest.mark.parametrize(
    ("key", "given", "wrong"),
    [
        ("background", {"sentence": "So."}, "Enter the attribution that was agreed."),
        ("embargo", {"sentence": "So."}, "Enter the time when the embargo ends."),
        ("embargo", {"sentence": "So.", "until": "2020-01-01T10:00"}, "This time has passed"),
        ("embargo", {"sentence": "So.", "until": "noon"}, "Enter date and time as 2026-05-14T18:00."),
        ("off-the-record", {"sentence": " "}, "Write the full sentence"),
    ],
)
def test_a_ground_rule_that_is_not_whole_is_not_set(
    edition: Edition, office: Client, key: str, given: dict[str, str], wrong: str
) -> None:
    response = post(office, "rule", rule=key, **given)
    assert response.status_code == 400 and wrong in response.content.decode()
    assert len(kinds(edition)) == 2


def test_a_sentence_that_is_too_long_once_it_is_filled_in_is_refused_in_our_words(office: Client) -> None:
    given = {"rule": "background", "sentence": "{attribution} " * 280, "attribution": "an official of the region"}
    refused = post(office, "rule", **given)
    assert refused.status_code == 400
    assert "more than 4,000 characters. Shorten it" in refused.content.decode()


def test_a_sentence_in_two_lines_has_the_records_line_ends(edition: Edition, office: Client) -> None:
    post(office, "rule", rule="deep-background", sentence="No source at all.\r\nNot even in general terms.")
    assert rule(edition).sentence == "No source at all.\nNot even in general terms."


def test_the_office_sees_what_is_held_and_publishes_or_withholds_it(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer(SECRET), answer("Two schools open."))
    page = shown(office)
    assert SECRET in page and "Two schools open." in page and "data-until" in page
    assert SECRET not in public(edition)
    post(office, "withhold", index="3", reason="A patient is named.")
    post(office, "publish", index="4", reason="Nothing against it.")
    assert "withheld: A patient is named." in shown(office)
    assert "Two schools open." in public(edition) and SECRET not in public(edition)
    refused = post(office, "withhold", index="4", reason="Too late.")
    assert refused.status_code == 400 and "already public" in refused.content.decode()
    assert [act for _, act, _ in noted(edition)] == ["hold", "withhold", "publish"]


@pytest.mark.parametrize(
    ("act", "says"), [("withhold", "Readers see it in place of the words"), ("publish", "Readers see it permanently")]
)
def test_without_a_reason_the_words_stand_above_the_field_that_lacks_it(
    edition: Edition, office: Client, act: str, says: str
) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer(SECRET), answer("Two schools open."))
    response = post(office, act, index="3", reason="")
    form = response.content.decode().split('aria-labelledby="unfinished"')[1].split("</section>")[0]
    assert response.status_code == 400 and says in form
    assert SECRET in form and FERRO.name in form and "entry 3" in form and "Two schools open." not in form


def test_off_the_record_catches_what_is_held_and_destroys_it(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer("Two schools open."), answer(SECRET))
    asked = shown(office, "?rule=off-the-record&since=4")
    assert "Destroy 1 passage and go off the record" in asked
    told = post(office, "rule", rule="off-the-record", since="4", sentence="Not a word.").content.decode()
    assert "1 passage was destroyed. The ground rule is set: Not a word." in told
    assert set(openings.kept_contents_of(edition.log, [3, 4])) == {3}
    assert SECRET not in shown(office)


def test_catching_on_background_keeps_the_words_and_drops_the_name(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer(SECRET))
    note(edition.log, journal.SAY, by=cast.transcriber(edition), index=3)
    post(office, "rule", rule="background", since="3", sentence="Say {attribution}.", attribution="an official")
    held = shown(office)
    assert "“<bdi>an official</bdi>”, on background" in held and SECRET in held
    assert "Governor Ferro" not in held
    [again] = edition.log.journal.filter(code="record-again")
    assert again.person and again.person.name == "Esi Moran", "she could confirm her own words"
    assert f"entry {again.index}" in held


def test_words_recorded_again_after_others_were_destroyed_are_still_whose_they_were(
    edition: Edition, office: Client
) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer("Two schools open."), answer("Three."), answer(SECRET))
    record.erase(edition.log, 4, legal_basis="A slip.")
    for name, index in (("Esi Moran", 3), ("Bohdan Lis", 5)):
        note(edition.log, journal.SAY, by=cast.person(name), index=index)
    post(office, "rule", rule="deep-background", since="3", sentence="No source at all.")
    again = edition.log.journal.filter(code="record-again").order_by("index")
    assert [(one.person and one.person.name, one.data["was"]) for one in again] == [("Esi Moran", 3), ("Bohdan Lis", 5)]
    assert [one.index for one in again] == [one.index for one in readers.spoken(edition.log)[-2:]]


def test_words_withheld_and_then_caught_still_say_why(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer(SECRET))
    post(office, "withhold", index="3", reason="The date is being checked.")
    post(office, "rule", rule="background", since="3", sentence="Say {attribution}.", attribution="an official")
    again = last_said(edition)
    assert "withheld: The date is being checked." in shown(office)
    reader = Client()
    for path in ("record/", f"u/{again}/"):
        page = reader.get(f"/{edition.path}/{path}").content.decode()
        assert "Withheld by the host: The date is being checked." in page
        assert SECRET not in page
    erased = reader.get(f"/{edition.path}/u/3/").content.decode()
    assert "Previously withheld by the host: The date is being checked." in erased


def last_said(edition: Edition) -> int:
    """The last utterance on the record."""
    edition.log.refresh_from_db()
    return readers.spoken(edition.log)[-1].index


def test_catching_offers_and_does_nothing_that_discloses_more(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, answer("Two schools open."))
    post(office, "rule", rule="background", sentence="Say {attribution}.", attribution="an official")
    record.speak(edition.log, answer(SECRET))
    post(office, "rule", rule="deep-background", sentence="No source at all.")
    record.speak(edition.log, answer("Nobody says."))

    def offered(since: int) -> list[str]:
        return re.findall(rf"\?rule=([a-z-]+)&amp;since={since}#set", shown(office))

    assert offered(3) == offered(7) == ["deep-background", "off-the-record"]
    refused = post(office, "rule", rule="background", since="5", sentence="Say so.", attribution="an official")
    assert refused.status_code == 400
    assert "was spoken under a stricter ground rule (“No source at all.”)" in refused.content.decode()
    assert len(kinds(edition)) == 8
    post(office, "rule", rule="deep-background", since="5", sentence="No source at all.")
    assert kinds(edition)[8:] == ["rule.set", "erased", "erased", "utterance.spoken", "utterance.spoken"]


def test_words_on_background_are_caught_with_the_phrase_that_was_agreed(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    post(office, "rule", rule="background", sentence="Say {attribution}.", attribution="an official")
    record.speak(edition.log, answer(SECRET))
    page = shown(office, "?rule=background&since=4")
    assert re.search(r'name="attribution" value="an official"', page) and "the speaker is called “an official”" in page
    other = post(office, "rule", rule="background", since="4", sentence="So.", attribution="the governor's deputy")
    assert (
        other.status_code == 400
        and "as “an official”, and another attribution may reveal more" in other.content.decode()
    )


def test_what_is_public_is_never_caught(edition: Edition, office: Client) -> None:
    record.speak(edition.log, answer(SECRET))
    response = post(office, "rule", rule="off-the-record", since="2", sentence="Not a word.")
    assert response.status_code == 400 and "already public" in response.content.decode()
    assert SECRET in public(edition)


def test_who_is_behind_background_is_told_at_a_click_that_the_journal_keeps(edition: Edition, office: Client) -> None:
    post(office, "rule", rule="background", sentence="Say {attribution}.", attribution="an official")
    record.speak(edition.log, answer(SECRET))
    assert "Governor Ferro" not in shown(office) + public(edition)
    assert "Governor Ferro" in post(office, "look-behind", index="3").content.decode()
    assert "Governor Ferro" not in shown(office)
    assert edition.log.journal.filter(code="look-behind", data__about=3, person__name="Chiara Okoye").exists()


def test_the_page_says_what_a_prepared_text_tells_and_wants_that_confirmed(edition: Edition, office: Client) -> None:
    text = TextPrepared(title="Statement", paragraphs=["The contract is signed."], speaker=FERRO)
    index = record.prepare_text(edition.log, text)
    background = RuleSet(rule="background", sentence="To an official.", attribution="an official")
    record.set_rule(edition.log, background)
    said = record.deliver(edition.log, index, answer("The contract is signed.", paragraph=0))[0]
    assert f"Entry {said} was said on background, and the text names Governor Ferro." in shown(office)
    refused = post(office, "publish", index=index, reason="It was delivered.")
    assert refused.status_code == 400
    assert f"or what was not delivered, in these entries: {said};" in refused.content.decode()
    assert index not in openings.public(edition.log, [index])
    post(office, "publish", index=index, reason="It was delivered.", disclosing=str(said))
    assert index in openings.public(edition.log, [index])


def test_embargoed_words_and_prepared_texts_are_listed_until_they_open(edition: Edition, office: Client) -> None:
    until = (timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:00.000Z")
    record.prepare_text(edition.log, TextPrepared(title="The budget", paragraphs=[SECRET]))
    record.set_rule(edition.log, RuleSet(rule="on the record", sentence="Later.", until=until))
    record.speak(edition.log, answer("Two schools open."))
    page = shown(office)
    assert re.search(r'id="embargoed".*Two schools open\..*id="prepared".*The budget', page, re.DOTALL)
    record.open_due(now=2**45)
    assert "Paragraph 1 was not delivered on the record" in page
    post(office, "publish", index="2", reason="It was delivered.", disclosing="2")
    assert "Two schools open." not in shown(office) and "The budget" not in shown(office)


def test_an_embargo_that_has_passed_is_no_ground_rule_any_more(edition: Edition, office: Client) -> None:
    rule = embargo(seconds=3)
    record.set_rule(edition.log, rule)
    restricted = '<p class="in-force held"> <span class="sentence">Not before the time named.'
    desk = f"/{edition.path}/desk/transcribe/"
    assert restricted in shown(office) and '<p class="edge" id="edge">Not before' in office.get(desk).content.decode()
    wait_for_end(rule)
    page = shown(office)
    assert "Not before the time named." not in page and "Published automatically" not in page
    assert '<p class="in-force"> <span class="sentence">The embargo has ended' in page
    assert "In force since" not in page and re.search(r"Set [0-9:]{8} \(entry 2\), ended \d+ \w+, [0-9:]{8}\.", page)
    assert '<p class="edge" id="edge" hidden>' in office.get(desk).content.decode()
    state = office.get(desk + "state/").json()["rule"]
    assert (state["rule"], state["until"], state["restricts"]) == ("on the record", None, False)
    assert state["sentence"].startswith("The embargo has ended")
    record.speak(edition.log, answer("Said after it."))
    passage = office.get(f"/{edition.path}/desk/u/3/")
    assert passage.status_code == 200 and "Not before the time named." not in passage.content.decode()


def test_of_a_rule_whose_embargo_has_passed_the_rest_is_still_in_force(edition: Edition, office: Client) -> None:
    rule = embargo(seconds=2).model_copy(update={"rule": "background", "attribution": "an official"})
    record.set_rule(edition.log, rule)
    wait_for_end(rule)
    page = shown(office)
    assert re.search(
        r"In force since [0-9:]{8} \(entry 2\)\. Its embargo ended \d+ \w+, [0-9:]{8}\. Speakers are called", page
    )


def test_the_journal_never_holds_a_word_from_the_floor(edition: Edition, office: Client) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, question(SECRET), answer(SECRET))
    post(office, "withhold", index="3", reason=SECRET)
    post(office, "publish", index="4", reason=SECRET)
    post(office, "pause", remark=SECRET)
    assert not any("bus" in str(one.data) for one in edition.log.journal.all())


def test_the_page_costs_the_same_however_much_is_held(
    edition: Edition, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post(office, "hold", seconds="300")
    record.speak(edition.log, question(SECRET), answer(SECRET))
    shown(office)
    with CaptureQueriesContext(connection) as one:
        shown(office)
    record.speak(edition.log, answer(SECRET), question(SECRET), answer(SECRET))
    with django_assert_num_queries(len(one)):
        shown(office)

"""What pages say is true: of the rules of a record, of counts, of the time, of what can't be undone."""

from __future__ import annotations

import csv
import io
import re

from django.test import Client

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import RuleSet, Voice
from onrecord.record.contents import EditionOpened
from tests import cast
from tests.proceedings.conftest import DAY
from tests.words import answer, question

EDITION = "/regional-media/13/"
EVERYTHING = "On the record: everything may be quoted by name."


def page(path: str, browser: Client | None = None) -> str:
    return (browser or Client()).get(path).content.decode()


def announced(slug: str = "15") -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    content = EditionOpened(series=series.title, title="15th edition", rules=[EVERYTHING], accredited=104)
    return events.open_edition(series, slug=slug, content=content)


def test_a_record_with_background_in_it_never_says_that_everything_may_be_quoted(transactional_db: None) -> None:
    log = announced().log
    assert EVERYTHING in page("/regional-media/15/record/")
    record.start_session(log)
    record.set_rule(log, RuleSet(rule="background", attribution="an official", sentence="On background."))
    record.speak(log, answer("It costs more."))
    record.end_session(log)
    shown = page("/regional-media/15/record/")
    assert EVERYTHING not in shown and "Not everything here may be quoted by name" in shown


def test_nobody_is_counted_who_was_not_counted(transactional_db: None) -> None:
    log = announced().log
    record.start_session(log)
    record.speak(log, question("Why three?"), answer("The fourth was flooded."))
    assert "1 question answered · 104 accredited" in " ".join(page("/regional-media/15/").split())
    record.end_session(log)
    for path in ("", "record/", "screen/"):
        assert "waiting" not in page(f"/regional-media/15/{path}").replace("data-waits", "")


def test_an_announced_page_offers_nothing_to_follow_or_to_download(transactional_db: None) -> None:
    announced()
    shown = page("/regional-media/15/")
    assert "Follow the record live" not in shown and "export/" not in shown
    assert "There is nothing to read or download yet." in shown


def test_every_public_page_leads_to_signing_in(edition: Edition) -> None:
    for path in ("/", "/regional-media/", EDITION, f"{EDITION}record/", "/verify/"):
        assert '<a href="/desk/">Sign in</a>' in page(path), path


def test_the_record_shows_where_it_ended(edition: Edition) -> None:
    record.end_session(edition.log)
    assert "The session ended at" in page(f"{EDITION}record/")


def test_the_office_starts_with_one_delay_and_after_the_end_nothing_calls_for_another_session(
    office: Client, edition: Edition
) -> None:
    record.end_session(edition.log)
    shown = page(DAY, office)
    assert shown.count('name="seconds"') == 1
    assert "Start another session…" in shown and '<button class="main">Start the session' not in shown


def test_no_public_reason_is_filled_in_before_somebody_wrote_it(office: Client, edition: Edition) -> None:
    (held,) = record.speak(edition.log, answer("Not yet."), held=True)
    assert "Published by the press office." not in page(DAY, office)
    refused = office.post(DAY, {"act": "publish", "index": str(held), "reason": ""})
    assert refused.status_code == 400 and "Give the reason for publishing" in refused.content.decode()


def test_the_office_finds_its_people(edition: Edition) -> None:
    shown = page(DAY, cast.signed_in(cast.administrator(edition)))
    assert re.search(rf'<a href="{EDITION}desk/people/"\s*>People</a>', shown)


def test_an_outlet_is_no_title_and_a_correction_has_no_split_seconds(edition: Edition) -> None:
    ada = Voice(name="Ada Reyes", outlet="Radio Tamra")
    (asked,) = record.speak(edition.log, question("Why three?", ada))
    record.correct(edition.log, asked, text="Why only three?", kind="transcription", reason="misheard")
    (row,) = csv.DictReader(io.StringIO(page(f"{EDITION}export/csv/")))
    assert (row["title"], row["outlet"]) == ("", "Radio Tamra")
    (line,) = (line for line in page(f"{EDITION}export/text/").splitlines() if line.startswith("[corrected 2"))
    assert "." not in line.partition(" (")[0]
    assert "QUESTION (Ada Reyes, Radio Tamra)" in page(f"{EDITION}export/text/")

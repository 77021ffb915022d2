"""Where an edition stands is told wherever it stands: planned, open for applications, closed, live, ended, archived."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from onrecord.events import acts
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from tests import cast
from tests.accreditation.building import moment, open_call, terms

E = "/regional-media/13/"
PUBLIC = [E, "/regional-media/", "/"]


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


def told(page: str) -> str:
    shown = cast.signed_in(cast.administrator_of_all()).get(page).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", shown).split())


def test_readers_and_staff_are_told_where_it_stands(edition: Edition) -> None:
    from onrecord.accreditation import acts as accreditation

    dov = cast.administrator(edition)
    everywhere = [*PUBLIC, "/desk/", E + "desk/edition/"]

    def stands(words: str) -> None:
        assert [page for page in everywhere if words not in told(page)] == [], words

    stands("Planned")
    call = open_call(edition, opens=moment(days=1))
    stands("Planned")
    accreditation.change(call, terms(deleted_on=call.deleted_on), reason="Earlier than planned.", by=dov)
    stands("Open for applications")
    closed = terms(opens=moment(days=-5), closes=moment(days=-2), deleted_on=call.deleted_on)
    accreditation.change(call, closed, reason="The places are taken.", by=dov)
    stands("Applications closed")
    late = terms(opens=moment(days=-5), closes=moment(days=-2), late_until=moment(days=1), deleted_on=call.deleted_on)
    accreditation.change(call, late, reason="Late ones are looked at.", by=dov)
    stands("Open for applications")
    entries.start_session(edition.log)
    stands("Live")
    entries.end_session(edition.log)
    stands("Ended")
    acts.archive(edition, by=dov)
    stands("Archived")


def test_it_is_archived_once_it_is_over_and_no_session_starts_by_mistake(edition: Edition) -> None:
    dov = cast.administrator(edition)
    with pytest.raises(ActRefused, match="not over yet"):
        acts.archive(edition, by=dov)
    entries.start_session(edition.log)
    with pytest.raises(ActRefused, match="not over yet"):
        acts.archive(edition, by=dov)
    entries.end_session(edition.log)
    browser = cast.signed_in(dov)
    assert "This edition is archived." in browser.post(E + "desk/edition/", follow=True).content.decode()
    assert browser.post(E + "desk/edition/").status_code == 409, "it is archived already"
    with pytest.raises(ActRefused, match="out of the archive first"):
        entries.start_session(edition.log)
    page = browser.post(E + "desk/edition/", {"take-out": "yes"}, follow=True).content.decode()
    assert "not archived any more" in page
    entries.start_session(edition.log)
    assert [one.code for one in edition.log.journal.order_by("pk")][-2:] == ["archive", "take-out"]


def test_an_edition_to_come_offers_nothing_to_follow_or_download(edition: Edition) -> None:
    record, files = f'href="{E}record/"', f'href="{E}export/'
    announced = cast.signed_in(None).get(E).content.decode()
    assert record not in announced and files not in announced and "bundle" not in announced
    assert "There is nothing to read or download yet" in announced
    entries.start_session(edition.log)
    begun = cast.signed_in(None).get(E).content.decode()
    assert record in begun and files in begun


def test_its_page_says_when_and_where_it_begins(edition: Edition) -> None:
    assert "No time has been announced yet" in told(E)
    Edition.objects.update(starts=datetime(2026, 5, 14, 10, tzinfo=UTC), venue="Press Centre, Gate 2")
    shown = told(E)
    assert "begins on Thursday, 14 May 2026 at 13:00 (UTC+3)" in shown and "Press Centre, Gate 2" in shown

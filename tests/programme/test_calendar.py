"""The programme as calendars follow it, read back by a library (RFC 5545, RFC 7986)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from onrecord.events.models import Edition
from onrecord.programme import acts
from tests import cast
from tests.programme.building import HARBOUR, item, published

FEED = "/regional-media/13/programme/calendar.ics"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


def read() -> tuple[Calendar, dict[str, Event]]:
    """The calendar and its events by the beginning of their UID."""
    answer = cast.signed_in(None).get(FEED)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and b"\n" not in answer.content.replace(b"\r\n", b""), "RFC 5545, 3.1"
    found = Calendar.from_ical(answer.content)
    assert isinstance(found, Calendar) and not found.errors
    return found, {str(event["UID"]).partition(".")[0]: event for event in found.walk("VEVENT")}


def test_there_is_none_before_the_programme_is_published(edition: Edition) -> None:
    assert cast.signed_in(None).get(FEED).status_code == 404
    acts.add(edition, item(), by=None)
    assert cast.signed_in(None).get(FEED).status_code == 404


def test_it_says_when_where_and_for_whom(edition: Edition) -> None:
    published(edition)
    calendar, events = read()
    assert (calendar["VERSION"], calendar["METHOD"], calendar["NAME"]) == ("2.0", "PUBLISH", "13th edition")
    assert calendar["UID"] == "regional-media.13@press.example.org"
    assert calendar["SOURCE"] == f"http://press.example.org{FEED}" and calendar["SOURCE"].params["VALUE"] == "URI"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    conference, harbour = events["item-1"], events["item-2"]
    assert conference["UID"] == "item-1.regional-media.13@press.example.org"
    assert conference["DTSTART"].dt == datetime(2026, 5, 14, 7, tzinfo=UTC)
    assert conference["DTEND"].dt == datetime(2026, 5, 14, 9, tzinfo=UTC)
    assert (conference["SUMMARY"], conference["LOCATION"]) == ("Opening session", "Press Centre, Gate 2")
    assert (conference["STATUS"], conference["SEQUENCE"]) == ("CONFIRMED", 0)
    said = str(harbour["DESCRIPTION"])
    assert said.splitlines() == [
        "09:00 (UTC+3)", "Pool: a few report for all", f"Who pays: {HARBOUR['pays']}", str(HARBOUR["note"])
    ]  # fmt: skip
    assert "DTEND" not in harbour
    assert all("DTSTAMP" in event for event in events.values()) and "LAST-MODIFIED" in calendar


def test_what_was_changed_has_the_next_sequence_and_what_was_cancelled_stays(edition: Edition) -> None:
    published(edition)
    before = read()[1]
    later = item(
        code="item-1", starts="2026-05-14T08:00:00.000Z", ends=None, title="Press conference; “Зал № 2”, Brodna"
    )
    acts.change(edition, later, by=None)
    acts.cancel(edition, "item-2", by=None)
    acts.publish(edition, reason="The bridge is closed.", by=None)
    conference, harbour = (read()[1][code] for code in ("item-1", "item-2"))
    assert (conference["UID"], harbour["UID"]) == (before["item-1"]["UID"], before["item-2"]["UID"])
    assert (conference["SEQUENCE"], harbour["SEQUENCE"]) == (1, 1)
    assert conference["SUMMARY"] == "Press conference; “Зал № 2”, Brodna"
    assert (harbour["STATUS"], harbour["SUMMARY"]) == ("CANCELLED", "Cancelled: The harbour of Pelm")
    acts.add(edition, item(title="Dinner"), by=None)
    acts.publish(edition, reason="There is one.", by=None)
    assert {code: event["SEQUENCE"] for code, event in read()[1].items()} == {"item-1": 1, "item-2": 1, "item-3": 0}


def test_the_same_programme_gives_the_same_bytes(edition: Edition) -> None:
    published(edition)
    assert cast.signed_in(None).get(FEED).content == cast.signed_in(None).get(FEED).content


def test_an_edition_in_russian_has_its_programme_in_russian(transactional_db: None) -> None:
    published(cast.edition(language="ru"))
    assert "Пул: несколько журналистов" in str(read()[1]["item-2"]["DESCRIPTION"])

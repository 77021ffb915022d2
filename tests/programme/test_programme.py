"""The programme from the office's form to the public page, its entries and the next version of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.programme import acts, reads
from onrecord.programme.models import Draft
from onrecord.record.models import Entry
from tests import cast
from tests.programme.building import HARBOUR, item, published

E = "/regional-media/13/"
PUBLIC, DESK = E + "programme/", E + "desk/programme/"
CONFERENCE = {
    "what": "session",
    "title": "Opening session",
    "day": "2026-05-14",
    "start": "10:00",
    "end": "12:00",
    "zone": "Europe/Riga",
    "place": "Press Centre, Gate 2",
    "access": "open",
}


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


@pytest.fixture
def chiara(edition: Edition) -> Person:
    return cast.press_officer(edition)


@pytest.fixture
def office(chiara: Person) -> Client:
    return cast.signed_in(chiara)


def words(client: Client, page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(page).content.decode()).split())


def test_it_is_drafted_looked_at_and_published(edition: Edition, office: Client, chiara: Person) -> None:
    anyone = cast.signed_in(None)
    assert "not been published yet" in words(anyone, PUBLIC)
    assert f'href="{PUBLIC}"' not in anyone.get(E).content.decode()
    told = office.post(DESK + "add/", CONFERENCE, follow=True).content.decode()
    assert "It is not public yet." in told and "Opening session" in told
    assert "Opening session" not in words(anyone, PUBLIC), "a draft is nobody else's"
    preview = office.get(DESK + "publish/").content.decode()
    assert "10:00 to 12:00 (UTC+3)" in preview
    [drafted] = re.findall(r'name="drafted" value="([^"]*)"', preview)
    told = office.post(DESK + "publish/", {"drafted": drafted}, follow=True).content.decode()
    assert "The programme is public now." in told and "This programme is public." in told
    shown = words(anyone, PUBLIC)
    assert "Thursday, 14 May 2026 10:00 to 12:00 (UTC+3) Opening session" in shown
    assert "Open to everybody who is accredited" in shown and "Gate 2" in shown
    assert f'href="{PUBLIC}"' in anyone.get(E).content.decode(), "the edition's pages lead to it"
    entry = Entry.objects.get(log=edition.log, kind="programme.published")
    assert [(one.code, one.person, one.index) for one in edition.log.journal.order_by("pk")][-2:] == [
        ("programme-drafted", chiara, None),
        ("programme-published", chiara, entry.index),
    ]
    assert not Draft.objects.exists()


def test_a_change_says_why_and_what_it_was_and_is(edition: Edition, office: Client) -> None:
    first = published(edition)
    moved = {name: value or "" for name, value in CONFERENCE.items()} | {"start": "11:00", "end": "13:00"}
    office.post(DESK + "item/item-1/", moved)
    office.post(DESK + "item/item-2/", {"cancel": "yes"})
    assert "Not public yet" in words(office, DESK)
    [drafted] = re.findall(r'name="drafted" value="([^"]*)"', office.get(DESK + "publish/").content.decode())
    silent = office.post(DESK + "publish/", {"drafted": drafted})
    assert silent.status_code == 409 and "is empty" in silent.content.decode()
    office.post(DESK + "publish/", {"drafted": drafted, "reason": "The bridge is closed."})
    shown = words(cast.signed_in(None), PUBLIC)
    assert "The bridge is closed." in shown
    assert "Time: 14 May 2026, 10:00 to 12:00 (UTC+3) → 14 May 2026, 11:00 to 13:00 (UTC+3)" in shown.replace(" :", ":")
    assert "Cancelled The harbour of Pelm" in shown and "Meet at the gate" not in shown
    newest = reads.published(edition.log)
    assert newest and [(one.code, one.sequence, one.cancelled) for one in newest.items] == [
        ("item-2", 1, True),
        ("item-1", 1, False),
    ]
    assert Entry.objects.get(log=edition.log, index=newest.index).ref == first


def test_what_takes_place_after_all_is_told_and_a_draft_that_changes_nothing_is_none(edition: Edition) -> None:
    published(edition)
    acts.cancel(edition, "item-1", by=None)
    acts.restore(edition, "item-1", by=None)
    assert reads.draft(edition) is None, "it is what readers see"
    with pytest.raises(ActRefused, match="nothing to publish"):
        acts.publish(edition, reason="Why not.", by=None)
    acts.cancel(edition, "item-1", by=None)
    acts.publish(edition, reason="Illness.", by=None)
    acts.restore(edition, "item-1", by=None)
    acts.publish(edition, reason="Recovered.", by=None)
    shown = words(cast.signed_in(None), PUBLIC)
    assert "Takes place after all" in shown
    newest = reads.published(edition.log)
    assert newest and {one.code: one.sequence for one in newest.items} == {"item-1": 2, "item-2": 0}


def test_what_nobody_saw_leaves_nothing_and_no_name_is_given_twice(edition: Edition) -> None:
    published(edition)
    code = acts.add(edition, item(title="Dinner"), by=None)
    acts.cancel(edition, code, by=None)
    assert reads.draft(edition) is None
    acts.cancel(edition, "item-2", by=None)
    acts.publish(edition, reason="Rain.", by=None)
    assert acts.add(edition, item(title="Dinner"), by=None) == "item-3"


def test_the_draft_can_be_discarded(edition: Edition, office: Client) -> None:
    published(edition)
    acts.add(edition, item(title="Dinner"), by=None)
    assert "Dinner" in words(office, DESK)
    assert "Dinner" not in office.post(DESK, follow=True).content.decode().partition("<h1>")[2]
    assert reads.draft(edition) is None


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_again(edition: Edition, office: Client) -> None:
    acts.add(edition, item(), by=None)
    [drafted] = re.findall(r'name="drafted" value="([^"]*)"', office.get(DESK + "publish/").content.decode())
    acts.add(edition, item(**HARBOUR), by=None)
    refused = office.post(DESK + "publish/", {"drafted": drafted})
    assert refused.status_code == 409 and "has changed the draft since" in refused.content.decode()
    assert reads.published(edition.log) is None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", " ", "is empty"),
        ("day", "14.5.2026", "2026-05-14"),
        ("day", "0001-01-01", "from 1970 to 2199"),
        ("start", "ten", "10:00"),
        ("end", "09:00", "ends after it begins"),
        ("zone", "", "is empty"),
        ("zone", "Atlantis", "no time zone"),
        ("access", "", "Choose one."),
        ("what", "meal", "not one of the available choices"),
        ("day", "2026-03-29", "the clocks change"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    edition: Edition, office: Client, field: str, value: str, says: str
) -> None:
    given = CONFERENCE | {field: value}
    if "clocks" in says:
        given |= {"zone": "Europe/Vienna", "start": "02:30", "end": ""}
    answer = office.post(DESK + "add/", given)
    assert answer.status_code == 400 and says in answer.content.decode()
    assert reads.draft(edition) is None


def test_it_ends_on_another_day_where_that_is_said(edition: Edition, office: Client) -> None:
    office.post(DESK + "add/", CONFERENCE | {"end": "01:00", "end_day": "2026-05-15"})
    assert "10:00 to 15 May 2026, 01:00 (UTC+3)" in words(office, DESK)
    page = office.get(DESK + "item/item-1/").content.decode()
    assert 'value="2026-05-15"' in page and "Europe/Riga" in re.findall(r'value="([^"]*)" selected', page)


def test_a_copy_of_the_edition_begins_with_a_draft_as_many_days_later(edition: Edition) -> None:
    from datetime import date

    from onrecord.events import carrying

    published(edition)
    acts.cancel(edition, "item-2", by=None)
    acts.publish(edition, reason="Rain.", by=None)
    after = cast.edition("14")
    after.date = date(2027, 1, 14)
    carrying.carry_over(edition, after, by=None)
    assert [(one.title, one.starts, one.sequence) for one in reads.working(after)] == [
        ("Opening session", "2027-01-14T08:00:00.000Z", 0)
    ], "at ten by the clocks there, in winter, too"
    assert reads.published(after.log) is None

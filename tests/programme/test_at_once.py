"""Two of the office work on the programme at the same moment: nothing is lost, and it is published once."""

from __future__ import annotations

import pytest

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.programme import acts, reads
from onrecord.record.models import Entry
from tests import cast
from tests.accreditation.at_once import at_once
from tests.programme.building import item, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition() -> Edition:
    return cast.edition()


def entries(edition: Edition, kind: str) -> int:
    return Entry.objects.filter(log=edition.log, kind=kind).count()


def test_what_two_add_is_both_there_under_names_of_their_own(edition: Edition) -> None:
    titles = ["Dinner", "Breakfast", "Lunch"]
    assert at_once(*(lambda title=title: acts.add(edition, item(title=title), by=None) for title in titles)) == []  # type: ignore[misc]
    found = reads.working(edition)
    assert sorted(one.title for one in found) == sorted(titles)
    assert {one.code for one in found} == {"item-1", "item-2", "item-3"}


def test_it_is_published_once(edition: Edition) -> None:
    acts.add(edition, item(), by=None)
    told = at_once(*(lambda: acts.publish(edition, by=None) for _ in range(3)))
    assert len(told) == 2 and all("nothing to publish" in one for one in told)
    assert (entries(edition, "programme.published"), entries(edition, "programme.changed")) == (1, 0)


def test_a_change_is_published_once_or_what_was_looked_at_is_looked_at_again(edition: Edition) -> None:
    published(edition)
    acts.cancel(edition, "item-2", by=None)
    drafted = acts.fingerprint(reads.working(edition))
    told = at_once(
        lambda: acts.publish(edition, reason="Rain.", drafted=drafted, by=None),
        lambda: acts.add(edition, item(title="Dinner"), by=None),
    )
    newest = reads.published(edition.log)
    assert newest and entries(edition, "programme.changed") == (0 if told else 1)
    assert "Dinner" in {one.title for one in reads.working(edition)}
    assert "Dinner" not in {one.title for one in newest.items}


def test_an_edition_is_archived_once(edition: Edition) -> None:
    from onrecord.proceedings import entries as record

    record.start_session(edition.log)
    record.end_session(edition.log)
    told = at_once(*(lambda: events.archive(edition, by=None) for _ in range(3)))
    assert len(told) == 2 and all("archived already" in one for one in told)
    assert edition.log.journal.filter(code="archive").count() == 1

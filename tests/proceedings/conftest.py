"""The cast's edition while it runs, and the office in a browser."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from tests import cast
from tests.record.conftest import log

__all__ = ["log"]

DAY = "/regional-media/13/desk/day/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """Its session runs; entries 0 and 1 are the edition's and the session's."""
    opened = cast.edition()
    record.start_session(opened.log)
    return opened


@pytest.fixture
def chiara(edition: Edition) -> Person:
    return cast.press_officer(edition)


@pytest.fixture
def office(chiara: Person) -> Client:
    """Chiara Okoye, press officer."""
    return cast.signed_in(chiara)


def kinds(edition: Edition) -> list[str]:
    """The kinds of the log's entries, in order."""
    from onrecord.record import openings
    from onrecord.record.entry import Leaf

    return [Leaf.decode(leaf).kind for _, leaf in openings.leaves(edition.log)]


def noted(edition: Edition) -> Iterable[tuple[str, str, int | None]]:
    """What the journal says, in order, without appointments: who, did what, which entry."""
    entries = edition.log.journal.exclude(code="appoint").order_by("pk")
    return [(one.person.name if one.person else "", one.code, one.index) for one in entries]

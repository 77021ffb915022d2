"""What pages ask about the programme. What is public comes from the log alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.events.models import Edition
from onrecord.programme.contents import Item, ProgrammeChanged, ProgrammePublished
from onrecord.programme.models import Draft
from onrecord.record import openings
from onrecord.record.models import Entry, Log
from onrecord.record.reads import leaves, moment

KINDS = (ProgrammePublished.kind, ProgrammeChanged.kind)


@dataclass(frozen=True, slots=True)
class Published:
    """The programme as an entry says it; `reason`: why it was changed, empty at first."""

    index: int
    at: datetime
    items: list[Item]
    reason: str


def versions(log: Log) -> list[Published]:
    """The programme each time that it was published, the newest first."""
    return _read(log, _entries(log))


def published(log: Log) -> Published | None:
    """The programme that is public now."""
    newest = _read(log, _entries(log)[:1])
    return newest[0] if newest else None


def is_published(edition: Edition) -> bool:
    return Entry.objects.filter(log=edition.log_id, kind=ProgrammePublished.kind).exists()


def first_index(log: Log) -> int | None:
    """The entry that published it first."""
    return Entry.objects.filter(log=log, kind=ProgrammePublished.kind).values_list("index", flat=True).first()


def draft(edition: Edition) -> list[Item] | None:
    """What the office is working on; None where that is nothing else than what is public."""
    found = Draft.objects.filter(edition=edition).first()
    return found.items if found else None


def working(edition: Edition) -> list[Item]:
    """The draft, or what it would begin with."""
    found = draft(edition)
    if found is not None:
        return found
    public = published(edition.log)
    return public.items if public else []


def in_order(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.starts, item.code))


def _entries(log: Log) -> list[int]:
    found = Entry.objects.filter(log=log, kind__in=KINDS).order_by("-index")
    return list(found.values_list("index", flat=True))


def _read(log: Log, indexes: list[int]) -> list[Published]:
    contents, at = openings.contents_of(log, indexes), leaves(log, indexes)
    return [
        Published(index, moment(at[index].at), in_order(content.items), getattr(content, "reason", ""))
        for index in indexes
        if isinstance(content := contents.get(index), ProgrammePublished | ProgrammeChanged)
    ]

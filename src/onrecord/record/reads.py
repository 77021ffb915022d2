"""What others ask of the log itself: leaves and times, its first entry, where it broke. Only what is public comes out of here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from onrecord.record import openings
from onrecord.record.contents import EditionOpened, Erased, LogContinued
from onrecord.record.entry import Leaf
from onrecord.record.models import Entry, Log


def leaves(log: Log, indexes: Iterable[int]) -> dict[int, Leaf]:
    """The leaves of the entries among `indexes`."""
    return {index: Leaf.decode(entry) for index, entry in openings.leaves_of(log, indexes)}


def moment(milliseconds: int) -> datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def batches(indexes: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """The indexes, `size` at a time: as many as one query takes."""
    return (indexes[i : i + size] for i in range(0, len(indexes), size))


def opening_entry(log: Log) -> EditionOpened | None:
    """What the first entry says of the edition, while it is public."""
    content = openings.contents_of(log, [0]).get(0)
    return content if isinstance(content, EditionOpened) else None


def erasure(log: Log, index: int) -> tuple[int, str] | None:
    """The entry that says that entry `index` was erased, and the legal basis it names; None where none says so."""
    told = Entry.objects.filter(log=log, ref=index, kind=Erased.kind).order_by("index")
    later = told.values_list("index", flat=True).first()
    if later is None:
        return None
    content = openings.contents_of(log, [later]).get(later)
    return later, content.legal_basis if isinstance(content, Erased) else ""


@dataclass(frozen=True, slots=True)
class Break:
    """The log goes on under another name from entry `index`; `missing`: how many published entries it lacks."""

    index: int
    origin: str
    missing: int


def breaks(log: Log) -> list[Break]:
    """Where the log came back from a copy that lacks entries which had been published."""
    found = openings.contents_of(log, _breaks(log.pk, log.origin)) if NUMBERED.search(log.origin) else {}
    return [
        Break(index, one.origin, missing=int(one.published.split("\n")[1]) - index)
        for index, one in sorted(found.items())
        if isinstance(one, LogContinued)
    ]


def name_at(log: Log, index: int) -> str:
    """The name that the log had when entry `index` was appended."""
    return next((one.origin for one in breaks(log) if one.index > index), log.origin)


NUMBERED = re.compile("-[0-9]+$")
"""What ends the name of a log that has broken (`acts.continuing`)."""


@lru_cache(maxsize=256)
def _breaks(pk: int, origin: str) -> tuple[int, ...]:
    """The entries that say so, found once: the next one gives the log another name."""
    found = Entry.objects.filter(log=pk, kind=LogContinued.kind).order_by("index")
    return tuple(found.values_list("index", flat=True))

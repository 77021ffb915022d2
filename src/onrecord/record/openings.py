"""Read access to openings: unsealed one by one or in a run, public ones only unless asked otherwise."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db.models import QuerySet

from onrecord.keeping import sealing
from onrecord.record.contents import Content
from onrecord.record.entry import Leaf, Opening
from onrecord.record.kinds import known as known_kinds
from onrecord.record.models import Entry, Log
from onrecord.record.models import Opening as Stored

logger = logging.getLogger(__name__)

KEPT = (Stored.State.PUBLIC, Stored.State.HELD)


def public(log: Log, indexes: Iterable[int] | range) -> dict[int, Opening]:
    """The public openings among `indexes`, by index. A range is one query; other sets are batched by 500.

    One that is damaged is left out, as one that isn't public is, and noted for the office (`record.damage`).
    """
    return _unsealed(log, indexes, Stored.objects.filter(log=log, state=Stored.State.PUBLIC))


def kept(log: Log, indexes: Iterable[int] | range) -> dict[int, Opening]:
    """The openings among `indexes` that are stored, those held back included: for acts and the office only."""
    return _unsealed(log, indexes, Stored.objects.filter(log=log, state__in=KEPT))


def _unsealed(log: Log, indexes: Iterable[int] | range, rows: QuerySet[Stored]) -> dict[int, Opening]:
    wanted = indexes if isinstance(indexes, range) else list(indexes)

    def found() -> Iterable[Stored]:
        if isinstance(wanted, range):
            yield from rows.filter(index__gte=wanted.start, index__lt=wanted.stop)
        else:
            for i in range(0, len(wanted), 500):
                yield from rows.filter(index__in=wanted[i : i + 500])

    opened, failed = unsealed(log, found)
    if failed:
        _note(log, failed)
    return opened


def unsealed(log: Log, rows: Callable[[], Iterable[Stored]]) -> tuple[dict[int, Opening], list[int]]:
    """The openings that `rows` reads of the log, and the indexes of those that are damaged."""

    def of_log() -> Iterator[Stored]:
        for row in rows():
            row.log = log
            yield row

    found, failed = sealing.unsealed(of_log)
    return {row.index: Opening.of(value) for row, value in found}, [row.index for row in failed]


noted: defaultdict[int, set[int]] = defaultdict(set)
"""The entries of each log, by its primary key, that this process found damaged."""


def _note(log: Log, failed: Iterable[int]) -> None:
    """Remember the entries that could not be read."""
    for index in set(failed) - noted[log.pk]:
        noted[log.pk].add(index)
        logger.error("What is stored behind entry %d of %s is damaged: nobody can read it", index, log.origin)


def states(log: Log, indexes: Iterable[int]) -> dict[int, str]:
    """What became of the openings of these entries: one of `models.Opening.State`."""
    found: dict[int, str] = {}
    wanted = list(indexes)
    for i in range(0, len(wanted), 500):
        rows = Stored.objects.filter(log=log, index__in=wanted[i : i + 500])
        found |= dict(rows.values_list("index", "state"))
    return found


def held_until(log: Log, indexes: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Of those of these entries that are held: what keeps them back (`models.Opening.Why`), and until when; None: an act."""
    rows = Stored.objects.filter(log=log, index__in=list(indexes), state=Stored.State.HELD)
    return {index: (why, until) for index, why, until in rows.values_list("index", "why", "until")}


def leaves(log: Log, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Index and bytes of the entries from `start` up to but without `stop`."""
    rows = Entry.objects.filter(log=log, index__gte=start).order_by("index")
    if stop is not None:
        rows = rows.filter(index__lt=stop)
    for index, leaf in rows.values_list("index", "leaf").iterator(chunk_size=1000):
        yield index, bytes(leaf)


def leaves_of(log: Log, indexes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Index and bytes of the entries among `indexes`, batched by 500: for a few that lie far apart."""
    wanted = list(indexes)
    for i in range(0, len(wanted), 500):
        rows = Entry.objects.filter(log=log, index__in=wanted[i : i + 500])
        for index, leaf in rows.values_list("index", "leaf"):
            yield index, bytes(leaf)


def recorded_at(log: Log, index: int) -> int:
    """When entry `index` was recorded, in ms since 1970."""
    return next(Leaf.decode(leaf).at for _, leaf in leaves_of(log, [index]))


def referring(log: Log, *indexes: int) -> Iterator[tuple[int, Leaf]]:
    """The later entries that are about one of these, public or not."""
    rows = Entry.objects.filter(log=log, ref__in=indexes).order_by("index")
    for later, leaf in rows.values_list("index", "leaf"):
        yield later, Leaf.decode(bytes(leaf))


def kinds_of(log: Log, indexes: Iterable[int]) -> dict[int, str]:
    """The kinds of the entries among `indexes`, in the order of the log."""
    wanted = list(indexes)
    found: dict[int, str] = {}
    for i in range(0, len(wanted), 500):
        found |= dict(Entry.objects.filter(log=log, index__in=wanted[i : i + 500]).values_list("index", "kind"))
    return dict(sorted(found.items()))


def contents_of(
    log: Log, indexes: Iterable[int] | range, *, known: Mapping[int, Leaf] | None = None
) -> dict[int, Content]:
    """The typed public contents among `indexes`; those of unknown kinds are left out. `known`: their leaves, if read before."""
    return _typed(log, public(log, indexes), known)


def kept_contents_of(log: Log, indexes: Iterable[int] | range) -> dict[int, Content]:
    """As `contents_of`, those held back included: for acts and the office only."""
    return _typed(log, kept(log, indexes))


def _typed(log: Log, opened: dict[int, Opening], known: Mapping[int, Leaf] | None = None) -> dict[int, Content]:
    kinds = kinds_of(log, opened) if known is None else {index: leaf.kind for index, leaf in known.items()}
    found = {index: known_kinds.parse(kinds[index], one.content) for index, one in opened.items()}
    return {index: content for index, content in found.items() if content is not None}

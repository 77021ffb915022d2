"""Which stored openings can't be read any more: told to the office, while everything goes on without them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record import openings
from onrecord.record.models import Log, Opening

AT_ONCE = 1_000
"""Openings that are unsealed at once: some 30 ms."""


def known(log: Log) -> list[int]:
    """The entries of `log` that this process found damaged and that are so still; none of them is read in vain twice."""
    return _unreadable(log, openings.noted[log.pk]) if openings.noted.get(log.pk) else []


def look(log: Log) -> list[int]:
    """The damaged entries of `log`, after a look at all that is stored of it."""
    for some in _slices(log):
        openings.kept(log, some)  # notes what it can't read
    return known(log)


def look_at_all() -> Iterator[int]:
    """Look at all that is stored of every log, a little at each step: how much a server has grows without bound."""
    looked = 0
    for log in list(Log.objects.all()):
        for some in _slices(log):
            openings.kept(log, some)
            looked += len(some)
            if looked >= AT_ONCE:
                yield looked
                looked = 0


def _slices(log: Log) -> Iterator[range]:
    return (range(start, min(start + AT_ONCE, log.size)) for start in range(0, log.size, AT_ONCE))


def _unreadable(log: Log, indexes: set[int]) -> list[int]:
    rows = Opening.objects.filter(log=log, index__in=indexes).filter(state__in=openings.KEPT)
    _those, failed = openings.unsealed(log, lambda: rows.all())
    openings.noted[log.pk] = set(failed)
    return sorted(failed)

"""The numbers of the live record's segments: which entries one has, and a tick where nothing happened.

Entries appended together share a segment, numbered in their own transaction (`writer.append`); numbers rise with
the index. A segment without entries is a tick of the clock, allotted so that a reader's wait has an end.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, QuerySet

from onrecord.keeping.acting import act
from onrecord.keeping.statements import run
from onrecord.record.entry import Leaf
from onrecord.record.models import Entry, Log
from onrecord.record.writer import notice

NEAR = 50
"""Entries at the end of the log that one look brings; what readers wait for is among them."""


def count(log_id: int) -> int:
    """How many segments there are."""
    with connection.cursor() as cursor:  # asked several times a second: building a query costs more than running it
        cursor.execute("SELECT segments FROM record_log WHERE id = %s", [log_id])
        return int(cursor.fetchone()[0])


def entries(log: Log, n: int) -> list[tuple[int, Leaf]]:
    """Index and leaf of the entries of segment `n`, in order; none where it is a tick, or isn't there yet."""
    newest = list(_rows(log).order_by("-index")[:NEAR])
    if (newest and newest[-1][2] < n) or len(newest) < NEAR:  # the whole segment is among them
        return _decoded(row for row in reversed(newest) if row[2] == n)
    return _decoded(_rows(log).filter(segment=n).order_by("index"))  # one scan: cheaper than a bisection's many looks


def allot_tick(log: Log, n: int) -> bool:
    """Make segment `n` a tick, if it is the next one; False where there is a segment `n` already.

    Raises StorageBusy and StorageFailed as every act does.
    """
    with act():
        next_one = Log.objects.filter(pk=log.pk, segments=n)
        if not next_one.update(segments=F("segments") + 1):
            return False
        if connection.vendor == "postgresql":
            run([notice(log.pk, n + 1)])
    return True


Row = tuple[int, bytes | memoryview, int]


def _rows(log: Log) -> QuerySet[Entry, Row]:
    return Entry.objects.filter(log=log).values_list("index", "leaf", "segment")


def _decoded(rows: Iterable[Row]) -> list[tuple[int, Leaf]]:
    return [(index, Leaf.decode(bytes(leaf))) for index, leaf, _ in rows]

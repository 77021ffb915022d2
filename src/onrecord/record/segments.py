"""The numbers of the live record's segments: which entries one has, and a tick where nothing happened.

Entries appended together share a segment, numbered in their own transaction (`writer.append`); numbers rise with
the index. A segment without entries is a tick of the clock, allotted so that a reader's wait has an end.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import F

from onrecord.record.entry import Leaf
from onrecord.record.models import Entry, Log
from onrecord.record.storage import act, run
from onrecord.record.writer import notice


def count(log_id: int) -> int:
    """How many segments there are."""
    return Log.objects.values_list("segments", flat=True).get(pk=log_id)


def entries(log: Log, n: int) -> list[tuple[int, Leaf]]:
    """Index and leaf of the entries of segment `n`, in order; none where it is a tick, or isn't there yet."""
    start = _first(log, n)
    rows = Entry.objects.filter(log=log, index__gte=start).order_by("index").values_list("index", "leaf", "segment")
    found = []
    for index, leaf, segment in rows.iterator(chunk_size=100):
        if segment != n:
            break
        found.append((index, Leaf.decode(bytes(leaf))))
    return found


def allot_tick(log: Log, n: int) -> bool:
    """Make segment `n` a tick, if it is the next one; False where there is a segment `n` already.

    Raises RecordBusy and StorageFailed as every act does.
    """
    with act():
        next_one = Log.objects.filter(pk=log.pk, segments=n)
        if not next_one.update(segments=F("segments") + 1):
            return False
        if connection.vendor == "postgresql":
            run([notice(log.pk, n + 1)])
    return True


def _first(log: Log, n: int) -> int:
    """The index of the first entry whose segment is `n` or later; by bisection, nearest to the end first."""
    rows = Entry.objects.filter(log=log).values_list("segment", flat=True)
    newest = Entry.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    stop = 0 if newest is None else newest + 1
    start, step = stop, 1
    while start > 0 and rows.get(index=start - 1) >= n:
        start, stop, step = max(start - step, 0), start, step * 2
    while start < stop:
        middle = (start + stop) // 2
        if rows.get(index=middle) >= n:
            stop = middle
        else:
            start = middle + 1
    return start

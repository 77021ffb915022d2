"""The stored projections: written with each entry, rebuilt from the log at any time, compared row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from onrecord.record import folds, models, openings
from onrecord.record.contents import Content
from onrecord.record.entry import Leaf
from onrecord.record.folds import BLOCK, Course, Recorded


def fold(log: models.Log, *, start: int = 0, size: int | None = None, held: Collection[int] = ()) -> Course:
    """All folds, read off the log (or its first `size` entries) and its public openings (but those of `held`) alone.

    From entry `start` on, where that is given, or a few entries before it: what comes before is taken from the stored
    states, which nothing since may have changed. Rows before it are among those that change where a later entry says so.
    """
    size, start = log.size if size is None else size, _block_of(start)
    known = {index: one for index, one in openings.contents_of(log, range(start, size)).items() if index not in held}
    for one in folds.known:
        known |= one.stand_ins(log, set(range(start, size)) - known.keys())

    def content_of(index: int) -> Content | None:
        return known.get(index) if index >= start else openings.contents_of(log, [index]).get(index)

    course = Course(log, folds.states_before(log, start // BLOCK))
    for index, leaf in openings.leaves(log, start, size):
        entry = Leaf.decode(leaf)
        course.follow(Recorded(index, entry.kind, entry.ref, known.get(index)), content_of)
    return course


def rebuild(log: models.Log, *, start: int = 0) -> int:
    """Write the projections of `log` anew, from entry `start` on; to be called inside an act. Returns how many rows."""
    for index, stored, said in _of_leaves(log) if start == 0 else ():
        if stored != said:
            models.Entry.objects.filter(log=log, index=index).update(**said)
    course, start = fold(log, start=start), _block_of(start)
    for row_type, model in _tables():
        rows = [row for (of, _), row in course.rows.items() if of is row_type]
        stale = Q(index__gte=start) | Q(index__in=[row.index for row in rows if row.index < start])
        model._default_manager.filter(stale, log=log).delete()
        model._default_manager.bulk_create([model(log=log, **asdict(row)) for row in rows], batch_size=500)
    models.FoldState.objects.filter(log=log, block__gte=start // BLOCK).delete()
    states = (
        models.FoldState(log=log, fold=name, block=block, version=version, state=state)
        for _log, name, block, version, state in course.stored_states()
    )
    models.FoldState.objects.bulk_create(states, batch_size=500)
    return len(course.rows)


def first_difference(log: models.Log) -> str | None:
    """Where the stored projections first differ from what the log gives, in words; None where they agree."""
    for at, beside, said in _of_leaves(log):
        if beside != said:
            return _difference(f"{log.origin}: entry {at}", beside, said)
    course = fold(log)
    kept = models.FoldState.objects.filter(log=log).order_by("block", "fold")
    states = {(row.block, row.fold): {"version": row.version, "state": row.state} for row in kept}
    told = {
        (block, name): {"version": version, "state": state}
        for _log, name, block, version, state in course.stored_states()
    }
    for block, name in sorted(states.keys() | told.keys()):
        if states.get((block, name)) != told.get((block, name)):
            what = f"{log.origin}: the state of {name} by entry {block * BLOCK + BLOCK - 1}"
            return _difference(what, states.get((block, name)), told.get((block, name)))
    for row_type, model in _tables():
        name = row_type.__name__.lower()
        expected = {row.index: asdict(row) for (of, _), row in course.rows.items() if of is row_type}
        stored: dict[int, dict[str, Any]] = {
            row["index"]: row for row in model._default_manager.filter(log=log).values(*row_type.__slots__)
        }
        for index in sorted(expected.keys() | stored.keys()):
            if expected.get(index) != stored.get(index):
                return _difference(f"{log.origin}: {name} {index}", stored.get(index), expected.get(index))
    return None


def _tables() -> Iterator[tuple[type[Any], type[Any]]]:
    for one in folds.known:
        yield from one.tables.items()


def _block_of(index: int) -> int:
    """The first entry of its block."""
    return index // BLOCK * BLOCK


def _of_leaves(log: models.Log) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """What stands beside each leaf, and what the leaf says."""
    rows = models.Entry.objects.filter(log=log).order_by("index").values("index", "leaf", "kind", "ref")
    for row in rows.iterator(chunk_size=1000):
        leaf = Leaf.decode(bytes(row["leaf"]))
        yield row["index"], {"kind": row["kind"], "ref": row["ref"]}, {"kind": leaf.kind, "ref": leaf.ref}


def _difference(what: str, stored: dict[str, Any] | None, expected: dict[str, Any] | None) -> str:
    if stored is None:
        return f"{what} is missing"
    if expected is None:
        return f"{what} is in the tables but not in the log"
    member = next(member for member in expected if expected[member] != stored[member])
    return f"{what}: {member} is {stored[member]!r}, but the log says {expected[member]!r}"

"""The stored projections: written with each entry, rebuilt from the log at any time, compared row by row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Model

from onrecord.record import models, openings
from onrecord.record.course import (
    Annotation,
    Course,
    Pause,
    Recorded,
    Row,
    Rule,
    Session,
    Utterance,
    follow,
)
from onrecord.record.entry import Leaf

TABLES: dict[type[Row], type[Model]] = {
    Session: models.Session,
    Pause: models.Pause,
    Rule: models.Rule,
    Utterance: models.Utterance,
    Annotation: models.Annotation,
}
REFOLDS = frozenset({"opened", "erased"})
"""Kinds that change what is known of earlier entries, so that the log is read again from its start."""


@dataclass(slots=True)
class Rows:
    """The projections of one log as the log itself gives them."""

    course: Course = field(default_factory=Course)
    rows: dict[tuple[type[Row], int], Row] = field(default_factory=dict)


def fold(log: models.Log, *, size: int | None = None, held: frozenset[int] = frozenset()) -> Rows:
    """The projections, read off the log (or its first `size` entries) and its public openings (but `held`) alone."""
    size = log.size if size is None else size
    known = {index: one for index, one in openings.contents_of(log, range(size)).items() if index not in held}
    rows = Rows()
    for index, leaf in openings.leaves(log, 0, size):
        entry = Leaf.decode(leaf)
        recorded = Recorded(index, entry.kind, entry.ref, known.get(index))
        rows.course, changed = follow(rows.course, recorded, known.get)
        rows.rows |= {(type(row), row.index): row for row in changed}
    return rows


def rebuild(log: models.Log) -> int:
    """Write the projections of `log` anew; to be called inside an act. Returns how many rows there are."""
    folded = fold(log)
    for row_type, model in TABLES.items():
        model._default_manager.filter(log=log).delete()
        model._default_manager.bulk_create(
            [model(log=log, **asdict(row)) for (of, _), row in folded.rows.items() if of is row_type],
            batch_size=500,
        )
    log.course = folded.course.dump()
    log.save(update_fields=["course"])
    return len(folded.rows)


def first_difference(log: models.Log) -> str | None:
    """Where the stored projections first differ from what the log gives, in words; None where they agree."""
    folded = fold(log)
    if log.course != folded.course.dump():
        return f"{log.origin}: the course of the conference is not the one the log gives"
    for row_type, model in TABLES.items():
        name = row_type.__name__.lower()
        expected = {row.index: asdict(row) for (of, _), row in folded.rows.items() if of is row_type}
        stored: dict[int, dict[str, Any]] = {
            row["index"]: row for row in model._default_manager.filter(log=log).values(*row_type.__slots__)
        }
        for index in sorted(expected.keys() | stored.keys()):
            if expected.get(index) != stored.get(index):
                return _difference(f"{log.origin}: {name} {index}", stored.get(index), expected.get(index))
    return None


def _difference(what: str, stored: dict[str, Any] | None, expected: dict[str, Any] | None) -> str:
    if stored is None:
        return f"{what} is missing"
    if expected is None:
        return f"{what} stands in the tables but not in the log"
    member = next(member for member in expected if expected[member] != stored[member])
    return f"{what}: {member} is {stored[member]!r}, by the log it is {expected[member]!r}"

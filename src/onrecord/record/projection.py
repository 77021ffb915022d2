"""The stored projections: written with each entry, rebuilt from the log at any time, compared row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Max, Model, Q

from onrecord.record import damage, models, openings
from onrecord.record.contents import Content
from onrecord.record.course import (
    Annotation,
    Course,
    Exchange,
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


@dataclass(slots=True)
class Rows:
    """The projections of one log as the log itself gives them."""

    course: Course = field(default_factory=Course)
    rows: dict[tuple[type[Row], int], Row] = field(default_factory=dict)


def fold(log: models.Log, *, start: int = 0, size: int | None = None, held: frozenset[int] = frozenset()) -> Rows:
    """The projections, read off the log (or its first `size` entries) and its public openings (but `held`) alone.

    From entry `start` on, where that is given: what comes before is taken from the stored rows, which nothing since may
    have changed. Rows before it are among those returned where a later entry ended them.
    """
    size = log.size if size is None else size
    known = {index: one for index, one in openings.contents_of(log, range(start, size)).items() if index not in held}
    known |= damage.rules(log, known, range(start, size))

    def content_of(index: int) -> Content | None:
        return known.get(index) if index >= start else openings.contents_of(log, [index]).get(index)

    rows = Rows(_course_before(log, start) if start else Course())
    for index, leaf in openings.leaves(log, start, size):
        entry = Leaf.decode(leaf)
        recorded = Recorded(index, entry.kind, entry.ref, known.get(index))
        rows.course, changed = follow(rows.course, recorded, content_of)
        rows.rows |= {(type(row), row.index): row for row in changed}
    return rows


def _course_before(log: models.Log, index: int) -> Course:
    """The course before entry `index`, by the stored rows. Its hold is today's: no row depends on it."""

    def last(model: type[Model], **terms: Any) -> Any:
        return model._default_manager.filter(log=log, index__lt=index, **terms).order_by("-index").first()

    def before(later: int | None) -> int | None:
        return later if later is not None and later < index else None

    session, pause, rule = last(models.Session), last(models.Pause), last(models.Rule)
    statement, question = last(models.Utterance, role="statement"), last(models.Utterance, role="question")
    spoken = models.Utterance.objects.filter(log=log, index__lt=index)
    since = max(session.index, before(session.ended) or 0, statement.index if statement else 0) if session else 0
    return Course(
        session=Session(session.index, before(session.ended), before(session.incomplete)) if session else None,
        exchange=Exchange(
            question.exchange, question.number, unbroken=not spoken.filter(role="", index__gt=question.index).exists()
        )
        if question and question.index > since
        else None,
        exchanges=spoken.aggregate(most=Max("number"))["most"] or 0,
        rule=Rule(rule.index, rule.rule, rule.until) if rule and before(rule.ended) is None else None,
        pause=Pause(pause.index) if pause and before(pause.ended) is None else None,
        hold=Course.load(log.course).hold,
    )


def rebuild(log: models.Log, *, start: int = 0) -> int:
    """Write the projections of `log` anew, from entry `start` on; to be called inside an act. Returns how many rows."""
    for index, stored, said in _of_leaves(log) if start == 0 else ():
        if stored != said:
            models.Entry.objects.filter(log=log, index=index).update(**said)
    folded = fold(log, start=start)
    for row_type, model in TABLES.items():
        rows = [row for (of, _), row in folded.rows.items() if of is row_type]
        stale = Q(index__gte=start) | Q(index__in=[row.index for row in rows if row.index < start])
        model._default_manager.filter(stale, log=log).delete()
        model._default_manager.bulk_create([model(log=log, **asdict(row)) for row in rows], batch_size=500)
    log.course = folded.course.dump()
    log.save(update_fields=["course"])
    return len(folded.rows)


def first_difference(log: models.Log) -> str | None:
    """Where the stored projections first differ from what the log gives, in words; None where they agree."""
    for at, beside, said in _of_leaves(log):
        if beside != said:
            return _difference(f"{log.origin}: entry {at}", beside, said)
    folded = fold(log)
    if log.course != folded.course.dump():
        return f"{log.origin}: the stored state of the conference differs from the log"
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

"""How far a reader looks: at the whole log as it stands, or at its first entries as they stood then.

For segments of the live record, whose bytes must come out the same on every node and at any later time. What was
opened since counts as still held; what was destroyed since stays destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Max, Model, QuerySet

from onrecord.record import folds, models, openings, projection
from onrecord.record.contents import Content, Opened
from onrecord.record.entry import Leaf

RowOf = TypeVar("RowOf", bound=Model)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Horizon:
    """The first `size` entries of `log`, all of them where that is None."""

    log: models.Log
    size: int | None = None
    held: frozenset[int] = frozenset()
    """Entries that are public by now and were not then."""
    known: int = 0
    """How many entries there were when that was asked."""
    _folded: folds.Course | None = field(default=None, repr=False)

    def still_true(self) -> bool:
        """Whether nothing was opened since this horizon was asked for."""
        return self.size is None or not _opened(self.log, since=self.known, below=self.size)[0]

    def within(self, index: int | None) -> int | None:
        """`index`, or None where it lies beyond."""
        return index if index is None or self.size is None or index < self.size else None

    def contents(self, leaves: Mapping[int, Leaf]) -> dict[int, Content]:
        """The typed contents of the entries whose `leaves` these are, as far as they are, or were, public."""
        found = openings.contents_of(self.log, leaves, known=leaves)
        return {index: content for index, content in found.items() if index not in self.held}

    def before(self, rows: QuerySet[RowOf]) -> QuerySet[RowOf]:
        """Those of `rows` whose index lies within."""
        return rows if self.size is None else rows.filter(index__lt=self.size)

    def moved(self, row_type: type[Row]) -> dict[int, Row]:
        """The rows of then, by index, from before the first entry on that was opened since."""
        rows = self._folded.rows.items() if self._folded else ()
        return {index: row for (of, index), row in rows if of is row_type and isinstance(row, row_type)}


Upto = int | Horizon | None
"""As the first so many entries had it; a horizon that was asked for before saves asking again."""


def of(log: models.Log, upto: Upto = None) -> Horizon:
    """The horizon behind the first `upto` entries of `log`, or behind them all."""
    if isinstance(upto, Horizon):
        return upto
    if upto is None:
        return Horizon(log)
    held, known = _opened(log, since=upto, below=upto)
    folded = projection.fold(log, start=min(held), size=upto, held=held) if held else None
    return Horizon(log, upto, held, known, folded)


def _opened(log: models.Log, *, since: int, below: int) -> tuple[frozenset[int], int]:
    """The entries below index `below` that those from index `since` on have opened, and how many there are by now."""
    later = models.Entry.objects.filter(log=log, index__gte=since)
    known = later.aggregate(last=Max("index"))["last"]
    opened = later.filter(kind=Opened.kind, ref__lt=below).values_list("ref", flat=True)
    return frozenset(ref for ref in opened if ref is not None), since if known is None else known + 1

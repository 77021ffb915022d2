"""Entries by their index: leaves, and times as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from onrecord.record import openings
from onrecord.record.entry import Leaf
from onrecord.record.models import Log


def leaves(log: Log, indexes: Iterable[int]) -> dict[int, Leaf]:
    """The leaves of the entries among `indexes`."""
    return {index: Leaf.decode(entry) for index, entry in openings.leaves_of(log, indexes)}


def moment(milliseconds: int) -> datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def batches(indexes: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """The indexes, `size` at a time: as many as one query takes."""
    return (indexes[i : i + size] for i in range(0, len(indexes), size))

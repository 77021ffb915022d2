"""How many items wait, and which of them were returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.folds import ContentOf, Fold, Recorded, Row
from tests.a_room import models
from tests.a_room.contents import ItemFound, ItemReturned


@dataclass(frozen=True, slots=True)
class Waiting:
    items: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    index: int
    returned: int | None = None


def follow(waiting: Waiting, entry: Recorded, content_of: ContentOf) -> tuple[Waiting, Sequence[Row]]:
    if entry.kind == ItemFound.kind:
        return Waiting(waiting.items + 1), [Item(entry.index)]
    if entry.kind == ItemReturned.kind and entry.ref is not None:
        return Waiting(waiting.items - 1), [Item(entry.ref, returned=entry.index)]
    return waiting, []


LOST_PROPERTY = Fold("a_room", 1, Waiting, {Item: models.Item}, follow)

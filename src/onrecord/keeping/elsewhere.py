"""Where a room keeps words that another one may have to erase: it says so in its `elsewhere.py`.

Whoever erases words asks every room, in the act that does it. A room that can't destroy what it keeps refuses, and then
nothing is erased: no words go on standing where nobody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a room keeps of the words of entries `indexes` of a log `of`; both are called with these two."""

    find: Callable[[Model, Collection[int]], str]
    """What there is, as a sentence; empty where there is nothing."""
    destroy: Callable[[Model, Collection[int]], None]
    """Destroy it for good. Raises ActRefused where that can't be done."""


_rooms: list[Elsewhere] = []


def register(room: Elsewhere) -> None:
    """Have it asked whenever words are erased."""
    _rooms.append(room)


def found(of: Model, indexes: Collection[int]) -> list[str]:
    """What stands elsewhere of the words of these entries, one sentence a room."""
    return [told for room in _rooms if (told := room.find(of, indexes))]


def destroy(of: Model, indexes: Collection[int]) -> None:
    """Destroy it, inside the act that erases the words. Raises ActRefused where one room can't."""
    for room in _rooms:
        room.destroy(of, indexes)

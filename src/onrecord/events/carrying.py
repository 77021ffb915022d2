"""What a new edition takes over from the one that it is a copy of: each room says in its `cloning` what of its own goes along."""

from __future__ import annotations

from typing import Protocol

from onrecord.events.models import Edition
from onrecord.people.models import Person


class Carry(Protocol):
    """Copies what the room has about the edition `before` to the new one, `after`."""

    def __call__(self, before: Edition, after: Edition, *, by: Person | None) -> None: ...


_carries: list[Carry] = []


def register(carry: Carry) -> None:
    _carries.append(carry)


def carry_over(before: Edition, after: Edition, *, by: Person | None) -> None:
    """All that the rooms take over, inside the act that opens the new edition."""
    for carry in _carries:
        carry(before, after, by=by)

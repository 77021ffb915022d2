"""How many calls each group had, held against its share of the room at every prefix (quota: Balinski and Young)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .room import Room

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group's calls after each call, and what its share of the room comes to by then, rounded down: ⌊size·k/n⌋.

    `able`: for how many calls its members had registered requests; a group that asks less than its share can't be called
    more often, so its shortfall is then no fault of whoever calls.
    """

    dimension: str
    group: str
    size: int
    able: int
    calls: tuple[int, ...]
    due: tuple[int, ...]

    @property
    def shortfall(self) -> tuple[int, ...]:
        """After each call, how many calls are missing to what was due; 0 where none is."""
        return tuple(max(0, due - calls) for due, calls in zip(self.due, self.calls, strict=True))

    @property
    def worst(self) -> int:
        return max(self.shortfall, default=0)


def dimensions_of(room: Room) -> tuple[str, ...]:
    """The dimensions in which every journalist has a group, with a share of weight or not, by name."""
    return tuple(sorted(set.intersection(*(set(journalist.groups) for journalist in room.journalists))))


def shares_of(room: Room, calls: tuple[str, ...]) -> tuple[GroupShare, ...]:
    """Every group of every dimension, by name. O(calls · groups); exact."""
    author = {request.id: request.author for request in room.requests}
    groups = {journalist.id: journalist.groups for journalist in room.journalists}
    asking = [request.author for request in room.requests]
    asking = sorted(set(asking)) if room.one_call_each else asking
    shares = []
    for dimension in dimensions_of(room):
        called = [groups[author[call]][dimension] for call in calls]
        able = [groups[name][dimension] for name in asking]
        for group, size in room.sizes(dimension).items():
            counts = np.cumsum([each == group for each in called], dtype=np.int64).tolist()
            due = tuple(size * k // len(room.journalists) for k in range(1, len(calls) + 1))
            shares.append(GroupShare(dimension, group, size, able.count(group), tuple(counts), due))
    return tuple(shares)


def totals(room: Room, orders: Integers) -> Integers:
    """For each row of `orders` (places in the room's requests by id), its shortfalls summed over groups and prefixes."""
    requests = sorted(room.requests, key=lambda request: request.id)
    groups = {journalist.id: journalist.groups for journalist in room.journalists}
    steps = np.arange(1, orders.shape[1] + 1)
    total = np.zeros(len(orders), dtype=np.int64)
    for dimension in dimensions_of(room):
        sizes = room.sizes(dimension)
        numbers = {group: number for number, group in enumerate(sizes)}
        called = np.array([numbers[groups[request.author][dimension]] for request in requests], dtype=np.int64)[orders]
        for group, size in sizes.items():
            calls = np.cumsum(called == numbers[group], axis=1)
            total += np.maximum(0, size * steps // len(room.journalists) - calls).sum(axis=1)
    return total

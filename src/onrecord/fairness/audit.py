"""The audit: whom the calls that were really made left out, after every call, whatever rule made them.

Justified representation after k of n: no n/k journalists who would all be served by one request are all unserved; it holds
iff α < 1 (De, Gelauff, Goel, Milli, Procaccia and Siu 2025, arXiv 2511.04588). The audit says what the calls did for those who
registered; it can't say what was asked in the end, who was kept from registering, or why anybody called anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .chance import ORDERS, Standing, random_orders, standing
from .floor import Called, replay
from .room import Call, Room, RoomError, Sitting, Withdrawn
from .shortfall import GroupShare, dimensions_of, shares_of, totals
from .unserved import Mask, Unserved, of_room


@dataclass(frozen=True, slots=True)
class Common:
    """What many members of a group share: `count` of them are in `group`, which has `size` journalists in the room."""

    dimension: str
    group: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The largest group that one request would have served better than all that was asked.

    Among equals, the request whose id is first. `members` by id; `common`: for each dimension, the group most of them are in.
    """

    request: str
    author: str
    topic: str
    members: tuple[str, ...]
    common: tuple[Common, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """After `calls` calls: α = calls/n · the size of the group left out; None when nobody is."""

    calls: int
    alpha: Fraction
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class Audit:
    """What the calls did. `left_out_standing` compares the mean of α over all prefixes with random orders' (None: not asked
    for), `shortfall_standing` the shortfalls' sum over groups and prefixes; `departures` are the calls the rule hadn't proposed.
    """

    journalists: int
    requests: int
    graded: bool
    prefixes: tuple[Prefix, ...]
    groups: tuple[GroupShare, ...]
    departures: tuple[Called, ...]
    left_out_standing: Standing | None
    shortfall_standing: Standing | None

    @property
    def worst(self) -> Prefix:
        """The prefix with the highest α, the earliest of them."""
        return max(self.prefixes, key=lambda prefix: (prefix.alpha, -prefix.calls))

    @property
    def failing(self) -> tuple[int, ...]:
        """After how many calls justified representation did not hold."""
        return tuple(prefix.calls for prefix in self.prefixes if prefix.alpha >= 1)


def audit(sitting: Sitting, *, graded: bool = False, orders: int = ORDERS) -> Audit:
    """Audit the calls of a sitting; exact, and the same whatever order the room lists things in.

    `graded`: see `unserved.of_room`. `orders`: so many random orders are compared with; 0 for none. Raises RoomError when
    nothing was called, or when an act could not have been. Requests that were withdrawn count until they were. O(grades · all
    backers + calls · requests), and as much again for each random order; besides the replay of the rule.
    """
    if not sitting.calls:
        raise RoomError("calls", "nothing was called, so there is nothing to audit; list the calls that were made")
    room = sitting.room
    floor = replay(sitting)
    unserved = Unserved(of_room(room, graded=graded))
    left_out_standing = shortfall_standing = None
    prefixes = _prefixes(sitting, unserved)
    if orders:
        withdrawn = [act.request for act in sitting.acts if isinstance(act, Withdrawn)]
        rows = random_orders(room, calls=len(sitting.calls), withdrawn=withdrawn, orders=orders)
        numbers = _numbers(room)
        there = np.array([name not in withdrawn for name in numbers])
        real = np.array([[numbers[call] for call in sitting.calls]])
        n, k = len(room.journalists), len(sitting.calls)
        by_chance = np.array([_sum(row.tolist(), unserved, there) for row in rows])
        figure = _sum(real[0].tolist(), unserved, there)
        left_out_standing = standing(figure, by_chance, over=n * k)
        shortfall_standing = standing(int(totals(room, real)[0]), totals(room, rows), over=1)
    return Audit(
        journalists=len(room.journalists),
        requests=len(room.requests),
        graded=graded,
        prefixes=prefixes,
        groups=shares_of(room, sitting.calls),
        departures=tuple(called for called in floor.calls if called.departure),
        left_out_standing=left_out_standing,
        shortfall_standing=shortfall_standing,
    )


def _prefixes(sitting: Sitting, unserved: Unserved) -> tuple[Prefix, ...]:
    numbers = _numbers(sitting.room)
    describe = _Describer(sitting.room)
    there: Mask = np.ones(len(numbers), dtype=np.bool_)
    prefixes: list[Prefix] = []
    unserved.restart()
    for act in sitting.acts:
        match act:
            case Withdrawn(request):
                there[numbers[request]] = False
            case Call(request):
                unserved.ask(numbers[request])
                calls, size = len(prefixes) + 1, unserved.most(there)
                alpha = Fraction(calls * size, len(sitting.room.journalists))
                left_out = describe.group(unserved, *unserved.largest(there)) if size else None
                prefixes.append(Prefix(calls, alpha, left_out))
    return tuple(prefixes)


class _Describer:
    """Says who is left out, in the room's own names."""

    def __init__(self, room: Room) -> None:
        self._requests = sorted(room.requests, key=lambda request: request.id)
        self._people = sorted(room.journalists, key=lambda journalist: journalist.id)
        self._sizes = {dimension: room.sizes(dimension) for dimension in dimensions_of(room)}

    def group(self, unserved: Unserved, request: int, grade: int) -> LeftOut:
        members = [self._people[number] for number in unserved.members(request, grade)]
        common = []
        for dimension, sizes in self._sizes.items():
            counts = Counter(member.groups[dimension] for member in members)
            group = min(counts, key=lambda name: (-counts[name], name))
            common.append(Common(dimension, group, counts[group], sizes[group]))
        wanted = self._requests[request]
        names = tuple(member.id for member in members)
        return LeftOut(wanted.id, wanted.author, wanted.topic, names, tuple(common))


def _numbers(room: Room) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(request.id for request in room.requests))}


def _sum(order: Sequence[int], unserved: Unserved, there: Mask) -> int:
    """Σ k · (size of the group left out after k calls): the mean of α, times journalists and calls."""
    unserved.restart()
    total = 0
    for calls, request in enumerate(order, start=1):
        unserved.ask(request)
        total += calls * unserved.most(there)
    return total

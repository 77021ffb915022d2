"""The rule as FLOOR states it, in Fractions throughout and without a thought for speed: what the tests hold ours against."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction

from onrecord.fairness.room import Absent, Act, Call, Returned, Room, Withdrawn

Voter = tuple[str, ...]


class Reference:
    """A room's loads and what is eligible; `act` changes it, `propose` says who is next and among whom it was drawn."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.author = {request.id: request.author for request in room.requests}
        self.group = {journalist.id: journalist.groups for journalist in room.journalists}
        self.weight: dict[Voter, Fraction] = {}
        self.load: dict[Voter, Fraction] = {}
        for journalist in room.journalists:
            self.weight[(journalist.id,)] = room.shares["support"]
            self.load[(journalist.id,)] = journalist.start
        for dimension in room.dimensions:
            for group, size in room.sizes(dimension).items():
                self.weight[dimension, group] = room.shares[dimension] * size
                self.load[dimension, group] = room.group_starts.get(dimension, {}).get(group, Fraction(0))
        self.backers = {
            request: {
                voter
                for voter in (
                    *((name,) for name in names),
                    *((dimension, self.group[self.author[request]][dimension]) for dimension in room.dimensions),
                )
                if self.weight[voter]
            }
            for request, names in room.backers().items()
        }
        self.start = dict(self.load)
        self.called: list[str] = []
        self.absent: set[str] = set()
        self.withdrawn: set[str] = set()

    def level(self, request: str) -> Fraction:
        backers = self.backers[request]
        return min(
            (1 + sum(self.weight[voter] * self.load[voter] for voter in paying))
            / sum(self.weight[voter] for voter in paying)
            for top in {self.load[voter] for voter in backers}
            if (paying := [voter for voter in backers if self.load[voter] <= top])
        )

    def eligible(self) -> list[str]:
        heard = {self.author[request] for request in self.called} if self.room.one_call_each else set()
        return [
            request
            for request, author in self.author.items()
            if request not in self.called
            and request not in self.withdrawn
            and author not in self.absent
            and author not in heard
        ]

    def supply(self, requests: list[str]) -> Counter[str]:
        """How many more calls each guarded group could still get from these requests."""
        assert self.room.guard
        if self.room.one_call_each:
            return Counter(self.group[author][self.room.guard] for author in {self.author[each] for each in requests})
        return Counter(self.group[self.author[each]][self.room.guard] for each in requests)

    def due(self) -> dict[str, list[int]]:
        """For each guarded group, by which call each of its coming calls is due: the j-th by the least D with ⌊p·D⌋ ≥ j."""
        assert self.room.guard
        count = Counter(self.group[self.author[each]][self.room.guard] for each in self.called)
        more = self.supply(self.eligible())
        n = len(self.room.journalists)
        return {
            group: [-(-(count[group] + j) * n // size) for j in range(1, more[group] + 1)]
            for group, size in self.room.sizes(self.room.guard).items()
        }

    def kept(self) -> list[str]:
        """The eligible requests that the guard lets through."""
        requests, guard = self.eligible(), self.room.guard
        if guard is None:
            return requests
        due = self.due()
        every = sorted(each for group in due.values() for each in group)
        made = len(self.called)
        for deadline in range(made + 1, max(every, default=0) + 1):
            if sum(1 for each in every if each <= deadline) >= deadline - made:
                return [each for each in requests if due[self.group[self.author[each]][guard]][0] <= deadline]
        return requests

    def propose(self) -> tuple[str, list[str], Fraction] | None:
        kept = self.kept()
        if not kept:
            return None
        price = min(map(self.level, kept))
        tied = sorted(request for request in kept if self.level(request) == price)
        step = (len(self.called) + 1).to_bytes(8, "big")
        seed = self.room.beacon + self.room.commitment + step
        return min(tied, key=lambda request: hashlib.sha256(seed + request.encode()).digest()), tied, price

    def act(self, act: Act) -> None:
        match act:
            case Call(request):
                level = self.level(request)
                for voter in self.backers[request]:
                    self.load[voter] = max(self.load[voter], level)
                self.called.append(request)
            case Absent(journalist):
                self.absent.add(journalist)
            case Returned(journalist):
                self.absent.remove(journalist)
            case Withdrawn(request):
                self.withdrawn.add(request)

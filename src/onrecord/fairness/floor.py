"""The floor: who is proposed next, and what every call changes.

Facet Phragmén: each journalist is a voter for what they wrote or support; each group is one voter for what its members ask.
Sources: Phragmén 1894; Brill, Freeman, Janson and Lackner 2023 (seq-Phragmén, PJR); Skowron et al. 2017 (rankings); Israel
and Brill 2021 (a moderator who skips). What it guarantees, and what it doesn't: docs/developers/fairness.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from .credit import Account, Credit, Mask
from .guard import due
from .lottery import draw
from .room import SUPPORT, Absent, Act, Call, Journalist, Returned, Room, RoomError, Sitting, Withdrawn


@dataclass(frozen=True, slots=True)
class Quota:
    """The guard changed the outcome: one of `groups`, to which a call is due by call `by`, has to be next."""

    groups: tuple[str, ...]
    by: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who is next. `tied`: all of the same price, by id, among whom the lottery drew `id`.

    `price` is the level at which its backers can pay for it; `cheapest` the least price without the guard; `quota` what the
    guard asked for, None where it made no difference.
    """

    step: int
    id: str
    price: Fraction
    tied: tuple[str, ...]
    cheapest: Fraction
    quota: Quota | None


@dataclass(frozen=True, slots=True)
class Called:
    """A call: what was called at which price, what had been proposed (None: nothing was eligible), and why otherwise."""

    step: int
    id: str
    price: Fraction
    proposal: Proposal | None
    reason: str = ""

    @property
    def departure(self) -> bool:
        """Whether the moderator picked another one than was proposed."""
        return self.proposal is None or self.proposal.id != self.id

    @property
    def gap(self) -> Fraction:
        """By how much its price was above the proposal's; 0 or below where the guard or the lottery decided."""
        return self.price - self.proposal.price if self.proposal else Fraction(0)


class Floor:
    """A room in session. The same room and acts give the same proposals, whatever order the room lists things in."""

    def __init__(self, room: Room) -> None:
        """O(all backers); the exact numbers in it are those of the room."""
        self.room = room
        self.calls: list[Called] = []
        self._ids = [request.id for request in room.requests]
        self._number = {name: number for number, name in enumerate(self._ids)}
        self._people = {journalist.id: number for number, journalist in enumerate(room.journalists)}
        self._author = np.array([self._people[request.author] for request in room.requests], dtype=np.int64)
        self._called = np.zeros(len(self._ids), dtype=np.bool_)
        self._withdrawn = np.zeros(len(self._ids), dtype=np.bool_)
        self._absent = np.zeros(len(self._people), dtype=np.bool_)
        self._heard = np.zeros(len(self._people), dtype=np.bool_)
        self.backers = room.backers()
        self._credit, self._groups = _open(room, self._people, self.backers)
        self._proposal: Proposal | None = None
        if room.guard is not None:
            self._sizes = room.sizes(room.guard)
            groups = {group: number for number, group in enumerate(self._sizes)}
            self._group = np.array([groups[journalist.groups[room.guard]] for journalist in room.journalists])

    @property
    def eligible(self) -> Mask:
        """For each request of the room, in its order, whether it may be proposed."""
        closed = self._absent | self._heard if self.room.one_call_each else self._absent
        return ~(self._called | self._withdrawn | closed[self._author])

    def propose(self) -> Proposal | None:
        """Who is next; None when nobody is eligible. Exact, and the same until something happens."""
        if self._proposal is None and (eligible := self.eligible).any():
            self._proposal = self._propose(eligible)
        return self._proposal

    def _propose(self, eligible: Mask) -> Proposal:
        step = len(self.calls) + 1
        tied, price = self._credit.cheapest(eligible)
        cheapest, quota = price, None
        if self.room.guard is not None and (tight := self._due(eligible)) is not None:
            by, groups = tight
            kept, price = self._credit.cheapest(eligible & np.isin(self._group[self._author], groups))
            if not np.array_equal(kept, tied):
                tied, quota = kept, Quota(groups=tuple(list(self._sizes)[group] for group in groups), by=by)
        names = sorted(self._ids[number] for number in tied.tolist())
        drawn = draw(names, beacon=self.room.beacon, commitment=self.room.commitment, step=step)
        return Proposal(step=step, id=drawn, price=price, tied=tuple(names), cheapest=cheapest, quota=quota)

    def _due(self, eligible: Mask) -> tuple[int, list[int]] | None:
        authors = self._author[eligible]
        able = np.unique(authors) if self.room.one_call_each else authors
        called = self._author[[self._number[call.id] for call in self.calls]]
        return due(
            made=len(self.calls),
            sizes=list(self._sizes.values()),
            counts=np.bincount(self._group[called], minlength=len(self._sizes)).tolist(),
            supply=np.bincount(self._group[able], minlength=len(self._sizes)).tolist(),
        )

    def call(self, request: str, *, reason: str = "") -> Called:
        """Call a request, the one proposed or any other: its backers pay. Raises RoomError if it can't be called.

        It can't be if it was called or withdrawn, or its author is absent. Somebody may be called again although each is
        proposed once; that is a departure.
        """
        number = self._request(request)
        if self._absent[self._author[number]]:
            raise RoomError(request, f"its author, “{self.author(request).id}”, is absent")
        proposal = self.propose()
        price = self._credit.call(number)
        called = Called(step=len(self.calls) + 1, id=request, price=price, proposal=proposal, reason=reason)
        self.calls.append(called)
        self._called[number] = True
        self._heard[self._author[number]] = True
        self._proposal = None
        return called

    def absent(self, journalist: str) -> None:
        """A journalist isn't there: nothing of theirs is proposed until they return. Nobody pays anything."""
        self._be_there(journalist, False)

    def returned(self, journalist: str) -> None:
        """A journalist who was absent is there again."""
        self._be_there(journalist, True)

    def withdraw(self, request: str) -> None:
        """A request is taken back for good. Raises RoomError if it was called or withdrawn before."""
        self._withdrawn[self._request(request)] = True
        self._proposal = None

    def act(self, act: Act) -> Called | None:
        """What happened in the room happens here; the call, if it was one."""
        match act:
            case Call(request, reason):
                return self.call(request, reason=reason)
            case Absent(journalist):
                self.absent(journalist)
            case Returned(journalist):
                self.returned(journalist)
            case Withdrawn(request):
                self.withdraw(request)
        return None

    def author(self, request: str) -> Journalist:
        """Who wrote a request."""
        return self.room.journalists[int(self._author[self._known_request(request)])]

    def level(self, request: str) -> Fraction:
        """The price of a request at this moment, exact."""
        return self._credit.level(self._known_request(request))

    def load(self, journalist: str) -> Fraction:
        """The load of a journalist at this moment, exact; their start where what people support has no share."""
        if self.room.shares[SUPPORT] == 0:
            return self.room.journalists[self._people[journalist]].start
        return self._credit.load(self._people[journalist])

    def group_load(self, dimension: str, group: str) -> Fraction:
        """The load of a group, of a dimension with a share above 0, at this moment, exact."""
        return self._credit.load(self._groups[dimension, group])

    def _request(self, request: str) -> int:
        number = self._known_request(request)
        if self._called[number]:
            raise RoomError(request, "was already called")
        if self._withdrawn[number]:
            raise RoomError(request, "was already withdrawn")
        return number

    def _known_request(self, request: str) -> int:
        if request not in self._number:
            raise RoomError(request, "is not a request of this room")
        return self._number[request]

    def _be_there(self, journalist: str, there: bool) -> None:
        if journalist not in self._people:
            raise RoomError(journalist, "is not a journalist of this room")
        number = self._people[journalist]
        if self._absent[number] != there:
            raise RoomError(journalist, "is already there" if there else "is already absent")
        self._absent[number] = not there
        self._proposal = None


def replay(sitting: Sitting) -> Floor:
    """The floor after all acts of a sitting; raises RoomError naming the act (`calls[3]`) that could not have been."""
    floor = Floor(sitting.room)
    for number, act in enumerate(sitting.acts):
        try:
            floor.act(act)
        except RoomError as error:
            raise RoomError(f"calls[{number}]", f"“{error.where}” {error.problem}") from None
    return floor


def rank(floor: Floor, slots: int | None = None) -> Iterator[Called]:
    """Call who is proposed, up to `slots` times or until nobody is left, and say each."""
    while slots is None or slots > 0:
        proposal = floor.propose()
        if proposal is None:
            return
        yield floor.call(proposal.id)
        slots = None if slots is None else slots - 1


def _open(
    room: Room, people: dict[str, int], backers: dict[str, frozenset[str]]
) -> tuple[Credit, dict[tuple[str, str], int]]:
    """The accounts of a room, a voter for each journalist and each group, in whole units of weight; and the groups' voters."""
    cost = lcm(*(share.denominator for share in room.shares.values()))
    own = int(room.shares[SUPPORT] * cost)
    account = [Account(own, journalist.start) for journalist in room.journalists] if own else []
    voters: dict[tuple[str, str], int] = {}
    for dimension in room.dimensions:
        share = int(room.shares[dimension] * cost)
        for group, size in room.sizes(dimension).items() if share else ():
            voters[dimension, group] = len(account)
            account.append(Account(share * size, room.group_starts.get(dimension, {}).get(group, Fraction(0))))
    rows: list[list[int]] = []
    for request in room.requests:
        groups = room.journalists[people[request.author]].groups
        row = sorted(people[name] for name in backers[request.id]) if own else []
        row += [voters[dimension, groups[dimension]] for dimension in room.dimensions if room.shares[dimension]]
        rows.append(row)
    first = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=first[1:])
    flat = np.fromiter((voter for row in rows for voter in row), dtype=np.int64, count=int(first[-1]))
    accounts = {each: number for number, each in enumerate(dict.fromkeys(account))}
    numbers = np.fromiter((accounts[each] for each in account), dtype=np.int64, count=len(account))
    return Credit(first, flat, accounts=accounts, account=numbers, cost=cost), voters

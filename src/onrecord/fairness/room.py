"""The room: who may ask, what they want to ask, what each backs, and how weight is shared out.

Everything here is a value that was checked when it was made; a room that breaks a rule can't be built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

SUPPORT = "support"
"""The share of a journalist's weight that backs requests they wrote or support; every other share is a dimension's."""

DIGEST_BYTES = 32
MOST_BYTES = 64
"""Of a beacon or commitment that comes from elsewhere: a SHA-512."""
FARTHEST_START = 1_000
"""How far from 0 a load may start: in a room of n, a level of k/n stands for k questions, so this is far beyond any history."""

LONGEST_NAME = 200
"""Characters of an id, a group, a topic or a dimension."""


class RoomError(ValueError):
    """What is wrong in a room, where (`requests[3].author`, `shares`), and what would be right."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}" if where else problem)
        self.where = where
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Journalist:
    """Somebody who may ask.

    `groups`: their group in each dimension (`{"region": "North", "kind": "radio"}`). `start`: the load they start with,
    in questions over weight: above 0 for who was called last time (debt), below 0 for who was passed over (credit).
    `topics`: labels they support; they back every request that carries one.
    """

    id: str
    groups: Mapping[str, str] = field(default_factory=dict)
    start: Fraction = Fraction(0)
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request to ask: by its author, on a topic (may be empty), supported by others (the author may be among them)."""

    id: str
    author: str
    topic: str = ""
    supporters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """All that an order follows from. Raises RoomError when it contradicts itself.

    `shares`: how a weight of 1 is split, exactly: `support` and one for each dimension, none negative, sum 1.
    `guard`: the dimension whose quota is kept, or None. `beacon`, `commitment`: 1 to 64 bytes each, those of our draw 32, for
    the lottery among ties (32 zero bytes: no draw was held). `one_call_each`: an author who was called isn't called again.
    `group_starts`: the load a group starts with, by dimension and group; 0 where it isn't given.
    """

    journalists: tuple[Journalist, ...]
    requests: tuple[Request, ...]
    shares: Mapping[str, Fraction] = field(default_factory=lambda: {SUPPORT: Fraction(1)})
    guard: str | None = None
    beacon: bytes = bytes(DIGEST_BYTES)
    commitment: bytes = bytes(DIGEST_BYTES)
    one_call_each: bool = True
    group_starts: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that have a share, by name."""
        return tuple(sorted(self.shares.keys() - {SUPPORT}))

    def sizes(self, dimension: str) -> dict[str, int]:
        """How many journalists each group of a dimension has, by name of the group."""
        return dict(sorted(Counter(journalist.groups[dimension] for journalist in self.journalists).items()))

    def backers(self) -> dict[str, frozenset[str]]:
        """The journalists behind each request: its author, its supporters, and those who support its topic."""
        by_topic: dict[str, set[str]] = {}
        for journalist in self.journalists:
            for topic in journalist.topics:
                by_topic.setdefault(topic, set()).add(journalist.id)
        nobody: set[str] = set()
        return {
            request.id: frozenset((request.author, *request.supporters)) | by_topic.get(request.topic, nobody)
            for request in self.requests
        }

    def __post_init__(self) -> None:
        if not self.journalists:
            raise RoomError("journalists", "is empty; name at least one journalist")
        _check_shares(self.shares)
        people = _check_ids("journalists", (journalist.id for journalist in self.journalists))
        _check_ids("requests", (request.id for request in self.requests))
        for number, journalist in enumerate(self.journalists):
            _check_journalist(f"journalists[{number}]", journalist, self.dimensions)
        for number, request in enumerate(self.requests):
            _check_request(f"requests[{number}]", request, people)
        if self.guard is not None and self.guard not in self.dimensions:
            known = ", ".join(self.dimensions) or "none here"
            raise RoomError("guard", f"“{self.guard}” is not a dimension with a share; dimensions: {known}")
        for name, digest in (("beacon", self.beacon), ("commitment", self.commitment)):
            if not 0 < len(digest) <= MOST_BYTES:
                raise RoomError(name, f"has {len(digest)} bytes; it must be 1 to {MOST_BYTES}, two hex digits each")
        self._check_group_starts()

    def _check_group_starts(self) -> None:
        for dimension, starts in self.group_starts.items():
            where = f"group_starts.{dimension}"
            if dimension not in self.dimensions:
                raise RoomError(where, f"“{dimension}” is not a dimension with a share")
            groups = {journalist.groups[dimension] for journalist in self.journalists}
            for group, start in starts.items():
                if group not in groups:
                    raise RoomError(f"{where}.{group}", "no journalist is in this group")
                _check_start(f"{where}.{group}", start)


@dataclass(frozen=True, slots=True)
class Call:
    """A request was called: the proposal, or the moderator's own pick; `reason`: their words for a departure."""

    request: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """A journalist isn't there: nothing of theirs is proposed until they are back. Costs nobody anything."""

    journalist: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A journalist who was absent is there again."""

    journalist: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A request was taken back, for good."""

    request: str


Act = Call | Absent | Returned | Withdrawn


@dataclass(frozen=True, slots=True)
class Sitting:
    """A room and what has happened in it so far, in order."""

    room: Room
    acts: tuple[Act, ...] = ()

    @property
    def calls(self) -> tuple[str, ...]:
        """The requests that were called, in order."""
        return tuple(act.request for act in self.acts if isinstance(act, Call))


def _check_shares(shares: Mapping[str, Fraction]) -> None:
    if SUPPORT not in shares:
        raise RoomError("shares", f"“{SUPPORT}” is missing; set it to 0 if support must not count")
    for name, share in shares.items():
        _check_name(f"shares.{name}", name)
        _check_exact(f"shares.{name}", share)
        if share < 0:
            raise RoomError(f"shares.{name}", f"{share} is below 0; a share is at least 0")
    total = sum(shares.values(), Fraction(0))
    if total != 1:
        raise RoomError("shares", f"the shares add up to {total}; they must add up to 1")


def _check_journalist(where: str, journalist: Journalist, dimensions: Iterable[str]) -> None:
    for dimension in dimensions:
        if dimension not in journalist.groups:
            raise RoomError(f"{where}.groups", f"“{journalist.id}” has no group in “{dimension}”, which has a share")
    for dimension, group in journalist.groups.items():
        _check_name(f"{where}.groups.{dimension}", group)
    _check_start(f"{where}.start", journalist.start)
    for number, topic in enumerate(_once(f"{where}.topics", journalist.topics)):
        _check_name(f"{where}.topics[{number}]", topic)


def _check_request(where: str, request: Request, people: frozenset[str]) -> None:
    if request.author not in people:
        raise RoomError(f"{where}.author", f"“{request.author}” is not a journalist of this room")
    if request.topic:
        _check_name(f"{where}.topic", request.topic)
    for number, supporter in enumerate(_once(f"{where}.supporters", request.supporters)):
        if supporter not in people:
            raise RoomError(f"{where}.supporters[{number}]", f"“{supporter}” is not a journalist of this room")


def _check_ids(where: str, ids: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for number, name in enumerate(ids):
        _check_name(f"{where}[{number}].id", name)
        if name in seen:
            raise RoomError(f"{where}[{number}].id", f"“{name}” is there twice; each id must be used only once")
        seen.add(name)
    return frozenset(seen)


def _once(where: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            raise RoomError(f"{where}[{number}]", f"“{name}” is named twice; name it once")
        seen.add(name)
        yield name


def _check_name(where: str, name: str) -> None:
    if not name or name != name.strip():
        raise RoomError(where, "is empty" if not name.strip() else f"“{name}” begins or ends with a space")
    if len(name) > LONGEST_NAME:
        raise RoomError(where, f"has {len(name)} characters; at most {LONGEST_NAME} are allowed")
    if not name.isprintable():
        raise RoomError(where, "has a character that can't be printed")


def _check_exact(where: str, value: object) -> None:
    if not isinstance(value, Fraction):
        raise RoomError(where, f"{value!r} is not an exact number; make it a Fraction")


def _check_start(where: str, start: Fraction) -> None:
    _check_exact(where, start)
    if abs(start) > FARTHEST_START:
        raise RoomError(where, f"{start} is too far from 0; it must be at most {FARTHEST_START}")

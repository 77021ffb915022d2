"""More applicants than places: who gets one, by steps that were published before anybody could apply, and by lot within each.

    regions        so many of each region
    first-timers   until a share of the places is theirs
    rest           whoever is left

Candidates stand in one drawn order: that of SHA-256(beacon ‖ commitment ‖ ticket). Each step goes through it from the front and
takes whom it is for. Two limits hold in every step: at most so many of an outlet, and at most so many of a kind of place. Who
gets nothing waits in the same order. The beacon is that of `draw`; bytes and parts: docs/verifiers/draw.md. Pure.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785

REGIONS, FIRST_TIMERS, REST = "regions", "first-timers", "rest"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be accepted. `region`, `outlet`: labels that mean the same for all who have them, and tell no name."""

    ticket: str
    category: str
    region: str
    outlet: str
    new: bool = False
    """Whether they come for the first time."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The rule: `places` in all, `limits` of them for each kind of place that has a limit."""

    places: int
    each_region: int = 0
    per_outlet: int | None = None
    first_timers: int = 0
    """Percent of the places."""
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selected:
    """A ticket that gets a place, and the step that gave it."""

    ticket: str
    step: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who gets a place, in the order in which places were given, and who waits, the next one first."""

    selected: tuple[Selected, ...]
    waiting: tuple[str, ...]


def waiting_numbers(candidates: Iterable[Candidate], outcome: Outcome) -> dict[str, int]:
    """The number that each ticket has among those who wait for the same kind of place."""
    kinds, last = {one.ticket: one.category for one in candidates}, Counter[str]()
    found: dict[str, int] = {}
    for ticket in outcome.waiting:
        last[kinds[ticket]] += 1
        found[ticket] = last[kinds[ticket]]
    return found


def drawn(candidates: Iterable[Candidate], *, beacon: bytes, commitment: bytes) -> list[Candidate]:
    """The candidates in the drawn order."""
    return sorted(candidates, key=lambda one: hashlib.sha256(beacon + commitment + one.ticket.encode()).digest())


def select(candidates: Iterable[Candidate], steps: Steps, *, beacon: bytes, commitment: bytes) -> Outcome:
    """Who gets a place. O(n · (1 + each_region))."""
    order = drawn(candidates, beacon=beacon, commitment=commitment)
    taking = _Taking(steps)
    for number in range(steps.each_region):  # every region its first one before any has its second
        taking.go_through(order, REGIONS, lambda one: taking.regions[one.region] <= number)  # noqa: B023 - called here
    wanted = math.ceil(steps.places * steps.first_timers / 100)
    taking.go_through(order, FIRST_TIMERS, lambda one: one.new and taking.new < wanted)
    taking.go_through(order, REST, lambda _one: True)
    waiting = tuple(one.ticket for one in order if one.ticket not in taking.taken)
    return Outcome(tuple(Selected(ticket, step) for ticket, step in taking.taken.items()), waiting)


class _Taking:
    """Places as they are given."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.taken: dict[str, str] = {}
        self.regions: Counter[str] = Counter()
        self.outlets: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.new = 0

    def go_through(self, order: list[Candidate], step: str, is_for: Callable[[Candidate], bool]) -> None:
        for one in order:
            if one.ticket not in self.taken and is_for(one) and self._fits(one):
                self.taken[one.ticket] = step
                self.regions[one.region] += 1
                self.outlets[one.outlet] += 1
                self.categories[one.category] += 1
                self.new += one.new

    def _fits(self, one: Candidate) -> bool:
        steps = self.steps
        return (
            len(self.taken) < steps.places
            and (steps.per_outlet is None or self.outlets[one.outlet] < steps.per_outlet)
            and self.categories[one.category] < steps.limits.get(one.category, math.inf)
        )


def parts_of(candidates: Iterable[Candidate], steps: Steps) -> dict[str, bytes]:
    """What the outcome follows from, beside the beacon, as canonical JSON (RFC 8785); candidates sorted by ticket."""
    rows: list[Any] = [
        [one.ticket, one.category, one.region, one.outlet, one.new]
        for one in sorted(candidates, key=lambda c: c.ticket)
    ]
    rule: dict[str, Any] = {
        "places": steps.places,
        "each_region": steps.each_region,
        "per_outlet": steps.per_outlet,
        "first_timers": steps.first_timers,
        "limits": dict(steps.limits),
    }
    return {"candidates": rfc8785.dumps(rows), "steps": rfc8785.dumps(rule)}


def by_step(outcome: Outcome) -> Iterator[tuple[str, int]]:
    """How many places each step gave, in order."""
    counts = Counter(one.step for one in outcome.selected)
    return ((step, counts[step]) for step in (REGIONS, FIRST_TIMERS, REST))

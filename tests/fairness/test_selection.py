"""Who gets a place, against the rule as one would read it aloud; and what no draw may ever come to."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.selection import Candidate, Steps, drawn, parts_of, select
from tests.rounds import rounds

BEACON, COMMITMENT = b"\1" * 32, b"\2" * 32


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Candidate], Steps]:
    number = draw(st.integers(0, 40))
    labels = st.tuples(st.sampled_from("ab"), st.sampled_from("rstuv"), st.sampled_from("opqxyz"), st.booleans())
    found = [Candidate(f"{at:032x}", *draw(labels)) for at in range(number)]
    limits = draw(st.dictionaries(st.sampled_from("ab"), st.integers(0, 20)))
    per_outlet = draw(st.none() | st.integers(1, 5))
    steps = Steps(draw(st.integers(0, 30)), draw(st.integers(0, 3)), per_outlet, draw(st.integers(0, 100)), limits)
    return found, steps


def spoken(candidates: list[Candidate], steps: Steps) -> tuple[list[tuple[str, str]], list[str]]:
    """The rule, said slowly: each place is given by looking at everybody who has none, from the front."""
    key = lambda one: hashlib.sha256(BEACON + COMMITMENT + one.ticket.encode()).hexdigest()  # noqa: E731
    order = sorted(candidates, key=key)
    got: list[tuple[Candidate, str]] = []

    def room_for(one: Candidate) -> bool:
        holders = [other for other, _ in got]
        if one in holders or len(holders) >= steps.places:
            return False
        if steps.per_outlet is not None and sum(h.outlet == one.outlet for h in holders) >= steps.per_outlet:
            return False
        return sum(h.category == one.category for h in holders) < steps.limits.get(one.category, math.inf)

    for turn in range(steps.each_region):
        for one in order:
            if room_for(one) and sum(h.region == one.region for h, _ in got) <= turn:
                got.append((one, "regions"))
    while (new := next((one for one in order if one.new and room_for(one)), None)) and (
        100 * sum(h.new for h, _ in got) < steps.places * steps.first_timers
    ):
        got.append((new, "first-timers"))
    while one := next((one for one in order if room_for(one)), None):
        got.append((one, "rest"))
    return [(one.ticket, step) for one, step in got], [one.ticket for one in order if one not in [h for h, _ in got]]


@settings(max_examples=rounds(150, long=5000), deadline=None)
@given(rooms())
def test_it_is_the_rule_as_it_is_said(room: tuple[list[Candidate], Steps]) -> None:
    candidates, steps = room
    found = select(candidates, steps, beacon=BEACON, commitment=COMMITMENT)
    assert ([(one.ticket, one.step) for one in found.selected], list(found.waiting)) == spoken(candidates, steps)


@settings(max_examples=rounds(100, long=3000), deadline=None)
@given(rooms())
def test_nobody_is_lost_and_no_limit_is_passed(room: tuple[list[Candidate], Steps]) -> None:
    candidates, steps = room
    found = select(candidates[::-1], steps, beacon=BEACON, commitment=COMMITMENT)
    assert found == select(candidates, steps, beacon=BEACON, commitment=COMMITMENT)  # however the list is sorted
    tickets = [one.ticket for one in found.selected]
    assert sorted([*tickets, *found.waiting]) == [one.ticket for one in candidates]
    chosen = [one for one in candidates if one.ticket in tickets]
    assert len(chosen) <= steps.places
    assert max(Counter(one.outlet for one in chosen).values(), default=0) <= (steps.per_outlet or math.inf)
    assert all(sum(one.category == name for one in chosen) <= most for name, most in steps.limits.items())


def test_what_it_follows_from_is_bytes_that_anyone_can_write() -> None:
    both = [Candidate("b" * 32, "press", "r1", "o2", True), Candidate("a" * 32, "press", "r2", "o1")]
    parts = parts_of(both, Steps(10, 1, None, 20, {"press": 8}))
    assert json.loads(parts["candidates"]) == [
        ["a" * 32, "press", "r2", "o1", False],
        ["b" * 32, "press", "r1", "o2", True],
    ]
    assert parts["steps"] == b'{"each_region":1,"first_timers":20,"limits":{"press":8},"per_outlet":null,"places":10}'


def test_the_order_is_that_of_the_digests() -> None:
    both = [Candidate(letter * 32, "press", "r1", "o1") for letter in "ab"]
    digests = {one.ticket: hashlib.sha256(BEACON + COMMITMENT + one.ticket.encode()).digest() for one in both}
    assert [one.ticket for one in drawn(both, beacon=BEACON, commitment=COMMITMENT)] == sorted(digests, key=digests.get)  # type: ignore[arg-type]

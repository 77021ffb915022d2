"""The plain rule: equal to a straightforward exact one where everything is tied, and near ties are told apart."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.plain import order
from tests.rounds import rounds


def reference(ballots: list[list[int]], candidates: int, seats: int) -> list[int]:
    """seq-Phragmén as Brill et al. write it: the candidate whose election raises the largest load least; ties by number."""
    load = [Fraction(0)] * len(ballots)
    chosen: list[int] = []
    for _ in range(seats):
        prices = {}
        for candidate in set(range(candidates)) - set(chosen):
            backers = [voter for voter, ballot in enumerate(ballots) if candidate in ballot]
            if backers:
                prices[candidate] = (1 + sum(load[voter] for voter in backers)) / len(backers)
        if not prices:
            break
        best = min(prices, key=lambda candidate: (prices[candidate], candidate))
        for voter, ballot in enumerate(ballots):
            if best in ballot:
                load[voter] = prices[best]
        chosen.append(best)
    return chosen


def ours(ballots: list[list[int]], candidates: int, seats: int) -> list[int]:
    pairs = sorted((candidate, voter) for voter, ballot in enumerate(ballots) for candidate in ballot)
    first = np.searchsorted([candidate for candidate, _ in pairs], np.arange(candidates + 1))
    approvals = np.array([voter for _, voter in pairs])
    elected = order(first, approvals, voters=len(ballots))
    return [candidate for candidate, _ in zip(elected, range(seats), strict=False)]


def test_three_hundred_rooms_full_of_ties_come_out_as_the_exact_rule_has_them() -> None:
    mixed = random.Random(4)
    for _ in range(300):
        parties, candidates = mixed.randint(2, 5), mixed.randint(8, 30)
        lists = [mixed.sample(range(candidates), mixed.randint(2, 8)) for _ in range(parties)]
        ballots = [sorted(mixed.choice(lists)) for _ in range(mixed.randint(6, 30))]
        assert ours(ballots, candidates, 20) == reference(ballots, candidates, 20)


@settings(max_examples=rounds(50, long=2_000))
@given(st.lists(st.lists(st.integers(0, 6), unique=True), min_size=1, max_size=12))
def test_any_election_comes_out_as_the_exact_rule_has_it(ballots: list[list[int]]) -> None:
    assert ours(ballots, 7, 7) == reference(ballots, 7, 7)

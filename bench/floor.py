"""The order of questions beside abcvoting and pabutools, which implement the plain rule; then the whole rule by itself.

Plain rule, 50 calls on random approvals, the index included for everybody (for the peers, building their profile isn't
counted). abcvoting runs its fastest algorithm (floating point), pabutools with exact rationals and unit costs. Equals are
settled alike: by the candidate's number, for pabutools through names that sort as the numbers do. abcvoting's order must be
ours; pabutools gives back what it elected sorted by name, so that there the elected must be ours. The peers run once at
10,000 x 2,000, where they take minutes. `--ours` leaves them out.

Whole rule: a room with 46 regions and 4 kinds of outlet, shares 1/2, 1/4, 1/4, the region guarded, a third of the journalists
with a history, up to 6 supporters a request; 40 calls, each a proposal and a call. At 500 x 1,000 the same proposals in
plain rationals (tests/fairness/reference.py), which must be equal.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fairness.reference import Reference

from onrecord.fairness.floor import Floor
from onrecord.fairness.plain import order
from onrecord.fairness.room import Call, Journalist, Request, Room

ROUNDS, CALLS, PROPOSALS = 7, 50, 40
ELECTIONS = [(1_000, 500, 20_000), (1_000, 500, 40_000), (10_000, 2_000, 400_000), (100_000, 10_000, 2_000_000)]
"""Voters, candidates, approvals."""

BESIDE = ELECTIONS[:3]
ROOMS = [(100, 150), (500, 1_000), (5_000, 10_000)]
"""Journalists, requests."""

Result = TypeVar("Result")
Approvals = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def main() -> None:
    print(f"plain rule, {CALLS} calls, ours the median of {ROUNDS} rounds, milliseconds")
    print(f"{'voters x candidates, approvals':<34}{'ours':>10}{'abcvoting':>12}{'pabutools':>12}")
    for election in ELECTIONS:
        voters, candidates, count = election
        approvals = random_approvals(voters, candidates, count)
        ours, elected = timed(lambda a=approvals, e=election: plain(a, e), ROUNDS)
        line = f"{voters:,} x {candidates:,}, {count:,}"
        print(f"{line:<34}{ours:>10.1f}", end="", flush=True)
        for peer in (abcvoting, pabutools) if election in BESIDE and "--ours" not in sys.argv else ():
            print(f"{peer(approvals, election, elected):>12,.0f}", end="", flush=True)
        print()
    print(f"\nwhole rule, {PROPOSALS} proposals and calls, milliseconds: median (worst)")
    print(f"{'journalists x requests':<34}{'building':>10}{'proposal':>18}{'call':>18}")
    for journalists, requests in ROOMS:
        whole(journalists, requests)
    in_rationals(*ROOMS[1])


def random_approvals(voters: int, candidates: int, count: int) -> Approvals:
    """Pairs of candidate and voter, by candidate, each once."""
    drawn = np.random.default_rng(13)
    cells = np.unique(drawn.integers(0, voters * candidates, count + count // 4))
    cells = np.sort(drawn.permutation(cells)[:count])
    assert len(cells) == count
    return np.stack(np.divmod(cells, voters))


def plain(approvals: Approvals, election: tuple[int, int, int]) -> list[int]:
    voters, candidates, _ = election
    first = np.zeros(candidates + 1, dtype=np.int64)
    np.cumsum(np.bincount(approvals[0], minlength=candidates), out=first[1:])
    return list(islice(order(first, approvals[1], voters=voters), CALLS))


def ballots(approvals: Approvals, voters: int) -> list[list[int]]:
    each: list[list[int]] = [[] for _ in range(voters)]
    for candidate, voter in approvals.T.tolist():
        each[voter].append(candidate)
    return each


def abcvoting(approvals: Approvals, election: tuple[int, int, int], elected: list[int]) -> float:
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    voters, candidates, _ = election
    profile = Profile(candidates)
    profile.add_voters(ballots(approvals, voters))
    # The public function returns a set; the order it came in is only in here.
    taken, (_, told) = timed(lambda: abcrules._seqphragmen_resolute(profile, CALLS, "float-fractions"), 1)
    assert told["next_cand"] == elected, "abcvoting has another order"
    return taken


def pabutools(approvals: Approvals, election: tuple[int, int, int], elected: list[int]) -> float:
    from pabutools.election import ApprovalBallot, ApprovalProfile, Instance, Project
    from pabutools.rules import sequential_phragmen

    voters, candidates, _ = election
    projects = [Project(f"{number:06}", 1) for number in range(candidates)]
    instance = Instance(projects, budget_limit=CALLS)
    profile = ApprovalProfile(
        ApprovalBallot([projects[candidate] for candidate in ballot]) for ballot in ballots(approvals, voters)
    )
    taken, chosen = timed(lambda: sequential_phragmen(instance, profile), 1)
    assert sorted(int(project.name) for project in chosen) == sorted(elected), "pabutools elected others"
    return taken


def room(journalists: int, requests: int) -> Room:
    drawn = random.Random(13)
    people = tuple(
        Journalist(
            id=f"j{number}",
            groups={
                "region": f"R{int(46 * drawn.random() ** 2)}",
                "kind": drawn.choice(["radio", "tv", "press", "blog"]),
            },
            start=Fraction(drawn.choice([0, 0, 0, 0, 1, -1]), journalists),
        )
        for number in range(journalists)
    )
    names = [journalist.id for journalist in people]
    asked = tuple(
        Request(f"q{number}", drawn.choice(names), "", tuple(sorted(set(drawn.choices(names, k=drawn.randrange(7))))))
        for number in range(requests)
    )
    shares = {"support": Fraction(1, 2), "region": Fraction(1, 4), "kind": Fraction(1, 4)}
    return Room(people, asked, shares, guard="region")


def whole(journalists: int, requests: int) -> None:
    asked = room(journalists, requests)
    building, floor = timed(lambda: Floor(asked), 3)
    proposing, calling = [], []
    for _ in range(PROPOSALS):
        taken, proposal = timed(floor.propose, 1)
        assert proposal
        proposing.append(taken)
        calling.append(timed(lambda name=proposal.id: floor.call(name), 1)[0])
    line = f"{journalists:,} x {requests:,}"
    print(f"{line:<34}{building:>10.1f}{shown(proposing):>18}{shown(calling):>18}")


def in_rationals(journalists: int, requests: int) -> None:
    asked = room(journalists, requests)
    floor, reference, taken = Floor(asked), Reference(asked), []
    for _ in range(PROPOSALS):
        each, expected = timed(reference.propose, 1)
        taken.append(each)
        proposal = floor.propose()
        assert proposal and expected and (proposal.id, proposal.price) == (expected[0], expected[2])
        floor.call(proposal.id)
        reference.act(Call(proposal.id))
    print(f"{f'{journalists:,} x {requests:,}, plain rationals':<34}{'':>10}{shown(taken):>18}")


def shown(taken: list[float]) -> str:
    return f"{statistics.median(taken):.2f} ({max(taken):.2f})"


def timed(once: Callable[[], Result], rounds: int) -> tuple[float, Result]:
    """The median of some rounds, in milliseconds, and what came out."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        started = time.perf_counter()
        result = once()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), result


if __name__ == "__main__":
    main()

"""The audit of 50 calls in a room of 10,000 journalists and 2,000 requests, beside two straightforward ways to count.

All three count, after every call, the largest group that one request would have served and nothing asked so far did; they
must agree. `dense`: NumPy, a matrix of requests by journalists times the vector of who is still unserved, anew for each prefix.
`sets`: plain Python, the backers of each request less those who were served. `one pass`: counting all approvals once, which any
audit has to do. Each round times all of them one after the other.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from onrecord.fairness.audit import audit
from onrecord.fairness.chance import random_orders
from onrecord.fairness.room import Call, Journalist, Request, Room, Sitting
from onrecord.fairness.unserved import Unserved, of_room

ROUNDS, JOURNALISTS, REQUESTS, BACKERS, CALLS, ORDERS = 5, 10_000, 2_000, 200, 50, 1_000


def main() -> None:
    sitting = an_invented_sitting()
    room = sitting.room
    names = sorted(request.id for request in room.requests)
    order = [names.index(call) for call in sitting.calls]
    approvals = of_room(room)
    dense = np.zeros((REQUESTS, JOURNALISTS), dtype=np.float32)
    dense[np.repeat(np.arange(REQUESTS), np.diff(approvals.first)), approvals.voter] = 1
    by_name = room.backers()
    sets = [by_name[name] for name in names]

    def kept() -> list[int]:
        unserved, found = Unserved(approvals), []
        for request in order:
            unserved.ask(request)
            found.append(unserved.most())
        return found

    def with_matrix() -> list[int]:
        waiting, found = np.ones(JOURNALISTS, dtype=np.float32), []
        for request in order:
            waiting[dense[request] > 0] = 0
            found.append(int((dense @ waiting).max()))
        return found

    def with_sets() -> list[int]:
        served, found = set[str](), []
        for request in order:
            served |= sets[request]
            found.append(max(len(backers - served) for backers in sets))
        return found

    assert kept() == with_matrix() == with_sets(), "the three ways to count disagree"
    measured = {
        "index of the approvals": lambda: of_room(room),
        f"α after each of {CALLS} calls": kept,
        "the same, dense": with_matrix,
        "the same, sets": with_sets,
        "one pass over the approvals": lambda: np.bincount(approvals.voter, minlength=JOURNALISTS),
        f"drawing {ORDERS:,} random orders": lambda: random_orders(room, calls=CALLS, orders=ORDERS),
        "whole audit, no random orders": lambda: audit(sitting, orders=0),
        f"whole audit, {ORDERS:,} random orders": lambda: audit(sitting, orders=ORDERS),
        "whole audit, graded, no random orders": lambda: audit(sitting, graded=True, orders=0),
    }
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(ROUNDS):
        for name, once in measured.items():
            taken[name].append(seconds(once))
    print(
        f"{JOURNALISTS:,} x {REQUESTS:,}, {len(approvals.voter):,} approvals, median of {ROUNDS} rounds, milliseconds"
    )
    for name, found in taken.items():
        print(f"  {name:<42}{statistics.median(found) * 1000:>10,.1f}")


def an_invented_sitting() -> Sitting:
    """46 regions, 4 kinds of outlet, approvals at random; the calls were drawn at random, too."""
    chance = random.Random(13)
    journalists = tuple(
        Journalist(f"j{number}", groups={"region": f"r{chance.randrange(46)}", "kind": f"k{chance.randrange(4)}"})
        for number in range(JOURNALISTS)
    )
    requests = []
    for number in range(REQUESTS):
        author, *supporters = chance.sample(range(JOURNALISTS), BACKERS)
        requests.append(Request(f"q{number}", f"j{author}", "", tuple(f"j{each}" for each in supporters)))
    room = Room(journalists=journalists, requests=tuple(requests), one_call_each=False)
    return Sitting(room=room, acts=tuple(Call(f"q{each}") for each in chance.sample(range(REQUESTS), CALLS)))


def seconds(once: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    once()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""The plain rule: sequential Phragmén on approvals alone, fast; no groups, no history, no guard.

For elections that are larger than a room of journalists. Brill, Freeman, Janson and Lackner 2023, seq-Phragmén.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from .credit import Account, Credit, Indices, Integers


def order(
    first: Indices,
    approvals: Integers,
    *,
    voters: int,
    draw: Callable[[Sequence[int], int], int] = lambda tied, step: tied[0],
) -> Iterator[int]:
    """The candidates in the order of the rule, one at a time, until none that is approved of is left.

    `approvals[first[c] : first[c + 1]]` are the voters, below `voters`, who approve of candidate c, each once. `draw` is asked
    among equals, given in ascending order, and the number of the step, from 1; without it the first is taken. Exact, however
    near two candidates are. O(voters + candidates) to begin with, then what `Credit.cheapest` takes. After every k the voters
    of any set of weight w(S) that agree on ℓ candidates have min(ℓ, ⌊k·w(S)/voters⌋) they approve of (PJR at every prefix);
    not EJR, not the core, and it can pay to misreport.
    """
    backed = np.flatnonzero(np.diff(first))
    credit = Credit(
        np.append(first[backed], first[-1]),
        approvals,
        accounts=[Account(1, Fraction(0))],
        account=np.zeros(voters, dtype=np.int64),
        cost=1,
    )
    left = np.ones(len(backed), dtype=np.bool_)
    for step in range(1, len(backed) + 1):
        tied, _ = credit.cheapest(left)
        names = backed[tied].tolist()
        chosen = names[0] if len(names) == 1 else draw(names, step)
        number = int(np.searchsorted(backed, chosen))
        credit.call(number)
        left[number] = False
        yield chosen

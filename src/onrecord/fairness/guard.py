"""The quota guard: which groups may be called next, so that no group falls short of its quota at any later call.

A group with share p of the room is owed ⌊p·D⌋ calls by call D (Balinski and Young 1982: lower quota), as far as its members
ask. So its j-th call is due by call ⌈j/p⌉, and the guard is scheduling unit jobs by their deadlines: from now on, as many
calls as there are up to D must suffice for those that are due by D. Where they only just suffice, or no longer do, the
next call belongs to a group that is due by the first such D. If quotas can be kept they are; if a departure made that
impossible, whoever is short comes first until nobody is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def due(
    *, made: int, sizes: Sequence[int], counts: Sequence[int], supply: Sequence[int]
) -> tuple[int, list[int]] | None:
    """The call by which it is tight, and the groups that are due by then, one of which is next; None: anybody may be.

    `made` calls were made; group g has sizes[g] of the room's journalists, was called counts[g] times and could be called
    supply[g] times more. Whole numbers throughout; O(s log s) for a supply of s altogether.
    """
    everybody = sum(sizes)
    deadlines = [
        -(-np.arange(count + 1, count + more + 1, dtype=np.int64) * everybody // size)
        for size, count, more in zip(sizes, counts, supply, strict=True)
    ]
    every = np.sort(np.concatenate(deadlines))
    tight = np.flatnonzero(every <= made + 1 + np.arange(len(every)))
    if not len(tight):
        return None
    by = max(int(every[tight[0]]), made + 1)
    return by, [group for group, own in enumerate(deadlines) if len(own) and own[0] <= by]

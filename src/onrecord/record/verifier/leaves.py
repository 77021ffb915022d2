"""Every entry is well-formed; times never go back, references only point back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.record.entry import Leaf
from onrecord.record.verifier.verdict import Fault, Report


def leaf_of(index: int, entry: bytes) -> Leaf:
    """The leaf in the bytes of entry `index`. Raises Fault."""
    try:
        return Leaf.decode(entry)
    except ValueError as error:
        raise Fault(str(error), index) from None


def check_leaves(entries: Sequence[bytes], report: Report) -> list[Leaf]:
    """The leaf of each entry."""
    leaves: list[Leaf] = []
    at = 0
    for index, entry in enumerate(entries):
        leaf = leaf_of(index, entry)
        if leaves and leaf.at < at:
            raise Fault("its time is earlier than that of the previous entry", index)
        if leaf.ref is not None and leaf.ref >= index:
            raise Fault(f"it refers to entry {leaf.ref}, which is not an earlier entry", index)
        if leaf.ref is None and leaf.kind in ("opened", "erased"):
            raise Fault(f"its kind is {leaf.kind!r}, but it doesn't say which entry it is about", index)
        leaves.append(leaf)
        at = leaf.at
    report.entries = dict(Counter(leaf.kind for leaf in leaves))
    report.checks.append("Every entry is well-formed, times never go back, and entries refer only to earlier entries.")
    return leaves

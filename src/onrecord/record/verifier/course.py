"""What the log says of its own entries is so: begun, opened, erased, also while it grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.record.entry import Leaf
from onrecord.record.verifier.leaves import leaf_of
from onrecord.record.verifier.signature import fetch_checkpoint, opened_by
from onrecord.record.verifier.source import Source
from onrecord.record.verifier.tree import fetch_entries
from onrecord.record.verifier.verdict import Fault, Report
from onrecord.tlog.checkpoint import Checkpoint
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import Verifier


def check_course(
    leaves: Sequence[Leaf],
    present: set[int],
    gone: set[int],
    report: Report,
    erased_since: Callable[[], set[int]],
) -> None:
    """What the log says of its own entries: opened, erased, begun."""
    opened = {leaf.ref for leaf in leaves if leaf.kind == "opened" and leaf.ref is not None}
    erased = {leaf.ref for leaf in leaves if leaf.kind == "erased" and leaf.ref is not None}
    lacking = (gone | (opened - present)) - erased
    if lacking:
        lacking -= (since := erased_since())
        erased |= since - present
    for index in sorted(lacking):
        if index in gone:
            raise Fault("its opening was removed, but no entry says that it was erased", index)
        raise Fault("the log says that it was opened, but its opening is missing", index)
    for index in sorted(erased & present):
        raise Fault("the log says that it was erased, but its opening is still there", index)
    report.erased, report.held = len(erased), len(leaves) - len(present) - len(erased)
    if opened or erased:
        report.checks.append(
            "Everything that the log says was opened is there, and everything that it says was erased is gone."
        )
    for index, leaf in enumerate(leaves):
        if (leaf.kind == "edition.opened") != (index == 0):
            raise Fault("edition.opened must be the first entry and no other", index)
    if leaves:
        report.checks.append("The log begins with the opening of the edition.")


def erased_after(source: Source, verifier: Verifier, old: Checkpoint, frontier: Frontier) -> set[int]:
    """The entries below `old.size` that were erased after `old`: the log may have grown while we read it."""
    new = opened_by(fetch_checkpoint(source), verifier)
    if new.size < old.size:
        raise Fault(f"the log shrank while it was being read, from {old.size} to {new.size} entries")
    entries = fetch_entries(source, old.size, new.size) if new.size > old.size else []
    if frontier.extend(leaf_hash(entry) for entry in entries).root() != new.root:
        raise Fault(
            f"the log contradicts itself: its first {old.size} entries are not the same under its checkpoint of {new.size} entries"
        )
    leaves = [leaf_of(index, entry) for index, entry in enumerate(entries, old.size)]
    return {leaf.ref for leaf in leaves if leaf.kind == "erased" and leaf.ref is not None and leaf.ref < old.size}

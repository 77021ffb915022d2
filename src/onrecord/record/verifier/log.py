"""Checks a whole log, one step after the other, until something doesn't hold."""

from __future__ import annotations

from onrecord.record.kinds import Kinds
from onrecord.record.verifier.breaks import check_belonging, check_breaks
from onrecord.record.verifier.course import check_course, erased_after
from onrecord.record.verifier.leaves import check_leaves
from onrecord.record.verifier.openings import check_openings
from onrecord.record.verifier.signature import fetch_checkpoint, key_of, opened_by
from onrecord.record.verifier.source import Progress, Source, quietly
from onrecord.record.verifier.tree import check_tree
from onrecord.record.verifier.verdict import Fault, Report, counted
from onrecord.tlog.checkpoint import Checkpoint
from onrecord.tlog.note import Verifier


def verify_log(source: Source, kinds: Kinds, *, key: str | None = None, progress: Progress = quietly) -> Report:
    """Check everything in `source`, against the verifier key `key` or else the log's own; `kinds` are
    those whose contents have a shape to be checked.

    Stops at the first thing that doesn't hold. Raises Unusable where there is no log to check.
    """
    report = Report(source=source.name)
    note = fetch_checkpoint(source)
    try:
        verifier = _key(source, key, report)
        checkpoint = _signed(note, verifier, report)
        entries, frontier = check_tree(source, checkpoint, report, progress)
        leaves = check_leaves(entries, report)
        present, gone, belongs = check_openings(source, leaves, kinds, report, progress)
        breaks = check_breaks(source, entries, leaves, verifier, report)
        check_belonging(leaves, belongs, breaks, checkpoint.origin)
        check_course(leaves, present, gone, report, lambda: erased_after(source, verifier, checkpoint, frontier))
    except Fault as fault:
        report.failure = fault.failure
    return report


def _key(source: Source, pinned: str | None, report: Report) -> Verifier:
    verifier = key_of(source, pinned)
    report.signed_by, report.key_source = str(verifier), "pinned" if pinned is not None else "the log's own"
    report.checks.append(
        "The key is the one you gave."
        if pinned is not None
        else "The key came from the log itself. Compare it with one from another source."
    )
    return verifier


def _signed(note: bytes, verifier: Verifier, report: Report) -> Checkpoint:
    checkpoint = opened_by(note, verifier)
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
    report.checks.append(f"The checkpoint is signed by {checkpoint.origin}: {counted(checkpoint.size)}.")
    return checkpoint

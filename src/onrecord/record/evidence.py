"""Checks what somebody kept: the proof of one quote, or the checkpoints they were shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.entry import Leaf, rfc3339
from onrecord.record.verifier import (
    Fault,
    Gone,
    Missing,
    Source,
    Unusable,
    Verdict,
    check_opening,
    fetch_checkpoint,
    key_of,
    leaf_of,
    opened_by,
    parse_key,
)
from onrecord.tlog.checkpoint import Checkpoint
from onrecord.tlog.merkle import (
    EMPTY_ROOT,
    ProofError,
    consistency_proof,
    leaf_hash,
    subtree,
    verify_consistency,
    verify_inclusion,
)
from onrecord.tlog.note import Verifier
from onrecord.tlog.proof import HEADER, TlogProof
from onrecord.tlog.tiles import TileError, TileReader


@dataclass(slots=True, kw_only=True)
class QuoteReport(Verdict):
    """The verdict on one entry. `root` is in hexadecimal; `content` is None where no opening was given."""

    origin: str = ""
    size: int = 0
    root: str = ""
    index: int | None = None
    at: str = ""
    """RFC 3339, UTC: when the entry was recorded."""
    kind: str = ""
    content: str | None = None

    @property
    def words(self) -> str | None:
        """The text in the content, where it has one."""
        try:
            members = json.loads(self.content or "null")
        except ValueError:
            return None
        text = members.get("text") if isinstance(members, dict) else None
        return text if isinstance(text, str) else None


@dataclass(slots=True, kw_only=True)
class CheckpointsReport(Verdict):
    """The verdict on two checkpoints. Where they contradict each other, `notes` is the proof of it."""

    origin: str = ""
    sizes: tuple[int, int] = (0, 0)
    notes: tuple[str, str] = ("", "")


def verify_proof(
    proof: str, *, key: str | None = None, log: Source | None = None, opening: bytes | None = None
) -> QuoteReport:
    """Check a `.tlog-proof`: its entry stands at its index under the signed checkpoint, and says what `opening` has.

    `log` gives the key where none is named, the entry where it isn't in the proof, the opening where it's public
    and not given. Raises Unusable where there is no proof, no key or no entry to check.
    """
    try:
        parsed = TlogProof.parse(proof)
    except ValueError as error:
        raise Unusable(f"this is not a proof file ({error}); a proof file begins with {HEADER}") from None
    report = QuoteReport(index=parsed.index)
    try:
        if parsed.text() != proof:
            raise Fault("the proof file was altered after it was written (its base64 has stray bits)", parsed.index)
        leaf = _prove(parsed, _key(key, log), _entry(parsed, log), report)
        opening = opening if opening is not None else _public_opening(log, parsed.index)
        if opening is not None:
            report.content = check_opening(parsed.index, leaf, opening).decode()
            report.checks.append("The opening matches what the entry committed to.")
    except Fault as fault:
        report.failure = fault.failure
    return report


def _prove(proof: TlogProof, verifier: Verifier, entry: bytes, report: QuoteReport) -> Leaf:
    index = proof.index
    checkpoint = opened_by(proof.checkpoint_note, verifier)
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
    report.checks.append(f"The checkpoint is signed by {checkpoint.origin}: {checkpoint.size} entries.")
    try:
        verify_inclusion(index, checkpoint.size, leaf_hash(entry), proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Fault(f"the proof doesn't lead to the signed root ({error})", index) from None
    leaf = leaf_of(index, entry)
    report.kind, report.at = leaf.kind, rfc3339(leaf.at)
    report.checks.append(f"Entry {index} ({leaf.kind}, recorded {report.at}) is in the log at this place.")
    return leaf


def _key(key: str | None, log: Source | None) -> Verifier:
    if log is not None:
        return key_of(log, key)
    if key is None:
        raise Unusable("the key is missing: give the log's key with --key, or the log with --log")
    return parse_key(key)


def _entry(proof: TlogProof, log: Source | None) -> bytes:
    """The entry in the proof's extra line, or else in the log."""
    if proof.extra is not None:
        return proof.extra
    if log is None:
        raise Unusable(
            "the proof does not contain its entry; give the log with --log, so that the entry can be read there"
        )
    try:
        signed = fetch_checkpoint(log).decode().rpartition("\n\n")[0] + "\n"
        return TileReader(log.fetch, Checkpoint.parse(signed).size).entry(proof.index)
    except (Missing, Gone, ValueError, IndexError):
        raise Unusable(f"{log.name} has no entry {proof.index}") from None


def _public_opening(log: Source | None, index: int) -> bytes | None:
    try:
        return log.fetch(f"open/{index}") if log is not None else None
    except (Missing, Gone):
        return None


def verify_checkpoints(
    first: str | bytes, second: str | bytes, *, key: str | None = None, log: Source | None = None
) -> CheckpointsReport:
    """Check that two signed checkpoints of one log don't contradict each other.

    Two of one size must have one root. Of two sizes, the greater tree must begin with the smaller one: that
    is shown from the tiles of `log`, whose key is used where none is named. Raises Unusable where there is no
    key, or where `log` is needed and not given or too short.
    """
    report = CheckpointsReport()
    try:
        verifier = _key(key, log)
        report.origin = verifier.name
        heads = [opened_by(first, verifier), opened_by(second, verifier)]
        report.sizes = (heads[0].size, heads[1].size)
        report.checks.append(f"Both checkpoints are signed by {verifier.name}.")
        if heads[0].size == heads[1].size:
            _agree(heads, [first, second], report)
            report.checks.append(f"Both cover {heads[0].size} entries and have the same root.")
        else:
            _grow(heads, [first, second], verifier, log, report)
            report.checks.append(
                f"The log with {max(report.sizes)} entries begins with the same {min(report.sizes)} entries."
            )
    except Fault as fault:
        report.failure = fault.failure
    return report


def _grow(
    heads: Sequence[Checkpoint],
    notes: Sequence[str | bytes],
    verifier: Verifier,
    log: Source | None,
    report: CheckpointsReport,
) -> None:
    if log is None:
        raise Unusable(
            f"the checkpoints cover {heads[0].size} and {heads[1].size} entries; to check that one log grew from the "
            "other, give the log, or a bundle of it, with --log"
        )
    newest = fetch_checkpoint(log)
    head = opened_by(newest, verifier)
    if head.size < max(report.sizes):
        raise Unusable(f"{log.name} has {head.size} entries; a copy with at least {max(report.sizes)} is needed")
    reader = TileReader(log.fetch, head.size)
    for known, note in zip(heads, notes, strict=True):
        there = Checkpoint(head.origin, known.size, _root_at(known.size, head, reader))
        _agree([known, there], [note, newest], report)


def _root_at(size: int, head: Checkpoint, reader: TileReader) -> bytes:
    """The root that the log under `head` had at `size`, proved against `head`."""
    if size == 0:
        return EMPTY_ROOT
    try:
        root = subtree(0, size, reader.hash)
        verify_consistency(size, head.size, consistency_proof(size, head.size, reader.hash), root, head.root)
    except (ProofError, TileError) as error:
        raise Fault(f"the log's tiles don't lead to its own checkpoint ({error})") from None
    except (Missing, Gone) as error:
        raise Fault(f"{error} is missing from the log") from None
    return root


def _agree(heads: Sequence[Checkpoint], notes: Sequence[str | bytes], report: CheckpointsReport) -> None:
    if heads[0].root == heads[1].root:
        return
    texts = [note.decode() if isinstance(note, bytes) else note for note in notes]
    report.notes = (texts[0], texts[1])
    raise Fault(
        f"{heads[0].origin} signed two different histories: the first {heads[0].size} entries are not the same "
        "under these two checkpoints. Keep both: together they prove it to anyone"
    )

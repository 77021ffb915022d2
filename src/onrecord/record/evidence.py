"""Checks what somebody kept: the proof of one quote, or the checkpoints they were shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.entry import Leaf, rfc3339
from onrecord.record.verifier import (
    Break,
    Fault,
    Gone,
    Missing,
    Source,
    Unusable,
    Verdict,
    breaks_of,
    check_opening,
    fetch_checkpoint,
    fetch_entries,
    key_of,
    leaf_of,
    opened_by,
    parse_key,
)
from onrecord.record.verifier.verdict import counted
from onrecord.tlog.checkpoint import Checkpoint
from onrecord.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
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
    compared: bool | None = None
    """Of a receipt: whether it was compared with the public log."""

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
        verifier, broke = _signer(parsed.checkpoint_note, _key(key, log), log, report)
        if broke and parsed.index >= broke.index:  # there the log has other entries since
            log = None
        leaf = _prove(parsed, verifier, _entry(parsed, log), report)
        opening = opening if opening is not None else _public_opening(log, parsed.index)
        if opening is not None:
            report.content = check_opening(parsed.index, leaf, opening).decode()
            report.checks.append("The opening matches what the entry committed to.")
    except Fault as fault:
        report.failure = fault.failure
    return report


RECEIPT = "onrecord-receipt"
"""The member by which a receipt is known; its value is the version of its shape."""


def verify_receipt(receipt: str, *, key: str | None = None, log: Source | None = None) -> QuoteReport:
    """Check a receipt: a `.tlog-proof` with its entry, and the opening that only its owner has.

    With `log`, that log must begin with what the receipt's checkpoint covers; without it the key is needed, and nothing is
    compared. Raises Unusable where there is no receipt, no key or no entry to check.
    """
    try:
        found = json.loads(receipt)
        if not (isinstance(found, dict) and found.get(RECEIPT) == 1):
            raise ValueError
        proof, opening = found["proof"], found["opening"].encode()
        parsed = TlogProof.parse(proof)
    except (ValueError, KeyError, AttributeError, TypeError):
        raise Unusable("this is not a receipt as onrecord gives them out") from None
    report = verify_proof(proof, key=key, log=log, opening=opening)
    report.compared = log is not None
    if report.ok and log is not None:
        later = verify_checkpoints(parsed.checkpoint_note, fetch_checkpoint(log), key=key, log=log)
        report.failure, report.breaks = later.failure, later.breaks
        report.checks += (
            [] if later.failure else ["The public log begins with everything that the receipt's checkpoint covers."]
        )
    return report


def _prove(proof: TlogProof, verifier: Verifier, entry: bytes, report: QuoteReport) -> Leaf:
    index = proof.index
    checkpoint = opened_by(proof.checkpoint_note, verifier)
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
    report.checks.append(f"The checkpoint is signed by {checkpoint.origin}: {counted(checkpoint.size)}.")
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
    report, notes = CheckpointsReport(), (first, second)
    try:
        verifier = _key(key, log)
        report.origin = verifier.name
        signers = [_signer(note, verifier, log, report) for note in notes]
        heads = [opened_by(note, signer) for note, (signer, _) in zip(notes, signers, strict=True)]
        report.sizes = (heads[0].size, heads[1].size)
        names = " and ".join(dict.fromkeys(head.origin for head in heads))
        report.checks.append(f"Both checkpoints are signed by {names}.")
        if heads[0].size == heads[1].size and heads[0].origin == heads[1].origin:
            _agree(heads, notes, report)
            report.checks.append(f"Both cover {counted(heads[0].size)} and have the same root.")
        else:
            for head, (_, broke) in zip(heads, signers, strict=True):
                _lies_before(head, broke)
            _grow(heads, notes, verifier, log, report)
            report.checks.append(
                f"The log with {counted(max(report.sizes))} begins with the same {counted(min(report.sizes))}."
            )
    except Fault as fault:
        report.failure = fault.failure
    return report


def _signer(
    note: str | bytes, verifier: Verifier, log: Source | None, report: Verdict
) -> tuple[Verifier, Break | None]:
    """Who signed a checkpoint: the log with its key `verifier`, or the log that it says it continues, and where it does.

    The log's breaks are named in the report where the checkpoint is of another name.
    """
    name = (note.decode(errors="replace") if isinstance(note, bytes) else note).partition("\n")[0]
    if log is None or name == verifier.name:
        return verifier, None
    breaks = _breaks(log, verifier)
    report.breaks = [str(one) for one in breaks]
    broke = next((one for one in breaks if one.origin == name), None)
    return (Verifier(name, verifier.public), broke) if broke else (verifier, None)


def _breaks(log: Source, verifier: Verifier) -> list[Break]:
    head = opened_by(fetch_checkpoint(log), verifier)
    found = fetch_entries(log, 0, head.size)
    if Frontier().extend(map(leaf_hash, found)).root() != head.root:
        raise Fault("the entries don't match the root in the checkpoint: entries were changed, added or left out")
    return breaks_of(log, found, [leaf_of(index, entry) for index, entry in enumerate(found)], verifier)


def _lies_before(head: Checkpoint, broke: Break | None) -> None:
    if broke and head.size > broke.index:
        raise Fault(
            f"the checkpoint covers {head.size} entries of {head.origin}, but the log here continues that one under another "
            f"name from entry {broke.index} on: the other entries are missing from it, and it can't be compared any further. "
            "Keep the checkpoint, and any copy of the log that goes with it"
        )


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

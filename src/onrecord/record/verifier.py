"""Checks a published log as a stranger would: from its files alone, with no database and none of our word.

`verify_log` reads a `Source` (see `record.sources`) and stops at the first thing that doesn't hold.
docs/verifiers/checking.md says in prose what a verdict means and what it can't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ValidationError

from onrecord.record import contents
from onrecord.record.entry import EntryError, Leaf, Opening
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import EMPTY_ROOT, HASH_SIZE, Frontier, ProofError, leaf_hash, verify_consistency
from onrecord.tlog.note import NoteError, Verifier
from onrecord.tlog.proof import TlogProof
from onrecord.tlog.tiles import (
    TILE_WIDTH,
    TileError,
    TileReader,
    bundle_path,
    bundles_of,
    decode_bundle,
    tile_path,
    tiles_of,
)

KEY, CHECKPOINT = "verifier.key", "checkpoint"


class Missing(LookupError):
    """The source has nothing at that path."""


class Gone(LookupError):
    """The source says that what stood there was destroyed."""


class Unusable(ValueError):
    """The source is no log, bundle or proof at all, or can't be reached."""


class Source(Protocol):
    """Where a log's files come from. `fetch` takes a path below `log/` and raises Missing, Gone or Unusable."""

    name: str

    def fetch(self, path: str) -> bytes:
        """The bytes at `path`."""


@dataclass(slots=True)
class Report:
    """The verdict: what held, or the first thing that didn't, with the entry's index where there is one."""

    source: str
    ok: bool = False
    origin: str = ""
    size: int = 0
    root: str = ""
    key: str = ""
    key_was_given: bool = False
    kinds: dict[str, int] = field(default_factory=dict)
    unknown_kinds: list[str] = field(default_factory=list)
    public: int = 0
    held: int = 0
    erased: int = 0
    checks: list[str] = field(default_factory=list)
    failure: str | None = None
    index: int | None = None


class _Fault(Exception):
    def __init__(self, words: str, index: int | None = None) -> None:
        super().__init__(words)
        self.index = index


def verify_log(source: Source, *, key: str | None = None, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check the whole log at `source` against `key`, a verifier key, or else against the key it publishes.

    Raises Unusable where there is no log to check. `progress(done, all)` is told about entries.
    """
    report = Report(source.name)
    try:
        verifier = _key(source, key, report)
        checkpoint = _checkpoint(source, verifier, report)
        entries = _tree(source, checkpoint, report)
        leaves = _entries(entries, report)
        _openings(source, leaves, report, progress)
    except _Fault as fault:
        report.failure, report.index = str(fault), fault.index
    else:
        report.ok = True
    return report


def verify_proof(text: str, *, key: str | None, opening: bytes | None = None) -> Report:
    """Check a `.tlog-proof` whose extra line carries the entry; with `opening`, also the words behind it.

    Raises Unusable where `text` is no such file, or where no key is given: a proof brings none.
    """
    try:
        proof = TlogProof.parse(text)
    except ProofError as error:
        raise Unusable(str(error)) from None
    if key is None:
        raise Unusable("a proof brings no key: name the log's verifier key with --key")
    if proof.extra is None:
        raise Unusable("the proof has no extra line with the entry, so there is nothing to compare")
    report = Report(f"proof of entry {proof.index}", key=key, key_was_given=True)
    try:
        checkpoint = proof.verify(leaf_hash(proof.extra), [_parse_key(key)])
        report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
        leaf = Leaf.decode(proof.extra)
        report.kinds = {leaf.kind: 1}
        report.checks.append(
            f"entry {proof.index} ({leaf.kind}) is in the log of {checkpoint.size} entries signed by {checkpoint.origin}"
        )
        if opening is not None:
            if not Opening.decode(opening).answers(leaf):
                raise _Fault("the opening is not the one the entry commits to", proof.index)
            report.checks.append("the opening is the one the entry commits to: these words, unchanged")
    except (ProofError, NoteError, EntryError) as error:
        report.failure, report.index = str(error), proof.index
    except _Fault as fault:
        report.failure, report.index = str(fault), fault.index
    else:
        report.ok = True
    return report


def verify_growth(old: bytes, new: bytes, *, key: str | None, source: Source | None) -> Report:
    """Check that two signed checkpoints of one log do not contradict each other.

    Checkpoints of different sizes need the log (`source`) for the proof. Raises Unusable without it.
    """
    if key is None and source is None:
        raise Unusable("name the log's verifier key with --key, or the log itself with --log")
    report = Report("two checkpoints")
    verifier = _parse_key(key) if key else _key_of(source)
    report.key, report.key_was_given = str(verifier), key is not None
    try:
        first, second = sorted((open_checkpoint(one, [verifier]) for one in (old, new)), key=lambda one: one.size)
        report.origin, report.size, report.root = second.origin, second.size, second.root.hex()
        report.checks.append(f"both are signed by {second.origin}")
        if first.size == second.size:
            if first.root != second.root:
                raise _Fault(f"two different logs of {first.size} entries were signed: proof that history was changed")
            report.checks.append("they are the same")
        elif first.size == 0:
            report.checks.append("the older one is of the empty log, which every log begins with")
        else:
            if source is None:
                raise Unusable("the sizes differ: name the log with --log, for the proof that one grew into the other")
            proof = TileReader(source.fetch, second.size).consistency_proof(first.size)
            verify_consistency(first.size, second.size, proof, first.root, second.root)
            report.checks.append(f"the log of {second.size} entries begins with the one of {first.size}")
    except (NoteError, ProofError, TileError) as error:
        report.failure = str(error)
    except (Missing, Gone) as error:
        raise Unusable(f"the log lacks {error}") from None
    except _Fault as fault:
        report.failure = str(fault)
    else:
        report.ok = True
    return report


def _key(source: Source, key: str | None, report: Report) -> Verifier:
    verifier = _parse_key(key) if key else _key_of(source)
    report.key, report.key_was_given = str(verifier), key is not None
    report.checks.append(
        "the key is the one you gave" if key else "the key is the log's own: compare it with one you trust"
    )
    return verifier


def _parse_key(key: str) -> Verifier:
    try:
        return Verifier.parse(key.strip())
    except NoteError as error:
        raise Unusable(f"the key can't be used: {error}") from None


def _key_of(source: Source | None) -> Verifier:
    assert source is not None  # noqa: S101 - the callers made sure
    try:
        return _parse_key(source.fetch(KEY).decode())
    except (Missing, Gone, UnicodeDecodeError):
        raise Unusable(f"{source.name} has no {KEY}: it is no log of onrecord") from None


def _checkpoint(source: Source, verifier: Verifier, report: Report) -> Checkpoint:
    try:
        checkpoint = open_checkpoint(source.fetch(CHECKPOINT), [verifier])
    except (Missing, Gone):
        raise Unusable(f"{source.name} has no checkpoint: it is no log of onrecord") from None
    except NoteError as error:
        raise _Fault(f"the checkpoint does not hold: {error}") from None
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
    report.checks.append(f"the checkpoint of {checkpoint.size} entries is signed by {checkpoint.origin}")
    return checkpoint


def _tree(source: Source, checkpoint: Checkpoint, report: Report) -> list[bytes]:
    """All entries, after every bundle, every tile of every level and the root were found to agree."""
    entries: list[bytes] = []
    for n, width in bundles_of(checkpoint.size):
        path = bundle_path(n, width)
        try:
            entries += decode_bundle(_required(source, path, n * TILE_WIDTH), width)
        except TileError as error:
            raise _Fault(f"{path}: {error}", n * TILE_WIDTH) from None
    level, hashes = 0, [leaf_hash(entry) for entry in entries]
    tiles = tiles_of(checkpoint.size)
    while hashes:
        for tile_level, n, width in tiles:
            if tile_level != level:
                continue
            path, start = tile_path(level, n, width), n * TILE_WIDTH
            if _required(source, path, start << 8 * level) != b"".join(hashes[start : start + width]):
                found = source.fetch(path)
                place = next(
                    (i for i in range(width) if found[i * HASH_SIZE : (i + 1) * HASH_SIZE] != hashes[start + i]), 0
                )
                raise _Fault(f"{path} does not have the hashes of the entries below it", (start + place) << 8 * level)
        full = len(hashes) // TILE_WIDTH * TILE_WIDTH
        hashes = [Frontier().extend(hashes[i : i + TILE_WIDTH]).root() for i in range(0, full, TILE_WIDTH)]
        level += 1
    root = Frontier().extend(leaf_hash(entry) for entry in entries).root() if entries else EMPTY_ROOT
    if root != checkpoint.root:
        raise _Fault("the entries do not give the root that was signed")
    report.checks.append(f"{len(tiles)} tiles and all entries give the signed root")
    return entries


def _required(source: Source, path: str, index: int) -> bytes:
    try:
        return source.fetch(path)
    except (Missing, Gone):
        raise _Fault(f"{path} is missing", index) from None


def _entries(entries: list[bytes], report: Report) -> list[Leaf]:
    leaves: list[Leaf] = []
    for index, entry in enumerate(entries):
        try:
            leaf = Leaf.decode(entry)
        except EntryError as error:
            raise _Fault(f"entry {index}: {error}", index) from None
        if leaves and leaf.at < leaves[-1].at:
            raise _Fault(f"entry {index} is older than the one before it", index)
        if leaf.ref is not None and leaf.ref >= index:
            raise _Fault(f"entry {index} refers to entry {leaf.ref}, which comes later", index)
        if (leaf.kind == "edition.opened") != (index == 0):
            raise _Fault(f"entry {index}: a log begins with edition.opened, and has it only there", index)
        leaves.append(leaf)
    report.kinds = dict(sorted(Counter(leaf.kind for leaf in leaves).items()))
    report.unknown_kinds = sorted(set(report.kinds) - set(contents.KINDS))
    report.checks.append("every entry is well-formed, in order of time, and refers to earlier ones only")
    return leaves


def _openings(source: Source, leaves: list[Leaf], report: Report, progress: Callable[[int, int], None] | None) -> None:
    opened = {leaf.ref for leaf in leaves if leaf.kind == "opened"}
    erased = {leaf.ref for leaf in leaves if leaf.kind == "erased"}
    for index, leaf in enumerate(leaves):
        if progress and index % 64 == 0:
            progress(index, len(leaves))
        try:
            raw = source.fetch(f"open/{index}")
        except (Missing, Gone) as absent:
            _absent(
                index,
                absent,
                erased=index in erased or _erased_meanwhile(source, report, index),
                opened=index in opened,
            )
            if isinstance(absent, Gone) or index in erased:
                report.erased += 1
            else:
                report.held += 1
            continue
        if index in erased:
            raise _Fault(f"entry {index} was erased, but its opening is still there", index)
        _answers(index, leaf, raw)
        report.public += 1
    report.checks.append(
        f"{report.public} openings answer their entries, {report.held} are held back, {report.erased} erased"
    )


def _absent(index: int, absent: Exception, *, erased: bool, opened: bool) -> None:
    if erased:
        return
    if isinstance(absent, Gone):
        raise _Fault(f"the opening of entry {index} is gone, and no entry says it was erased", index)
    if opened:
        raise _Fault(f"entry {index} was opened, but its opening is missing", index)


def _erased_meanwhile(source: Source, report: Report, index: int) -> bool:
    """Whether the live log has erased `index` since the checkpoint that is being checked."""
    try:
        newer = open_checkpoint(source.fetch(CHECKPOINT), [Verifier.parse(report.key)])
        reader = TileReader(source.fetch, newer.size)
        later = (Leaf.decode(reader.entry(i)) for i in range(report.size, newer.size))
        return any(leaf.kind == "erased" and leaf.ref == index for leaf in later)
    except (Missing, Gone, NoteError, TileError, EntryError):
        return False


def _answers(index: int, leaf: Leaf, raw: bytes) -> None:
    try:
        opening = Opening.decode(raw)
    except EntryError as error:
        raise _Fault(f"open/{index}: {error}", index) from None
    if not opening.answers(leaf):
        raise _Fault(f"the words of entry {index} are not those it commits to", index)
    try:
        contents.parse(leaf.kind, opening.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _Fault(f"entry {index} has no content of kind {leaf.kind}: {where}: {first['msg']}", index) from None

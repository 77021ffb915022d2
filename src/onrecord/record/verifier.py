"""Checks a whole log from the outside, with nothing but its files: no database, no trust in who serves them.

Everything is relative to one signed checkpoint. What is checked, and what that proves, is told in
docs/verifiers/checking.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pydantic import ValidationError

from onrecord.record import contents
from onrecord.record.entry import Leaf, Opening
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import NoteError, Verifier
from onrecord.tlog.tiles import TILE_WIDTH, TileError, bundle_path, bundles_of, decode_bundle, tile_path, tiles_of

HASH = 32
BESIDE_THE_TREE = {"checkpoint", "verifier.key", "README.txt"}


class Missing(LookupError):
    """There is nothing at that path, or not yet (404)."""


class Gone(LookupError):
    """There was an opening at that path; it was destroyed (410)."""


class Unusable(Exception):
    """What was given can't be checked at all; says nothing about the record."""


class Source(Protocol):
    """Where a log's files come from: paths as below `log/`.

    A source that several threads may ask at once says how many in `parallel`; one that is a closed set of files
    lists them in `paths()`, so that nothing can lie among them unchecked.
    """

    name: str

    def fetch(self, path: str) -> bytes:
        """The bytes at `path`. Raises Missing, Gone, or Unusable where the source itself fails."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The first thing that doesn't hold, and the entry it is about, where it is about one."""

    words: str
    index: int | None = None

    def __str__(self) -> str:
        return self.words if self.index is None else f"entry {self.index}: {self.words}"


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What held, in words and in the order it was checked, and the first thing that didn't."""

    checks: list[str] = field(default_factory=list)
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass(slots=True, kw_only=True)
class Report(Verdict):
    """The verdict on a log. `root` is in hexadecimal; counts stay 0 where checking ended before them."""

    source: str
    origin: str = ""
    size: int = 0
    root: str = ""
    signed_by: str = ""
    """The verifier key that the checkpoint's signature was checked with."""
    key_source: Literal["", "pinned", "the log's own"] = ""
    entries: dict[str, int] = field(default_factory=dict)
    """How many entries of each kind."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Kinds this version doesn't know, or not in that version: verified, not understood."""
    public: int = 0
    held: int = 0
    erased: int = 0


class Fault(Exception):
    """Ends a check: something doesn't hold."""

    def __init__(self, words: str, index: int | None = None) -> None:
        super().__init__(words)
        self.failure = Failure(words, index)


Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it is done, and of how much."""


def quietly(what: str, done: int, of: int) -> None:
    """No progress shown."""


def verify_log(source: Source, *, key: str | None = None, progress: Progress = quietly) -> Report:
    """Check everything in `source`, against the verifier key `key` or else the log's own.

    Stops at the first thing that doesn't hold. Raises Unusable where there is no log to check.
    """
    report = Report(source=source.name)
    note = fetch_checkpoint(source)
    try:
        verifier = _key(source, key, report)
        checkpoint = _signed(note, verifier, report)
        entries, frontier = _tree(source, checkpoint, report, progress)
        leaves = _leaves(entries, report)
        present, gone = _openings(source, leaves, report, progress)
        _course(source, leaves, present, gone, report, lambda: _erased_since(source, verifier, checkpoint, frontier))
    except Fault as fault:
        report.failure = fault.failure
    return report


def key_of(source: Source, pinned: str | None) -> Verifier:
    """The key to check with: `pinned`, which the log's own must not contradict, or else the log's own.

    Raises Fault, or Unusable where there is neither.
    """
    try:
        own = source.fetch("verifier.key").decode()
    except (Missing, Gone):
        own = None
    except UnicodeDecodeError:
        raise Fault("verifier.key is no verifier key") from None
    if pinned is None and own is None:
        raise Unusable(f"{source.name} has no verifier.key: get the key from its owner and give it with --key")
    verifier = parse_key(pinned) if pinned is not None else None
    if own is None:
        assert verifier is not None
        return verifier
    try:
        owned = Verifier.parse(own)
    except NoteError as error:
        raise Fault(f"verifier.key is no verifier key ({error})") from None
    if own != f"{owned}\n":
        raise Fault("verifier.key is not one key on one line")
    if verifier is not None and owned != verifier:
        raise Fault(f"verifier.key is not the key that was given, but {owned}")
    return owned


def parse_key(text: str) -> Verifier:
    """A verifier key as somebody typed it. Raises Unusable."""
    try:
        return Verifier.parse(text)
    except NoteError as error:
        raise Unusable(
            f"the key is none ({error}); a key looks like press.example.org/series/edition/log+1a2b3c4d+AbCd…"
        ) from None


def fetch_checkpoint(source: Source) -> bytes:
    """The log's newest signed checkpoint as it stands there. Raises Unusable where there is none."""
    try:
        return source.fetch("checkpoint")
    except (Missing, Gone):
        raise Unusable(f"there is no log at {source.name}: it has no checkpoint") from None


def opened_by(note: bytes | str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a note signed with the key of `verifier`. Raises Fault."""
    try:
        return open_checkpoint(note, [verifier])
    except NoteError as error:
        raise Fault(f"the checkpoint is not what {verifier.name} signed ({error})") from None


def leaf_of(index: int, entry: bytes) -> Leaf:
    """The leaf in the bytes of entry `index`. Raises Fault."""
    try:
        return Leaf.decode(entry)
    except ValueError as error:
        raise Fault(str(error), index) from None


def check_opening(index: int, leaf: Leaf, opening: bytes) -> bytes:
    """The content of an opening that answers the commitment in `leaf`. Raises Fault."""
    try:
        found = Opening.decode(opening)
    except ValueError as error:
        raise Fault(str(error), index) from None
    if found.encode() != opening:
        raise Fault("the opening is not canonical JSON (RFC 8785)", index)
    if not found.answers(leaf):
        raise Fault("the opening doesn't answer the commitment: its words are not those that were recorded", index)
    return found.content


def _key(source: Source, pinned: str | None, report: Report) -> Verifier:
    verifier = key_of(source, pinned)
    report.signed_by, report.key_source = str(verifier), "pinned" if pinned is not None else "the log's own"
    report.checks.append(
        "The key is the one you gave."
        if pinned is not None
        else "The key is the log's own: trusted because it was met first. Compare it with one from another place."
    )
    return verifier


def _signed(note: bytes, verifier: Verifier, report: Report) -> Checkpoint:
    checkpoint = opened_by(note, verifier)
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root.hex()
    report.checks.append(f"The checkpoint is signed by {checkpoint.origin}: {checkpoint.size} entries.")
    return checkpoint


def _tree(source: Source, checkpoint: Checkpoint, report: Report, progress: Progress) -> tuple[list[bytes], Frontier]:
    """The entries under the checkpoint, and their tree."""
    entries = _entries(source, 0, checkpoint.size, progress)
    hashes = leaf_hashes = [leaf_hash(entry) for entry in entries]
    tiles = tiles_of(checkpoint.size)
    for level, n, width in tiles:
        if n == 0 and level:
            full = range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
            hashes = [Frontier().extend(hashes[start : start + TILE_WIDTH]).root() for start in full]
        _compare(source, level, n, hashes[n * TILE_WIDTH : n * TILE_WIDTH + width])
    frontier = Frontier().extend(leaf_hashes)
    if frontier.root() != checkpoint.root:
        raise Fault("the entries have another root than the checkpoint: entries were changed, added or left out")
    report.checks.append("All entries, and the hashes in all tiles, lead to the signed root.")
    return entries, frontier


def _entries(source: Source, start: int, stop: int, progress: Progress = quietly) -> list[bytes]:
    """The entries in [start, stop) from the bundles of a log of `stop` entries."""
    entries: list[bytes] = []
    first = start // TILE_WIDTH
    for n in range(first, -(-stop // TILE_WIDTH)):  # one by one: a size that nothing backs must not cost memory
        path = bundle_path(n, min(TILE_WIDTH, stop - n * TILE_WIDTH))
        try:
            entries += decode_bundle(_required(source, path), min(TILE_WIDTH, stop - n * TILE_WIDTH))
        except TileError as error:
            raise Fault(f"{path}: {error}") from None
        progress("entries", first * TILE_WIDTH + len(entries), stop)
    return entries[start - first * TILE_WIDTH :]


def _compare(source: Source, level: int, n: int, hashes: Sequence[bytes]) -> None:
    path = tile_path(level, n, len(hashes))
    tile = _required(source, path)
    if tile == b"".join(hashes):
        return
    if len(tile) != len(hashes) * HASH:
        raise Fault(f"{path} has {len(tile)} bytes, not {len(hashes) * HASH}")
    place = next(i for i, known in enumerate(hashes) if tile[i * HASH : i * HASH + HASH] != known)
    index = n * TILE_WIDTH + place
    if level == 0:
        raise Fault(f"its hash in {path} is not that of the entry", index)
    span = TILE_WIDTH**level
    raise Fault(f"{path} has another hash for the entries {index * span} to {index * span + span - 1}")


def _leaves(entries: Sequence[bytes], report: Report) -> list[Leaf]:
    leaves: list[Leaf] = []
    at = 0
    for index, entry in enumerate(entries):
        leaf = leaf_of(index, entry)
        if leaves and leaf.at < at:
            raise Fault("its time is before that of the entry before it", index)
        if leaf.ref is not None and leaf.ref >= index:
            raise Fault(f"it refers to entry {leaf.ref}, which is not before it", index)
        if leaf.ref is None and leaf.kind in ("opened", "erased"):
            raise Fault(f"it is {leaf.kind!r} and doesn't say which entry it is about", index)
        leaves.append(leaf)
        at = leaf.at
    report.entries = dict(Counter(leaf.kind for leaf in leaves))
    report.checks.append("Every entry is well-formed; times never go back, references only point back.")
    return leaves


def _openings(source: Source, leaves: Sequence[Leaf], report: Report, progress: Progress) -> tuple[set[int], set[int]]:
    """The entries whose opening is there, each checked, and those whose opening is gone (410)."""
    present, gone = set[int](), set[int]()
    unknown: Counter[str] = Counter()
    for index, answer in enumerate(_fetch_openings(source, len(leaves))):
        kind = leaves[index].kind
        if kind not in contents.KINDS:
            unknown[kind] += 1
        if answer is Gone:
            gone.add(index)
        if isinstance(answer, bytes):
            content = check_opening(index, leaves[index], answer)
            present.add(index)
            if not _understood(index, kind, content) and kind in contents.KINDS:
                unknown[f"{kind}, another version"] += 1
        progress("openings", index + 1, len(leaves))
    _no_strays(source, len(leaves), present)
    report.public, report.unknown = len(present), dict(unknown)
    report.checks.append(f"All {len(present)} public openings are exactly what their entries committed to.")
    return present, gone


def _understood(index: int, kind: str, content: bytes) -> bool:
    try:
        return contents.parse(kind, content) is not None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "content"
        raise Fault(f"its content is no {kind}: {place}: {first['msg']}", index) from None


def _course(
    source: Source,
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
            raise Fault("its opening is gone, and no entry says that it was erased", index)
        raise Fault("the log says it was opened, but its opening is not there", index)
    for index in sorted(erased & present):
        raise Fault("the log says it was erased, but its opening is still there", index)
    report.erased, report.held = len(erased), len(leaves) - len(present) - len(erased)
    if opened or erased:
        report.checks.append("What the log says was opened is there, and what it says was erased is not.")
    for index, leaf in enumerate(leaves):
        if (leaf.kind == "edition.opened") != (index == 0):
            raise Fault("edition.opened must be the first entry, and the first only", index)
    if leaves:
        report.checks.append("The log begins with the opening of the edition.")


def _erased_since(source: Source, verifier: Verifier, old: Checkpoint, frontier: Frontier) -> set[int]:
    """The entries below `old.size` that were erased after `old`: the log may have grown while we read it."""
    new = opened_by(fetch_checkpoint(source), verifier)
    if new.size < old.size:
        raise Fault(f"the log has shrunk while it was read, from {old.size} to {new.size} entries")
    entries = _entries(source, old.size, new.size) if new.size > old.size else []
    if frontier.extend(leaf_hash(entry) for entry in entries).root() != new.root:
        raise Fault(
            f"the log contradicts itself: its checkpoint of {new.size} entries doesn't begin as that of {old.size}"
        )
    leaves = [leaf_of(index, entry) for index, entry in enumerate(entries, old.size)]
    return {leaf.ref for leaf in leaves if leaf.kind == "erased" and leaf.ref is not None and leaf.ref < old.size}


def _fetch_openings(source: Source, size: int) -> Iterator[bytes | type[LookupError]]:
    def fetch(index: int) -> bytes | type[LookupError]:
        try:
            return source.fetch(f"open/{index}")
        except (Missing, Gone) as error:
            return type(error)

    parallel: int = getattr(source, "parallel", 1)
    if parallel == 1:
        yield from map(fetch, range(size))
        return
    pool = ThreadPoolExecutor(parallel)
    try:
        for start in range(0, size, 1024):  # so that answers don't pile up
            yield from pool.map(fetch, range(start, min(start + 1024, size)))
    finally:
        pool.shutdown(cancel_futures=True)


def _required(source: Source, path: str) -> bytes:
    try:
        return source.fetch(path)
    except (Missing, Gone):
        raise Fault(f"{path} is missing") from None


def _no_strays(source: Source, size: int, openings: set[int]) -> None:
    """Nothing may lie among the files of the log that was not checked."""
    paths: Callable[[], Sequence[str]] = getattr(source, "paths", tuple)
    expected = BESIDE_THE_TREE | {tile_path(*tile) for tile in tiles_of(size)}
    expected |= {bundle_path(n, width) for n, width in bundles_of(size)} | {f"open/{index}" for index in openings}
    for path in sorted(set(paths()) - expected):
        raise Fault(f"{path} belongs to nothing in this log")

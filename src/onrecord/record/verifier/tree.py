"""All entries, and the hashes in all tiles, lead to the signed root."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.record.verifier.source import Gone, Missing, Progress, Source, quietly
from onrecord.record.verifier.verdict import Fault, Report
from onrecord.tlog.checkpoint import Checkpoint
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.tiles import TILE_WIDTH, TileError, bundle_path, decode_bundle, tile_path, tiles_of

HASH = 32


def check_tree(
    source: Source, checkpoint: Checkpoint, report: Report, progress: Progress
) -> tuple[list[bytes], Frontier]:
    """The entries under the checkpoint, and their tree."""
    entries = fetch_entries(source, 0, checkpoint.size, progress)
    hashes = leaf_hashes = [leaf_hash(entry) for entry in entries]
    tiles = tiles_of(checkpoint.size)
    for level, n, width in tiles:
        if n == 0 and level:
            full = range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
            hashes = [Frontier().extend(hashes[start : start + TILE_WIDTH]).root() for start in full]
        _compare(source, level, n, hashes[n * TILE_WIDTH : n * TILE_WIDTH + width])
    frontier = Frontier().extend(leaf_hashes)
    if frontier.root() != checkpoint.root:
        raise Fault("the entries don't match the root in the checkpoint: entries were changed, added or left out")
    report.checks.append("All entries and the hashes in all tiles lead to the signed root.")
    return entries, frontier


def fetch_entries(source: Source, start: int, stop: int, progress: Progress = quietly) -> list[bytes]:
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
        raise Fault(f"its hash in {path} doesn't match the entry", index)
    span = TILE_WIDTH**level
    raise Fault(f"{path} has a wrong hash for entries {index * span} to {index * span + span - 1}")


def _required(source: Source, path: str) -> bytes:
    try:
        return source.fetch(path)
    except (Missing, Gone):
        raise Fault(f"{path} is missing") from None

"""The log in memory beside pymerkle 7, the Merkle tree most used from Python.

Both hash the same entries, keep what they need to prove any one of them, and must reach the same root. pymerkle
keeps a tree of nodes; we keep what a log keeps: its tiles. Each round times ours and the peer one after the other.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable

from onrecord.tlog.merkle import Frontier, leaf_hash, verify_inclusion
from onrecord.tlog.tiles import TILE_WIDTH, TileReader, tile_path, tiles_of

try:
    import pymerkle
except ImportError:
    sys.exit("bench/tlog.py needs its peer, pymerkle 7: run `make bench`, which installs requirements/bench.txt")

ROUNDS, WARM_UP, COUNT, PROOFS = 5, 2_000, 100_000, 1_000
ENTRIES = [b"entry %d of an edition's log" % n for n in range(COUNT)]
INDEXES = random.Random(13).sample(range(COUNT), PROOFS)


def main() -> None:
    figures: dict[str, tuple[list[float], list[float]]] = {}

    def compare(name: str, ours: Callable[[], object], peer: Callable[[], object]) -> None:
        taken = figures.setdefault(name, ([], []))
        taken[0].append(seconds(ours))
        taken[1].append(seconds(peer))

    for warm_up in (append, append_one_by_one, keep, peer_append):
        warm_up(WARM_UP)
    frontier, files, tree = append(COUNT), keep(COUNT), peer_append(COUNT)
    root = frontier.root()
    assert root == tree.get_root(), "the two trees have different roots"
    reader = TileReader(files.__getitem__, COUNT)
    proofs = [reader.inclusion_proof(index) for index in INDEXES]
    peers = [tree.prove_inclusion(index + 1) for index in INDEXES]
    leaves = [leaf_hash(ENTRIES[index]) for index in INDEXES]

    def check() -> None:
        for index, leaf, proof in zip(INDEXES, leaves, proofs, strict=True):
            verify_inclusion(index, COUNT, leaf, proof, root)

    def peer_check() -> None:
        for leaf, proof in zip(leaves, peers, strict=True):
            pymerkle.verify_inclusion(leaf, root, proof)

    def prove() -> None:
        for index in INDEXES:
            reader.inclusion_proof(index)

    def prove_reading() -> None:
        new = TileReader(files.__getitem__, COUNT)
        for index in INDEXES:
            new.inclusion_proof(index)

    def prove_afresh() -> None:
        for index in INDEXES:
            TileReader(files.__getitem__, COUNT).inclusion_proof(index)

    def peer_prove() -> None:
        for index in INDEXES:
            tree.prove_inclusion(index + 1)

    for _ in range(ROUNDS):
        compare(f"append {COUNT:,}, frontier and root", lambda: append(COUNT), lambda: peer_append(COUNT))
        compare(f"append {COUNT:,}, one call each", lambda: append_one_by_one(COUNT), lambda: peer_append(COUNT))
        compare(f"append {COUNT:,}, keeping all tiles", lambda: keep(COUNT), lambda: peer_append(COUNT))
        compare(f"prove {PROOFS:,}, tiles read before", prove, peer_prove)
        compare(f"prove {PROOFS:,}, reading the tiles", prove_reading, peer_prove)
        compare(f"prove {PROOFS:,}, a new reader each", prove_afresh, peer_prove)
        compare(f"check {PROOFS:,}", check, peer_check)
    show(figures)


def append(count: int) -> Frontier:
    frontier = Frontier().extend(map(leaf_hash, ENTRIES[:count]))
    frontier.root()
    return frontier


def append_one_by_one(count: int) -> bytes:
    frontier = Frontier()
    for entry in ENTRIES[:count]:
        frontier = frontier.append(leaf_hash(entry))
    return frontier.root()


def keep(count: int) -> dict[str, bytes]:
    """The hash tiles of a log of `count` entries by their paths; the root is computed too, for a fair time."""
    rows = [[leaf_hash(entry) for entry in ENTRIES[:count]]]
    Frontier().extend(rows[0]).root()
    while len(rows[-1]) >= TILE_WIDTH:
        starts = range(0, len(rows[-1]) - TILE_WIDTH + 1, TILE_WIDTH)
        rows.append([Frontier().extend(rows[-1][start : start + TILE_WIDTH]).root() for start in starts])
    return {
        tile_path(level, n, width): b"".join(rows[level][n * TILE_WIDTH : n * TILE_WIDTH + width])
        for level, n, width in tiles_of(count)
    }


def peer_append(count: int) -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:count]:
        tree.append_entry(entry)
    tree.get_root()
    return tree


def seconds(once: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    once()
    return time.perf_counter() - started


def show(figures: dict[str, tuple[list[float], list[float]]]) -> None:
    print(f"{COUNT:,} entries, median of {ROUNDS} rounds, milliseconds; the peer is pymerkle {pymerkle.__version__}")
    print(f"{'':<36}{'ours':>10}{'peer':>10}{'peer/ours':>11}")
    for name, (ours, peer) in figures.items():
        here, there = statistics.median(ours) * 1000, statistics.median(peer) * 1000
        print(f"{name:<36}{here:>10.1f}{there:>10.1f}{there / here:>11.1f}")


if __name__ == "__main__":
    main()

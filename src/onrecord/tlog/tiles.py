"""Tiles and entry bundles (C2SP tlog-tiles): the tree's hashes and entries, 256 a file.

Hash i at level L is the root of full tile i at level L − 1; level 0 has the leaf hashes. A tile at the right edge is
partial, 1 to 255 wide, and says so in its path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.tlog import merkle
from onrecord.tlog.merkle import HASH_SIZE, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_LEVELS = 64
LONGEST_ENTRY = 0xFFFF

# Seven groups hold any number of 64 bits; a longer path would only make Python's int() work for nothing.
_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


class TileError(ValueError):
    """A path that is no tile's, or bytes that are not what their path says."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Tile `n` of a level, `width` hashes wide; with level None, bundle `n` of `width` entries."""

    level: int | None
    n: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The tile's only path."""
        kind = "entries" if self.level is None else str(self.level)
        suffix = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{_grouped(self.n)}{suffix}"


def _grouped(n: int) -> str:
    groups = [f"{n % 1000:03d}"]
    while n := n // 1000:
        groups.append(f"x{n % 1000:03d}")
    return "/".join(reversed(groups))


def tile_path(level: int, n: int, width: int = TILE_WIDTH) -> str:
    """Where tile `n` of `level` lies below the log: `tile/0/x001/x234/067`, with `.p/112` if it is partial.

    Raises TileError for numbers that no tile has.
    """
    if not 0 <= level < TILE_LEVELS:
        raise TileError(f"tile_path: level {level} is not from 0 to {TILE_LEVELS - 1}")
    _require_place("tile_path", n, width)
    return Tile(level, n, width).path


def bundle_path(n: int, width: int = TILE_WIDTH) -> str:
    """Where entry bundle `n` lies below the log: `tile/entries/000`, with `.p/112` if it is partial.

    Raises TileError for numbers that no bundle has.
    """
    _require_place("bundle_path", n, width)
    return Tile(None, n, width).path


def _require_place(function: str, n: int, width: int) -> None:
    if n < 0:
        raise TileError(f"{function}: number {n} is negative")
    if not 1 <= width <= TILE_WIDTH:
        raise TileError(f"{function}: width {width} is not from 1 to {TILE_WIDTH}")


def parse_path(path: str) -> Tile:
    """The tile or bundle at `path`. Raises TileError unless it is spelled just as `Tile.path` spells it."""
    found = _PATH.fullmatch(path)
    if found:
        level = None if found[1] == "entries" else int(found[1])
        tile = Tile(level, int(re.sub("[x/]", "", found[2])), int(found[3] or TILE_WIDTH))
        if tile.path == path and 1 <= tile.width <= TILE_WIDTH and (level or 0) < TILE_LEVELS:
            return tile
    raise TileError(f"parse_path: {path!r} is not a tile path like tile/0/x001/x234/067 or tile/entries/000.p/12")


def partial_width(level: int, size: int) -> int:
    """How wide the partial tile at `level` is in a log of `size` entries; 0 if there is none."""
    return (size >> TILE_HEIGHT * level) % TILE_WIDTH


def tiles_of(size: int) -> list[tuple[int, int, int]]:
    """Level, number and width of each tile in a log of `size` entries, level 0 first.

    Raises TileError for a negative size.
    """
    _require_size("tiles_of", size)
    tiles: list[tuple[int, int, int]] = []
    level = 0
    while size >> TILE_HEIGHT * level > 0:
        tiles += ((level, n, width) for n, width in _row(level, size))
        level += 1
    return tiles


def bundles_of(size: int) -> list[tuple[int, int]]:
    """Number and width of each entry bundle in a log of `size` entries. Raises TileError for a negative size."""
    _require_size("bundles_of", size)
    return _row(0, size)


def _require_size(function: str, size: int) -> None:
    if size < 0:
        raise TileError(f"{function}: size {size} is negative")


def _row(level: int, size: int) -> list[tuple[int, int]]:
    full, partial = size >> TILE_HEIGHT * (level + 1), partial_width(level, size)
    return [(n, TILE_WIDTH) for n in range(full)] + ([(full, partial)] if partial else [])


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The entries, each behind its length (uint16, big-endian). Raises TileError for one over 65,535 bytes."""
    for at, entry in enumerate(entries):
        if len(entry) > LONGEST_ENTRY:
            raise TileError(f"encode_bundle: entry {at} has {len(entry)} bytes; at most {LONGEST_ENTRY} fit")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(bundle: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle. Raises TileError where it has fewer, more, or one that is cut off."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle):
            raise TileError(f"decode_bundle: entry {len(entries)} of {width} is cut off")
        entries.append(bundle[start:at])
    if len(entries) != width:
        raise TileError(f"decode_bundle: {len(entries)} entries, not {width}")
    return entries


class TileReader:
    """The tree of `size` entries, read through `fetch`, which answers a path below the log with its bytes.

    What `fetch` raises passes through. Tiles are kept once read. Nothing read is trusted by itself: check a proof,
    or `root()`, against a signed checkpoint.
    """

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        self._fetch, self.size = fetch, size
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

    def hash(self, level: int, index: int) -> bytes:
        """The root of the perfect subtree over the 2**level leaves from leaf `index * 2**level` on.

        Raises TileError where that is not all within the tree, or where a tile has another width than it must.
        """
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise TileError(f"TileReader.hash: a log of {self.size} entries has no hash {index} at level {level}")
        tile_level, height = divmod(level, TILE_HEIGHT)
        n, place = divmod(index, TILE_WIDTH >> height)
        return self._rows(tile_level, n)[height][place]

    def _rows(self, level: int, n: int) -> list[list[bytes]]:
        """The hashes of a tile, then the nodes above each two of them, and so on upward."""
        if (level, n) not in self._tiles:
            width = self._width(level, n)
            path = tile_path(level, n, width)
            packed = self._fetch(path)
            if len(packed) != width * HASH_SIZE:
                raise TileError(f"{path}: {len(packed)} bytes, not {width * HASH_SIZE} for {width} hashes")
            rows = [[packed[i : i + HASH_SIZE] for i in range(0, len(packed), HASH_SIZE)]]
            while (row := rows[-1])[1:]:
                rows.append([node_hash(*two) for two in zip(row[::2], row[1::2], strict=False)])
            self._tiles[level, n] = rows
        return self._tiles[level, n]

    def _width(self, level: int, n: int) -> int:
        return min(TILE_WIDTH, (self.size >> TILE_HEIGHT * level) - n * TILE_WIDTH)

    def root(self) -> bytes:
        """The root of the tree, computed from the tiles at its right edge."""
        return merkle.subtree(0, self.size, self.hash) if self.size else merkle.EMPTY_ROOT

    def inclusion_proof(self, index: int) -> list[bytes]:
        """The proof that entry `index` is in this tree. Raises ProofError, TileError."""
        return merkle.inclusion_proof(index, self.size, self.hash)

    def consistency_proof(self, old: int) -> list[bytes]:
        """The proof that this tree begins with that of `old` entries. Raises ProofError, TileError."""
        return merkle.consistency_proof(old, self.size, self.hash)

    def entry(self, index: int) -> bytes:
        """The bytes of entry `index`, from its bundle. Raises TileError."""
        if not 0 <= index < self.size:
            raise TileError(f"TileReader.entry: a log of {self.size} entries has no entry {index}")
        n, place = divmod(index, TILE_WIDTH)
        width = self._width(0, n)
        path = bundle_path(n, width)
        try:
            return decode_bundle(self._fetch(path), width)[place]
        except TileError as error:
            raise TileError(f"{path}: {error}") from None

"""Tiles and entry bundles (C2SP tlog-tiles): hashes by 256."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.tlog import merkle
from onrecord.tlog.merkle import HASH_SIZE, Frontier

TILE_WIDTH = 256
TILE_HEIGHT = 8


class TileError(ValueError):
    """Bytes or a path that are no tile's."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a tile (or, with level None, an entry bundle) stands, and how wide it is."""

    level: int | None
    n: int
    width: int = TILE_WIDTH


def _number(n: int) -> str:
    groups = [f"{n % 1000:03d}"]
    while n := n // 1000:
        groups.append(f"x{n % 1000:03d}")
    return "/".join(reversed(groups))


def tile_path(level: int, n: int, width: int = TILE_WIDTH) -> str:
    """`tile/<L>/<N>[.p/<W>]`, N in groups of three digits."""
    return f"tile/{level}/{_number(n)}" + ("" if width == TILE_WIDTH else f".p/{width}")


def bundle_path(n: int, width: int = TILE_WIDTH) -> str:
    """`tile/entries/<N>[.p/<W>]`."""
    return f"tile/entries/{_number(n)}" + ("" if width == TILE_WIDTH else f".p/{width}")


PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")


def parse_path(path: str) -> Tile:
    """The tile or bundle (level None) at `path`. Raises TileError for anything but the one way to write it."""
    found = PATH.fullmatch(path)
    if not found:
        raise TileError(f"parse_path: {path!r} is no path of a tile")
    level = None if found[1] == "entries" else int(found[1])
    tile = Tile(level, int(found[2].replace("x", "").replace("/", "")), int(found[3] or TILE_WIDTH))
    again = bundle_path(tile.n, tile.width) if level is None else tile_path(level, tile.n, tile.width)
    if again != path or not 1 <= tile.width <= TILE_WIDTH or (level or 0) > 63:
        raise TileError(f"parse_path: {path!r} is no path of a tile")
    return tile


def tiles_of(size: int) -> list[tuple[int, int, int]]:
    """Level, number and width of every tile of a log of `size`; empty tiles are none."""
    result: list[tuple[int, int, int]] = []
    level = 0
    while size:
        result += [(level, n, TILE_WIDTH) for n in range(size // TILE_WIDTH)]
        if size % TILE_WIDTH:
            result.append((level, size // TILE_WIDTH, size % TILE_WIDTH))
        size //= TILE_WIDTH
        level += 1
    return result


def bundles_of(size: int) -> list[tuple[int, int]]:
    """Number and width of every entry bundle of a log of `size`."""
    return [(n, width) for level, n, width in tiles_of(size) if level == 0]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """`uint16be length ‖ entry`, repeated."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(bundle: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle. Raises TileError where it is cut off or has another number."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if at + 2 > len(bundle) or len(entry) != length:
            raise TileError(f"decode_bundle: entry {len(entries)} is cut off")
        entries.append(entry)
        at += 2 + length
    if len(entries) != width:
        raise TileError(f"decode_bundle: {len(entries)} entries, not {width}")
    return entries


class TileReader:
    """Hashes and proofs of a log of `size`, from its tiles alone; `fetch(path)` brings them."""

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        self._fetch, self.size = fetch, size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def _width(self, level: int, n: int) -> int:
        return min(TILE_WIDTH, (self.size >> TILE_HEIGHT * level) - n * TILE_WIDTH)

    def _tile(self, level: int, n: int) -> list[bytes]:
        if (level, n) not in self._tiles:
            width = self._width(level, n)
            path = tile_path(level, n, width)
            raw = self._fetch(path)
            if len(raw) != width * HASH_SIZE:
                raise TileError(f"{path}: {len(raw)} bytes, not {width * HASH_SIZE}")
            self._tiles[level, n] = [raw[i : i + HASH_SIZE] for i in range(0, len(raw), HASH_SIZE)]
        return self._tiles[level, n]

    def hash(self, level: int, index: int) -> bytes:
        """The root of the perfect subtree of 2**level leaves, the index-th of its kind."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        start = index << height
        hashes = self._tile(tile_level, start // TILE_WIDTH)
        place = start % TILE_WIDTH
        return Frontier().extend(hashes[place : place + (1 << height)]).root()

    def root(self) -> bytes:
        """The root of the whole tree."""
        return merkle.subtree(0, self.size, self.hash) if self.size else merkle.EMPTY_ROOT

    def inclusion_proof(self, index: int) -> list[bytes]:
        """From leaf `index` to the root."""
        return merkle.inclusion_proof(index, self.size, self.hash)

    def consistency_proof(self, old: int) -> list[bytes]:
        """From the tree of `old` leaves to this one."""
        return merkle.consistency_proof(old, self.size, self.hash)

    def entry(self, index: int) -> bytes:
        """The bytes of one entry."""
        n, place = divmod(index, TILE_WIDTH)
        width = self._width(0, n)
        return decode_bundle(self._fetch(bundle_path(n, width)), width)[place]

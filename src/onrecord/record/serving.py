"""The log as readers fetch it: the bytes at every path below `log/`, and a bundle of them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.record import heads, openings
from onrecord.record.kinds import known
from onrecord.record.models import Log, Opening
from onrecord.record.verifier import Gone, Missing
from onrecord.tlog.merkle import leaf_hash
from onrecord.tlog.tiles import (
    TILE_WIDTH,
    TileError,
    TileReader,
    bundle_path,
    bundles_of,
    encode_bundle,
    parse_path,
    tile_path,
    tiles_of,
)


class NotInLog(LookupError):
    """There is nothing at that path, or not yet."""


class Destroyed(LookupError):
    """The opening was erased; the entry stays."""


def checkpoint(log: Log) -> str:
    """The signed checkpoint, noted as public before anybody is given it."""
    heads.publish(log.origin, log.checkpoint)
    return log.checkpoint


def tile(log: Log, level: int, n: int, width: int = TILE_WIDTH) -> bytes:
    """The hashes of a tile, `width` × 32 bytes. Raises NotInLog where the log has fewer."""
    if level == 0:
        return b"".join(leaf_hash(entry) for entry in _entries(log, n, width))
    stored = log.tiles.filter(level=level, n=n).values_list("hashes", flat=True).first()
    if stored is None or len(stored) < width * 32:
        raise NotInLog(tile_path(level, n, width))
    return bytes(stored[: width * 32])


def bundle(log: Log, n: int, width: int = TILE_WIDTH) -> bytes:
    """An entry bundle. Raises NotInLog where the log has fewer entries."""
    return encode_bundle(_entries(log, n, width))


def opening(log: Log, index: int) -> bytes:
    """The opening of an entry as served. Raises NotInLog while it isn't public, Destroyed once erased."""
    found = openings.public(log, [index])
    if index in found:
        return found[index].encode()
    gone = Opening.objects.filter(log=log, index=index, state=Opening.State.DESTROYED).exists()
    if gone and not known[openings.kinds_of(log, [index])[index]].undisclosed:
        raise Destroyed(f"open/{index}")
    raise NotInLog(f"open/{index}")


def reader(log: Log) -> TileReader:
    """Reads hashes, entries and proofs out of the log's tiles as any client would."""

    def fetch(path: str) -> bytes:
        return by_path(log, path)

    return TileReader(fetch, log.size)


def by_path(log: Log, path: str) -> bytes:
    """The bytes at a tile's or bundle's path. Raises NotInLog."""
    try:
        parsed = parse_path(path)
    except TileError as error:
        raise NotInLog(path) from error
    if parsed.level is None:
        return bundle(log, parsed.n, parsed.width)
    return tile(log, parsed.level, parsed.n, parsed.width)


class DatabaseSource:
    """The log as the verifier reads it, straight from the database; see `verifier.Source`."""

    def __init__(self, log: Log) -> None:
        self.name = log.origin
        self._log = log

    def fetch(self, path: str) -> bytes:
        """The bytes below `log/`. Raises verifier.Missing and verifier.Gone as the server answers 404 and 410."""
        try:
            match path.split("/"):
                case ["checkpoint"]:
                    return self._log.checkpoint.encode()
                case ["verifier.key"]:
                    return self._log.verifier_key.encode() + b"\n"
                case ["open", index]:
                    return opening(self._log, int(index))
            return by_path(self._log, path)
        except NotInLog as error:
            raise Missing(path) from error
        except Destroyed as error:
            raise Gone(path) from error


@dataclass(frozen=True, slots=True)
class File:
    """One file of the log: its path below `log/` and its bytes."""

    path: str
    content: bytes


def files(log: Log) -> Iterator[File]:
    """Everything public of the log at its present size: checkpoint, tiles, entry bundles, openings, key."""
    yield File("checkpoint", checkpoint(log).encode())
    yield File("verifier.key", log.verifier_key.encode() + b"\n")
    for level, n, width in tiles_of(log.size):
        yield File(tile_path(level, n, width), tile(log, level, n, width))
    for n, width in bundles_of(log.size):
        yield File(bundle_path(n, width), bundle(log, n, width))
    for start in range(0, log.size, 1000):
        for index, found in sorted(openings.public(log, range(start, min(start + 1000, log.size))).items()):
            yield File(f"open/{index}", found.encode())


def _entries(log: Log, n: int, width: int) -> list[bytes]:
    start = n * TILE_WIDTH
    entries = [leaf for _, leaf in openings.leaves(log, start, start + width)]
    if len(entries) < width or not entries:
        raise NotInLog(f"entries {start} to {start + width - 1}")
    return entries

"""Whole logs made from nothing: entries, tiles, openings and a signed checkpoint, with no database."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.events.contents import SessionStarted
from onrecord.proceedings.contents import UtteranceSpoken, Voice
from onrecord.record.contents import Content, EditionOpened, Erased, Opened
from onrecord.record.entry import Leaf, Opening, commitment
from onrecord.record.verifier import Gone, Missing
from onrecord.tlog.checkpoint import Checkpoint, sign
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import Signer
from onrecord.tlog.tiles import TILE_WIDTH, bundle_path, encode_bundle, tile_path, tiles_of
from onrecord.transcripts.model import Role

ORIGIN = "press.example.org/regional-media/13/log"
SIGNER = Signer(ORIGIN, bytes(range(32)))
KEY = str(SIGNER.verifier)
START = 1_778_148_000_000

Files = dict[str, bytes]


@dataclass
class Writing:
    """A log being written; `tree()` gives its files as they stand."""

    entries: list[bytes] = field(default_factory=list)
    openings: dict[int, bytes] = field(default_factory=dict)
    destroyed: dict[int, bytes] = field(default_factory=dict)
    random: random.Random = field(default_factory=lambda: random.Random(13))

    def add(self, content: Content, *, ref: int | None = None, held: bool = False) -> int:
        return self.add_raw(content.kind, content.canonical(), ref=ref, held=held)

    def add_raw(self, kind: str, content: bytes, *, ref: int | None = None, held: bool = False, at: int = 0) -> int:
        index, opening = len(self.entries), Opening(self.random.randbytes(32), content)
        leaf = Leaf(at=at or START + 1000 * index, kind=kind, commit=commitment(opening.nonce, kind, content), ref=ref)
        self.entries.append(leaf.encode())
        if not held:
            self.openings[index] = opening.encode()
        return index

    def erase(self, index: int) -> int:
        self.destroyed[index] = self.openings.pop(index)
        return self.add(Erased(legal_basis="Art. 17 GDPR, decision of 4 May 2026"), ref=index)

    def files(self, signer: Signer = SIGNER) -> Files:
        files = tree(self.entries, signer) | {"verifier.key": f"{signer.verifier}\n".encode()}
        return files | {f"open/{index}": opening for index, opening in self.openings.items()}


def tree(entries: list[bytes], signer: Signer = SIGNER) -> Files:
    """Tiles, entry bundles and the signed checkpoint of `entries`."""
    hashes = [leaf_hash(entry) for entry in entries]
    root = Frontier().extend(hashes).root()
    files = {"checkpoint": sign(Checkpoint(signer.verifier.name, len(entries), root), signer).encode()}
    levels = [hashes]
    for level, n, width in tiles_of(len(entries)):
        while level >= len(levels):
            below = levels[-1]
            full = range(0, len(below) - TILE_WIDTH + 1, TILE_WIDTH)
            levels.append([Frontier().extend(below[i : i + TILE_WIDTH]).root() for i in full])
        start = n * TILE_WIDTH
        files[tile_path(level, n, width)] = b"".join(levels[level][start : start + width])
        if level == 0:
            files[bundle_path(n, width)] = encode_bundle(entries[start : start + width])
    return files


def said(text: str) -> UtteranceSpoken:
    ferro = Voice(name="Governor Ferro", title="Governor")
    return UtteranceSpoken(role=Role.ANSWER, text=text, standard="draft", speaker=ferro, language="en")


HELD, OPENED, ERASED, UNKNOWN = 4, 5, 6, 7


def conference(utterances: int = 4) -> Writing:
    """Entries 0 to 3 public, one held, one held and then opened, one erased, one unknown, then `utterances` more."""
    log = Writing()
    log.add(EditionOpened(series="Regional media", title="13th edition"))
    log.add(SessionStarted(standard="draft"))
    log.add(said("The second bus line starts in March."))
    log.add(said('Ждите весной: «да» — значит да.\n\u2028\u0001\\"/'))
    assert log.add(said("Under embargo until noon."), held=True) == HELD
    assert log.add(said("It may be printed now.")) == OPENED
    assert log.add(said("A name that a court had removed.")) == ERASED
    assert log.add_raw("weather.noted", b'{"sky":"grey","v":1}') == UNKNOWN
    log.add(Opened(reason="the embargo has ended"), ref=OPENED)
    log.erase(ERASED)
    for number in range(utterances):
        log.add(said(f"Passage {number}."))
    return log


def write_zip(path: Path, files: Files, folder: str = "regional-media-13/") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return path


class Shelf:
    """Files in memory as a source; `gone` answers 410."""

    name = "shelf"

    def __init__(self, files: Files, gone: set[str] = frozenset()) -> None:
        self.files, self.gone = files, gone

    def fetch(self, path: str) -> bytes:
        if path in self.gone:
            raise Gone(path)
        if path not in self.files:
            raise Missing(path)
        return self.files[path]

    def paths(self) -> list[str]:
        return sorted(self.files.keys() - self.gone)

"""Verifying a bundle of 10,000 entries beside the bare limit on the same bytes.

The limit does what no verifier can leave out, and nothing else: every file read out of the same zip, SHA-256 over
every entry and every node of the tree, JSON parsed for every entry and opening, HMAC-SHA256 over every content, one
Ed25519 signature. It compares nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from onrecord.events.contents import SessionStarted
from onrecord.proceedings.contents import UtteranceSpoken, Voice
from onrecord.record import kinds
from onrecord.record.contents import EditionOpened
from onrecord.record.entry import Leaf, Opening, commitment
from onrecord.record.sources import BundleSource
from onrecord.record.verifier import verify_log
from onrecord.tlog.checkpoint import Checkpoint, sign
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import Signer, Verifier, open_note
from onrecord.tlog.tiles import TILE_WIDTH, bundle_path, decode_bundle, encode_bundle, tile_path, tiles_of
from onrecord.transcripts.model import Role

ENTRIES, ROUNDS = 10_000, 5
WORDS = "The second bus line will start by the end of March, and I will come and take it myself on the first day. " * 3
ORIGIN = "bench.example.org/series/edition/log"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        bundle, key = Path(folder) / "bundle.zip", write(Path(folder) / "bundle.zip")
        small = str(resources.files("onrecord.record") / "onrecord_check.py")
        ways: dict[str, Callable[[], object]] = {
            "bare limit": lambda: bare(bundle),
            "verify_log": lambda: ours(bundle, key),
            "onrecord_check.py": lambda: subprocess.run(
                [sys.executable, small, str(bundle), "--key", key], check=True, stdout=subprocess.DEVNULL
            ),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - started)
        limit = statistics.median(seconds["bare limit"])
        print(f"verifying {ENTRIES:,} entries, a zip of {bundle.stat().st_size:,} bytes, median of {ROUNDS} rounds")
        for name, found in seconds.items():
            median = statistics.median(found)
            print(
                f"  {name:<18} {median:6.2f} s  ({ENTRIES / median:8,.0f} entries a second)  {median / limit:5.2f} × it"
            )
        print("  onrecord_check.py includes the start of its own process")


def ours(bundle: Path, key: str) -> None:
    report = verify_log(BundleSource(bundle), kinds.known, key=key)
    assert report.ok, report.failure
    assert (report.size, report.public) == (ENTRIES, ENTRIES)


def bare(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        read = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
    open_note(read["checkpoint"], [Verifier.parse(read["verifier.key"].decode())])
    entries = [
        entry
        for level, n, width in tiles_of(ENTRIES)
        if level == 0
        for entry in decode_bundle(read[bundle_path(n, width)], width)
    ]
    nodes = [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
    while len(nodes) > 1:
        nodes = [
            hashlib.sha256(b"\1" + nodes[i] + nodes[min(i + 1, len(nodes) - 1)]).digest()
            for i in range(0, len(nodes), 2)
        ]
    for index, entry in enumerate(entries):
        kind = json.loads(entry)["kind"]
        opening = json.loads(read[f"open/{index}"])
        content = opening["content"].encode()
        json.loads(content)
        hmac.digest(
            base64.b64decode(opening["nonce"]), b"onrecord/commit/v1\0" + kind.encode() + b"\0" + content, "sha256"
        )


def write(path: Path) -> str:
    """A bundle as the server exports it; returns the verifier key."""
    signer, source = Signer(ORIGIN, bytes(range(32))), random.Random(13)
    contents = [EditionOpened(series="Bench", title="Bench"), SessionStarted(standard="draft")]
    ferro = Voice(name="Governor Ferro", title="Governor")
    contents += [
        UtteranceSpoken(role=Role.ANSWER, text=f"{index}. {WORDS}", standard="draft", speaker=ferro, language="en")
        for index in range(2, ENTRIES)
    ]
    entries, files = [], dict[str, bytes]()
    for index, content in enumerate(contents):
        opening = Opening(source.randbytes(32), content.canonical())
        commit = commitment(opening.nonce, content.kind, opening.content)
        entries.append(Leaf(at=1_778_148_000_000 + index, kind=content.kind, commit=commit).encode())
        files[f"open/{index}"] = opening.encode()
    hashes = leaf_hashes = [leaf_hash(entry) for entry in entries]
    for level, n, width in tiles_of(ENTRIES):
        if n == 0 and level:
            full = range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
            hashes = [Frontier().extend(hashes[i : i + TILE_WIDTH]).root() for i in full]
        start = n * TILE_WIDTH
        files[tile_path(level, n, width)] = b"".join(hashes[start : start + width])
        if level == 0:
            files[bundle_path(n, width)] = encode_bundle(entries[start : start + width])
    root = Frontier().extend(leaf_hashes).root()
    files["checkpoint"] = sign(Checkpoint(ORIGIN, ENTRIES, root), signer).encode()
    files["verifier.key"] = f"{signer.verifier}\n".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"series-edition/{name}", content)
    return str(signer.verifier)


if __name__ == "__main__":
    main()

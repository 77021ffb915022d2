"""Importing real transcripts, read and stored, beside the bare limit on the same bytes.

The limit of reading: bytes from the disk, decoded as UTF-8, split into lines. The limit of storing: one INSERT an
utterance of as many bytes as the record stores for it, one COMMIT a file, WAL, synchronous=FULL. Neither understands
anything. The files are those of ../shared/data (or BENCH_TRANSCRIPTS); without them there is nothing to measure.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
FOLDER = Path(os.environ.get("BENCH_TRANSCRIPTS") or Path(__file__).resolve().parents[2] / "shared" / "data")


def main() -> None:
    files = sorted(file for file in FOLDER.rglob("*") if file.suffix in (".txt", ".md") and file.name != "README.md")
    if not files:
        print(f"no transcripts in {FOLDER}: nothing measured; name a folder of them with BENCH_TRANSCRIPTS")
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-", dir=os.environ.get("BENCH_DIR")) as home:
        os.environ["ONRECORD_HOME"] = home
        read, store, stored = ours(files)
        utterances, each = stored()
        bare = Path(home) / "bare.sqlite3"
        ways: dict[str, Callable[[], object]] = {
            "reading, limit": lambda: [file.read_bytes().decode().split("\n") for file in files],
            "reading": read,
            "storing, limit": lambda: insert(bare, utterances, each, files=len(files)),
            "storing": store,
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - started)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"importing {len(files)} files, {size:.1f} MB, {utterances:,} utterances; median of {ROUNDS} rounds")
    for name, found in seconds.items():
        median = statistics.median(found)
        share = statistics.median(seconds[f"{name.removesuffix(', limit')}, limit"]) / median
        print(
            f"  {name:<15} {median:7.2f} s  {size / median:8.1f} MB a second  {utterances / median:9,.0f} utterances a "
            f"second  {share:5.2f} of the limit"
        )
    print(
        f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte():.0f} MB, the limits' included"
    )


def ours(files: list[Path]) -> tuple[Callable[[], object], Callable[[], object], Callable[[], tuple[int, int]]]:
    """Reading all files; storing them in a new series; (utterances, mean bytes stored for one) after storing once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)

    from django.db import connection

    from onrecord.events import acts
    from onrecord.proceedings.importing import import_document
    from onrecord.transcripts.reading import read_file

    documents = [read_file(file) for file in files]
    utterances = sum(len(document.utterances) for document in documents)
    series = iter(f"bench-{number}" for number in range(ROUNDS + 1))

    def store() -> None:
        slug = next(series)
        home = acts.start_series(slug=slug, title=slug)
        for document in documents:
            assert import_document(home, document).fresh

    def stored() -> tuple[int, int]:
        store()
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(length(leaf)) FROM record_entry")
            leaves = cursor.fetchone()[0]
            cursor.execute("SELECT sum(length(wrapped_key) + length(sealed)) FROM record_opening")
            openings = cursor.fetchone()[0]
        return utterances, round((leaves + openings) / utterances)

    return lambda: [read_file(file) for file in files], store, stored


def insert(path: Path, count: int, size: int, *, files: int) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (b BLOB)")
    blob = os.urandom(size)
    for part in range(files):
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(count * part // files, count * (part + 1) // files):
            connection.execute("INSERT INTO t VALUES (?)", (blob,))
        connection.execute("COMMIT")
    connection.close()


def per_megabyte() -> int:
    """In the unit of ru_maxrss: kilobytes on Linux, bytes on macOS."""
    return 1_000_000 if sys.platform == "darwin" else 1_000


if __name__ == "__main__":
    main()

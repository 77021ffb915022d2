"""Durable appends through `record.append` beside the bare limit on the same disk.

The limit: one INSERT of as many bytes and one COMMIT, WAL, synchronous=FULL, through sqlite3 (or psycopg on
PostgreSQL, when DATABASE_URL names one) with nothing else done. `bare rows` stores the rows that ours stores (entry,
opening, utterance, head), in tables with the same keys, from a tight loop that computes nothing: what is left
above it is our Python, the signature and the encryption. `rows, signed, sealed` does those too, with the parts of `tlog`
and `record` that do nothing else: no append that keeps the record's promises can be faster. All store one utterance a
commit.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, COUNT = 7, 300
WORDS = "The second bus line will start by the end of March, and I will come and take it myself on the first day. " * 3


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-", dir=os.environ.get("BENCH_DIR")) as home:
        os.environ["ONRECORD_HOME"] = home
        append, stored = ours()
        with_postgres = bool(os.environ.get("DATABASE_URL"))
        rows = postgres_rows(stored) if with_postgres else sqlite_rows(Path(home), stored)
        measured = {
            "bare limit": postgres_limit(stored) if with_postgres else sqlite_limit(Path(home), stored),
            "bare rows": rows,
            "rows, signed, sealed": signed(rows),
            "record.append": append,
        }
        rates: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(ROUNDS):
            for name, once in measured.items():
                rates[name].append(rate(once))
    limit = statistics.median(rates["bare limit"])
    print(f"durable appends, one a commit, {stored} bytes each, median of {ROUNDS} rounds of {COUNT}")
    for name, found in rates.items():
        median = statistics.median(found)
        print(f"  {name:<20} {median:8,.0f} a second  ({1e6 / median:6.0f} µs)  {median / limit:5.2f} of the limit")


def rate(once: Callable[[], object]) -> float:
    once()
    started = time.perf_counter()
    for _ in range(COUNT):
        once()
    return COUNT / (time.perf_counter() - started)


def ours() -> tuple[Callable[[], object], int]:
    """`record.append` of one utterance, and how many bytes an append stores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)

    from onrecord.proceedings import entries
    from onrecord.record.contents import EditionOpened
    from onrecord.record.models import Entry, Opening
    from onrecord.record.writer import Draft, append

    log = entries.open_edition(f"bench.example.org/{time.time_ns()}/log", EditionOpened(series="Bench", title="Bench"))
    entries.start_session(log)
    content = utterance()
    index = append(log, Draft(content))[0]
    entry, opening = Entry.objects.get(log=log, index=index), Opening.objects.get(log=log, index=index)
    stored = len(entry.leaf) + len(opening.wrapped_key) + len(opening.sealed)
    return lambda: append(log, Draft(content)), stored


def utterance() -> Any:
    from onrecord.proceedings.contents import UtteranceSpoken, Voice
    from onrecord.transcripts.model import Role

    return UtteranceSpoken(
        role=Role.ANSWER,
        text=WORDS,
        standard="draft",
        speaker=Voice(name="Governor Ferro", title="Governor"),
        language="en",
    )


def sqlite_limit(home: Path, size: int) -> Callable[[], object]:
    connection = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (b BLOB)")
    blob = os.urandom(size)

    def once() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (?)", (blob,))
        connection.execute("COMMIT")

    return once


def signed(store: Callable[[], object]) -> Callable[[], object]:
    """What every append must compute before it stores: content, commitment, leaf, seal, root and signature."""
    from onrecord.keeping import keys, sealing
    from onrecord.record.entry import Leaf, Opening, commitment
    from onrecord.record.models import place_of
    from onrecord.record.signing import signer_of
    from onrecord.tlog.checkpoint import Checkpoint, sign
    from onrecord.tlog.merkle import Frontier, leaf_hash

    origin, content, frontier = "bench.example.org/signed/log", utterance(), Frontier()
    signer, wrapping_key = signer_of(origin), sealing.newest_key(keys.OPENINGS)

    def once() -> None:
        nonlocal frontier
        opening = Opening(nonce=os.urandom(32), content=content.canonical())
        commit = commitment(opening.nonce, content.kind, opening.content)
        sealing.seal(opening.value, place=place_of(origin, frontier.size), wrapping_key=wrapping_key)
        leaf = Leaf(at=time.time_ns() // 1_000_000, kind=content.kind, commit=commit, ref=None)
        frontier = frontier.extend([leaf_hash(leaf.encode())])
        sign(Checkpoint(origin, frontier.size, frontier.root()), signer)
        store()

    return once


ROW_TABLES = ("entry", "opening", "utterance")


def sqlite_rows(home: Path, size: int) -> Callable[[], object]:
    connection = sqlite3.connect(home / "rows.sqlite3", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON")
    return rows_of(lambda sql, values=(): connection.execute(sql.replace("%s", "?"), values), size, blob="BLOB")


def postgres_rows(size: int) -> Callable[[], object]:
    import psycopg

    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return rows_of(lambda sql, values=(): connection.execute(sql, values), size, blob="BYTEA")


def rows_of(execute: Callable[..., Any], size: int, *, blob: str) -> Callable[[], object]:
    """Stores the rows of one append, `size` bytes in entry and opening together, and the head of the log."""
    for table in ROW_TABLES:
        execute(f'CREATE TABLE bare_{table} (log_id BIGINT, "index" BIGINT, b {blob}, PRIMARY KEY (log_id, "index"))')
    execute(f"CREATE TABLE bare_log (id BIGINT PRIMARY KEY, size BIGINT, frontier {blob})")
    execute("INSERT INTO bare_log VALUES (1, 0, %s)", (os.urandom(700),))
    index = itertools.count(1)
    blobs = {"entry": os.urandom(170), "opening": os.urandom(size - 170), "utterance": b"answer"}

    def once() -> None:
        n = next(index)
        execute("BEGIN IMMEDIATE" if blob == "BLOB" else "BEGIN")
        for table, content in blobs.items():
            execute(f"INSERT INTO bare_{table} VALUES (1, %s, %s)", (n, content))
        execute("UPDATE bare_log SET size = %s, frontier = %s WHERE id = 1", (n, os.urandom(700)))
        execute("COMMIT")

    return once


def postgres_limit(size: int) -> Callable[[], object]:
    import psycopg

    connection = psycopg.connect(os.environ["DATABASE_URL"])
    connection.execute("CREATE TABLE IF NOT EXISTS bench_bare (b bytea)")
    connection.commit()
    blob = os.urandom(size)

    def once() -> None:
        connection.execute("INSERT INTO bench_bare VALUES (%s)", (blob,))
        connection.commit()

    return once


if __name__ == "__main__":
    main()

"""What somebody else does meanwhile: on another connection to the database, or in a process of their own."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def another_writes() -> Iterator[None]:
    """Somebody else holds SQLite's write lock, for longer than anybody here waits."""
    options = connection.settings_dict["OPTIONS"]
    patience, options["timeout"] = options["timeout"], 0.05
    connection.close()  # the next one, of each request too, waits as long as that
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        options["timeout"] = patience
        connection.close()


def in_child(work: Callable[[Callable[[int], None]], None]) -> tuple[int, int]:
    """Run `work(acknowledge)` in a process of its own; returns its pid and the pipe of acknowledged indexes."""
    connections.close_all()  # a connection must not be shared with the child, nor a pool of them
    for one in connections.all(initialized_only=True):
        getattr(one, "close_pool", lambda: None)()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            work(lambda index: os.write(writing, struct.pack(">q", index)) and None)
            connections.close_all()
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


def acknowledged(reading: int) -> list[int]:
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    return [index for (index,) in struct.iter_unpack(">q", raw[: len(raw) // 8 * 8])]

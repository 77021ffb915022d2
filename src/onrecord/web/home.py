"""The folder that everything lies in: made when it is missing, and closed to all but the server's user."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "onrecord.sqlite3"
SERVING = "serving"
"""Where a server that was given no public address says on which one it listens."""
OURS = re.compile(rf"{re.escape(DATABASE)}.*|keys|files|static|locale|{SERVING}|backup-.*")


def prepare(home: Path) -> None:
    """Make the folder and its keys' folder; close to others what an earlier start or another hand left open."""
    keys = home / "keys"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.mkdir(mode=0o700, exist_ok=True)
    close(keys, 0o700)
    close(home / "files", 0o700)
    for file in home.glob(f"{DATABASE}*"):
        close(file, 0o600)
    if all(OURS.fullmatch(file.name) for file in home.iterdir()):  # a folder that holds other things, too, isn't ours
        close(home, 0o700)


def close(path: Path, mode: int) -> None:
    """Take from all others what they may do with `path`, where it is ours to say so."""
    try:
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & 0o077 and found.st_uid == os.geteuid():
            path.chmod(mode)
    except FileNotFoundError:  # SQLite took its own file away meanwhile
        pass


def begun(home: Path) -> bool:
    """Whether there is a database in the folder."""
    database = home / DATABASE
    return database.exists() and database.stat().st_size > 0


@contextmanager
def serving_at(home: Path, address: str) -> Iterator[None]:
    """Say to other commands, for as long as the block lasts, where this home is served."""
    prepare(home)
    told = home / SERVING
    told.write_text(f"{address}\n")
    try:
        yield
    finally:
        told.unlink(missing_ok=True)


def served_at(home: Path) -> str | None:
    """Where a server in this home says that it listens; None where none does."""
    try:
        return (home / SERVING).read_text().strip() or None
    except OSError:
        return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other process out of its own `alone` on the folder until the block ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # lets the lock go

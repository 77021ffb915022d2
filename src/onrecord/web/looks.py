"""How the record stands, for pages kept in memory: looked at after each request has come, by one look for all who wait."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from onrecord.proceedings.readers import State, Where, state_of_all, states

logger = logging.getLogger(__name__)

What = Where | None
"""One edition, or all together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A state, as seen over the `connection`th connection: behind the next one may stand another database, with states of
    its own."""

    state: State
    connection: int


Found = dict[What, Seen]


class Looks:
    """Tells of everything that was committed before it was asked, by whichever process.

    SQLite says in millionths of a second whether anything was committed, so that what was seen before is told at once.
    Whatever else is read, of PostgreSQL all, is read by one look at a time, in a thread.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="looks")
        self._asked: dict[What, asyncio.Future[Seen | None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._failed = False
        self._reading = Reading()

    @cached_property
    def _file(self) -> File | None:
        return File(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None

    async def at(self, what: What) -> Seen | None:
        """The state of `what` now; None where there is no such edition, or the database can't be asked."""
        if self._file and (seen := self._file.known().get(what)):
            return seen
        told = self._asked.setdefault(what, asyncio.get_running_loop().create_future())
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return None if self._failed else await asyncio.shield(told)  # a database that is away is not waited for by all

    async def _look(self) -> None:
        """Look for all who have asked. Who asks meanwhile is told by the next look: what they ask for may be newer."""
        while self._asked:
            asked, self._asked = self._asked, {}
            found = None
            try:
                found = await self._find(asked)
            finally:
                self._failed = found is None
                for what, told in asked.items():
                    told.set_result(found.get(what) if found else None)

    async def _find(self, asked: Collection[What]) -> Found | None:
        loop = asyncio.get_running_loop()
        if self._file is None:
            return await loop.run_in_executor(self._thread, self._reading.of, asked)
        known = self._file.known()
        found = await loop.run_in_executor(self._thread, self._reading.of, asked, self._file.inode)
        known |= found or {}  # where something was committed meanwhile, nobody looks into this one again
        return found


class File:
    """SQLite's database file: what is known since the last commit to it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None
        self._known: Found = {}
        self.inode: tuple[int, int] | None = None

    def known(self) -> Found:
        """To be filled by whoever looks; another one, and empty, once something was committed since, or the file is another."""
        version = None
        with suppress(OSError, sqlite3.Error):
            version = self._data_version()
        if version is None or version != self._version:
            self._version, self._known = version, {}
        return self._known

    def _data_version(self) -> int:
        """A number that every commit over another connection changes, in whichever process (sqlite.org/pragma.html)."""
        found = os.stat(self._path)  # noqa: PTH116 - asked at each request
        if self.inode != (found.st_dev, found.st_ino) or self._connection is None:
            self._version, self.inode = None, (found.st_dev, found.st_ino)
            self._connection = sqlite3.connect(f"file:{self._path}?mode=rw", uri=True, timeout=0)
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)


class Reading:
    """What is read in the thread, over a connection of its own that lasts."""

    def __init__(self) -> None:
        self._inode: object = None
        self._connection: Any = None
        self._connections = 0
        self._snapshot = ""
        self._known: Found = {}

    def of(self, asked: Collection[What], inode: object = None) -> Found | None:
        """The states of what there is of `asked`, read from SQLite's file `inode` or from PostgreSQL. None where that fails: then
        each request asks the database itself, and tells what is wrong."""
        try:
            if inode != self._inode:
                connection.close()
                self._inode = inode
            self._note_connection()
            if connection.vendor == "postgresql":
                self._note_commits()
            else:
                self._known = {}
            self._known |= self._read({what for what in asked if what not in self._known})
        except Exception as error:
            logger.warning("The state of the record can't be read, so pages are made anew for each request: %s", error)
            connection.close()
            return None
        return self._known

    def _note_connection(self) -> None:
        connection.ensure_connection()
        if self._connection is not connection.connection:
            self._connection = connection.connection
            self._connections += 1
            self._snapshot = ""

    def _note_commits(self) -> None:
        """What was read is known until PostgreSQL's snapshot is another: it names the transactions whose changes are visible."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            [snapshot] = cursor.fetchone()
        if snapshot != self._snapshot:
            self._snapshot, self._known = snapshot, {}

    def _read(self, asked: Collection[What]) -> Found:
        editions = states({what for what in asked if what is not None})
        found: Found = {where: Seen(state, self._connections) for where, state in editions.items()}
        if None in asked:
            found[None] = Seen(state_of_all(), self._connections)
        return found

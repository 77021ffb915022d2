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

import psycopg
from django.db import connection

from onrecord.proceedings.readers import State, Where, state_of_all, states
from onrecord.web.nodes import address

logger = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds in which PostgreSQL must have said which snapshot is its newest."""

What = Where | None
"""One edition, or all together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A state, as seen over the `connection`th connection: behind the next one may stand another database, with states of
    its own."""

    state: State
    connection: int


Known = dict[What, Seen]
"""What was seen since the newest commit. Whoever looks for more puts it in here: where something was committed meanwhile, this
is forgotten already."""


class Looks:
    """Tells of everything that was committed before it was asked, by whichever process."""

    def __init__(self) -> None:
        self._asked: dict[What, asyncio.Future[Seen | None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._failed = False
        self._reading = Reading()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="looks")

    @cached_property
    def _commits(self) -> File | Snapshots:
        return File(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else Snapshots()

    async def at(self, what: What) -> Seen | None:
        """The state of `what` now; None where there is no such edition, or the database can't be asked."""
        if isinstance(self._commits, File) and (seen := self._commits.known_at_once().get(what)):
            return seen
        told = self._asked.setdefault(what, asyncio.get_running_loop().create_future())
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return None if self._failed else await asyncio.shield(told)  # a database that is away is not waited for by all

    async def _look(self) -> None:
        """Look for all who have asked. Who asks meanwhile is told by the next look: what they ask for may be newer."""
        while self._asked:
            asked, self._asked = self._asked, {}
            known: Known = {}
            try:
                known = await self._known(asked)
                self._failed = False
            except Exception as error:
                if not self._failed:
                    logger.warning("The record's state can't be read, so each request has its page made: %s", error)
                self._failed = True
            for what, told in asked.items():
                told.set_result(known.get(what))

    async def _known(self, asked: Collection[What]) -> Known:
        if isinstance(self._commits, File):
            known, source = self._commits.known(), self._commits.inode
        else:
            known, source = await self._commits.known(), None
        if missing := [what for what in asked if what not in known]:
            known |= await asyncio.get_running_loop().run_in_executor(self._thread, self._reading.of, missing, source)
        return known


class File:
    """SQLite's file, which says in millionths of a second whether anything was committed to it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._asking: sqlite3.Cursor | None = None
        self._version: int | None = None
        self._known: Known = {}
        self._at_once: Known | None = None
        self.inode: tuple[int, int] | None = None

    def known_at_once(self) -> Known:
        """As `known`, by one look for all that the event loop does in one go: who runs before `_over` does had come before."""
        if self._at_once is None:
            self._at_once = self.known()
            asyncio.get_running_loop().call_soon(self._over)
        return self._at_once

    def _over(self) -> None:
        self._at_once = None

    def known(self) -> Known:
        version = None
        with suppress(OSError, sqlite3.Error):
            version = self._data_version()
        if version is None or version != self._version:
            self._version, self._known = version, {}
        return self._known

    def _data_version(self) -> int:
        """A number that every commit over another connection changes, in whichever process (sqlite.org/pragma.html)."""
        found = os.stat(self._path)  # noqa: PTH116 - asked at each request
        if self.inode != (found.st_dev, found.st_ino) or self._asking is None:
            self._version, self.inode = None, (found.st_dev, found.st_ino)
            self._asking = sqlite3.connect(f"file:{self._path}?mode=rw", uri=True, timeout=0).cursor()
        [version] = self._asking.execute("PRAGMA data_version").fetchone()
        return int(version)


class Snapshots:
    """PostgreSQL's newest snapshot, asked for over a connection of its own. It names the transactions whose changes can be seen,
    so it is another one after every commit that changed anything."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection | None = None
        self._snapshot = ""
        self._known: Known = {}

    async def known(self) -> Known:
        snapshot = ""
        with suppress(psycopg.Error, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                snapshot = await self._newest()
        if not snapshot:
            self._connection = None
        if snapshot != self._snapshot or not snapshot:
            self._snapshot, self._known = snapshot, {}
        return self._known

    async def _newest(self) -> str:
        if self._connection is None or self._connection.closed:
            self._connection, self._snapshot = await psycopg.AsyncConnection.connect(**address(), autocommit=True), ""
        found = await self._connection.execute("SELECT pg_current_snapshot()::text")
        [snapshot] = await found.fetchone() or [""]
        return str(snapshot)


class Reading:
    """What is read in the thread, over a connection of its own that lasts."""

    def __init__(self) -> None:
        self._source: object = None
        self._connection: Any = None
        self._connections = 0

    def of(self, asked: Collection[What], source: object) -> Known:
        """The states of what there is of `asked`; `source`: which of SQLite's files it must be."""
        try:
            if source != self._source:
                connection.close()
                self._source = source
            connection.ensure_connection()
            if self._connection is not connection.connection:
                self._connection, self._connections = connection.connection, self._connections + 1
            editions = states({what for what in asked if what is not None})
            found: Known = {where: Seen(state, self._connections) for where, state in editions.items()}
            if None in asked:
                found[None] = Seen(state_of_all(), self._connections)
        except Exception:
            connection.close()  # it may be the database's end that is gone
            raise
        return found

"""The pages in memory, and those that are being made."""

from __future__ import annotations

import asyncio
import logging
from bisect import bisect
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from onrecord.keeping import timekeeping
from onrecord.live.protocol import App, Receive, Scope, Send, until_gone
from onrecord.pages.shared import Of
from onrecord.web.kept.answers import Page, answered, bodiless
from onrecord.web.kept.looks import Seen, What
from onrecord.web.kept.requests import Address, Asked

logger = logging.getLogger(__name__)

MOST = 64 * 2**20
"""Bytes of all pages together, compressed, and of their addresses; those go first for which nobody has asked longest."""
PART = 16
"""The largest page that is kept takes so small a part of them."""

Moment = tuple[Seen | None, int, int]
"""What is seen of the record, and how many of its embargoes have ended: for certain, and by the clock."""


@dataclass(slots=True)
class Entry:
    """A page in memory, true at its moment; `asked`: when somebody last asked for it, by the loop's time."""

    moment: Moment
    page: Page
    asked: float


@dataclass(slots=True)
class Making:
    """A page that is being made, and how many wait for it."""

    task: asyncio.Task[Page | None]
    waiting: int = 0


class Left(Exception):
    """Whoever asked has gone."""


class Kept:
    """Before `app`: the pages that are the same for all. `look` tells how what a page shows stands now.

    No page is given out that is older than the request, and none stays in memory for longer than `forgotten` seconds after
    somebody last asked for it: by then words are gone from here that were erased meanwhile.
    """

    def __init__(
        self, app: App, look: Callable[[What], Awaitable[Seen | None]], *, forgotten: float, most: int = MOST
    ) -> None:
        self._app, self._look = app, look
        self._pages: OrderedDict[Address, Entry] = OrderedDict()
        self._most = self._free = most
        self._forgotten = forgotten
        self._forgetting: asyncio.TimerHandle | None = None
        self._making: dict[tuple[Address, Moment], Making] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Asked.of(scope)
        moment = await self._moment(asked.address) if asked else None
        if asked is None or moment is None:
            return await self._app(scope, receive, send)
        page = self._kept(asked.address, moment)
        if page is None:
            try:
                page = await self._made(asked.address, moment, receive)
            except Left:
                return None
            receive = bodiless(receive)
        return await (page.send(send, asked) if page else self._app(scope, receive, send))

    async def _moment(self, address: Address) -> Moment | None:
        """Now, as far as that page is concerned; None where there can't be one, or nobody can tell."""
        if address.of is Of.NOTHING:
            return None, 0, 0
        seen = await self._look(address.what)
        if seen is None:
            return None
        lapses = seen.state.lapses
        if not lapses:
            return seen, 0, 0
        return seen, bisect(lapses, timekeeping.surely()), bisect(lapses, timekeeping.now())

    def _kept(self, address: Address, moment: Moment) -> Page | None:
        entry = self._pages.get(address)
        if entry is None:
            return None
        if entry.moment != moment:
            self._drop(address)
            return None
        entry.asked = asyncio.get_running_loop().time()
        self._pages.move_to_end(address)
        return entry.page

    async def _made(self, address: Address, moment: Moment, receive: Receive) -> Page | None:
        """The page, made once for all who wait for it and while anybody does; None where each had better ask Django."""
        making = self._making.get((address, moment))
        if making is None:
            making = self._making[address, moment] = Making(asyncio.create_task(self._make(address, moment)))
        making.waiting += 1
        gone = asyncio.create_task(until_gone(receive))
        try:
            await asyncio.wait({making.task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not making.task.done():
                raise Left
            return making.task.result()
        finally:
            gone.cancel()
            making.waiting -= 1
            if not making.waiting:
                making.task.cancel()
                del self._making[address, moment]

    async def _make(self, address: Address, moment: Moment) -> Page | None:
        """Made by Django, and kept if the record stands as it stood before: else parts of it may be newer than `moment`."""
        try:
            answer = await answered(self._app, address)
            page = await asyncio.to_thread(answer.page)
            if page and await self._moment(address) == moment:
                self._keep(address, moment, page)
        except Exception:
            logger.exception("%s could not be made for all who ask for it", address.path)
            return None
        return page

    def _keep(self, address: Address, moment: Moment, page: Page) -> None:
        self._drop(address)
        size = address.size + page.size
        if size > self._most // PART:
            return
        loop = asyncio.get_running_loop()
        if self._forgetting is None:
            self._forgetting = loop.call_later(self._forgotten, self._forget)
        self._pages[address] = Entry(moment, page, loop.time())
        self._free -= size
        while self._free < 0:
            self._drop(next(iter(self._pages)))

    def _forget(self) -> None:
        """Drop what nobody has asked for lately: whoever did would have been given what is true by now."""
        loop = asyncio.get_running_loop()
        self._forgetting = None
        while self._pages:
            address, entry = next(iter(self._pages.items()))
            if (until := entry.asked + self._forgotten) > loop.time():
                self._forgetting = loop.call_at(until, self._forget)
                return
            self._drop(address)

    def _drop(self, address: Address) -> None:
        entry = self._pages.pop(address, None)
        self._free += address.size + entry.page.size if entry else 0

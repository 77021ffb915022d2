"""The segments of one log in memory, encoded once for all readers, and those who wait for the next one.

No queue a reader: whoever reads holds a number, the next segment's, and asks by it. So a slow reader costs no memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

log = logging.getLogger(__name__)

KEPT_BYTES = 16 * 2**20
"""Of encoded segments; a reader who is further behind has theirs rendered again."""
LINGER = 60.0
"""Seconds for which the log is still watched, and its segments are kept, when nobody reads any more."""
AGAIN = 1.0
"""Seconds after which a database that failed is asked again."""

UP_TO_DATE = 20.0
"""Seconds in which a feed must have taken in what was committed; whoever asked is told to come back later then."""

TOGETHER = 0.1
"""Seconds in which those who ask for more than is known gather, so that a single look answers them all."""


@dataclass(frozen=True, slots=True)
class Tip:
    """How many segments there are, and whether more may come."""

    segments: int
    live: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of bytes; `live`: whether more may come after it; `erases`: whether earlier ones changed by it."""

    line: bytes
    live: bool
    erases: bool


class Source(Protocol):
    """Where segments come from."""

    poll: float
    """Seconds between looks for what nobody told us of."""

    async def begin(self) -> Tip:
        """How the log stands now."""

    async def count(self) -> int:
        """How many segments there are now."""

    async def segment(self, n: int, *, urgent: bool) -> Segment:
        """Segment `n`, which exists. `urgent`: readers are waiting for it as the newest."""

    async def tick(self, n: int) -> None:
        """Make segment `n` a tick of the clock, unless somebody has made one by that number."""

    def forget(self) -> None:
        """Keep nothing in memory of what segments were made of: something was erased, or nobody reads any more."""


class Feed:
    """One log's segments up to `tip`. Everything but `tell` is for inside `async with feed.followed()`."""

    def __init__(self, source: Source, *, beat: float) -> None:
        self._source, self._beat = source, beat
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._rendering: dict[int, asyncio.Task[bytes]] = {}
        self._forgotten = 0
        self._followers = 0
        self._beginning = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._lingering: asyncio.TimerHandle | None = None
        self._told, self._news = 0, asyncio.Event()
        self._look: asyncio.Task[int] | None = None
        self._seen: object = None
        self._reached: asyncio.Task[None] | None = None
        self._ticking = asyncio.Lock()
        self._waiting: set[asyncio.Future[None]] = set()
        self.tip = Tip(0, live=True)

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        """As long as anyone does this the log is watched; the first one waits for the first look at it."""
        self._followers += 1
        if self._lingering:
            self._lingering.cancel()
            self._lingering = None
        try:
            async with self._beginning:
                if self._watch is None:
                    self.tip = await self._source.begin()
                    self._watch = asyncio.create_task(self._keep_up())
            yield
        finally:
            self._followers -= 1
            if not self._followers and self._watch:
                self._lingering = asyncio.get_running_loop().call_later(LINGER, self._stop_watching)

    def tell(self, segments: int) -> None:
        """There are so many segments now: no need to wait for the next look."""
        if segments > max(self._told, self.tip.segments):
            self._told = segments
            self._news.set()

    async def reaches(self, n: int) -> bool:
        """Whether there are `n` segments, even if the newest are known to another node only so far."""
        if n > self.tip.segments:
            self._look = self._look or asyncio.create_task(self._look_soon())
            self.tell(await asyncio.shield(self._look))
            await self.beyond(self._told - 1, self._beat)
        return n <= self.tip.segments

    async def up_to(self, seen: object) -> None:
        """Wait until all is here that was committed before the log was `seen` to stand so; whoever asks after an erasure gets
        nothing that was kept from before it. One look serves all who saw the same; None: nobody could look."""
        if seen is None:
            return
        if self._reached is None or seen != self._seen:
            self._seen, self._reached = seen, asyncio.create_task(self._reach_newest())
        await asyncio.shield(self._reached)

    async def segment(self, n: int) -> bytes:
        """The line of segment `n`, which must be below the tip."""
        while True:
            if n in self._kept:
                return self._kept[n]
            if n not in self._rendering:
                self._rendering[n] = asyncio.create_task(self._render_earlier(n))
                self._rendering[n].add_done_callback(lambda done: self._rendered(n, done))
            forgotten = self._forgotten
            line = await asyncio.shield(self._rendering[n])
            if forgotten == self._forgotten:  # else it may hold words that were erased meanwhile
                return line

    async def segments(self, start: int, stop: int) -> list[bytes]:
        """The lines from `start` up to but without `stop`."""
        return [self._kept.get(n) or await self.segment(n) for n in range(start, stop)]

    async def beyond(self, n: int, seconds: float) -> bool:
        """Wait until there is a segment `n`; False where `seconds` pass or no more will come."""
        try:
            async with asyncio.timeout(seconds):
                while n >= self.tip.segments and self.tip.live:
                    await self._grown()
        except TimeoutError:
            pass
        return n < self.tip.segments

    async def next_one(self, n: int) -> bool:
        """Wait until there is a segment `n`, a tick after `beat` seconds at most; False where no more will come."""
        while not await self.beyond(n, self._beat) and self.tip.live:
            async with self._ticking:
                if n == self.tip.segments:
                    await self._source.tick(n)
                    self.tell(n + 1)
                    await self.beyond(n, self._beat)
        return n < self.tip.segments

    async def close(self) -> None:
        """Stop watching."""
        if self._lingering:
            self._lingering.cancel()
        self._stop_watching()

    async def _reach_newest(self) -> None:
        try:
            count = await self._source.count()
            self.tell(count)
            async with asyncio.timeout(UP_TO_DATE):
                while self.tip.segments < count:  # even where none is live any more
                    await self._grown()
        except BaseException:
            self._reached = None  # the next one looks again
            raise

    async def _grown(self) -> None:
        """Wait for one more segment."""
        grown = asyncio.get_running_loop().create_future()
        self._waiting.add(grown)
        try:
            await grown
        finally:
            self._waiting.discard(grown)

    async def _look_soon(self) -> int:
        await asyncio.sleep(TOGETHER)
        self._look = None  # whoever asks from here on may know of more than this look will find
        return await self._source.count()

    async def _keep_up(self) -> None:
        while True:
            try:
                count = self._told if self._told > self.tip.segments else await self._source.count()
                while self.tip.segments < count:
                    await self._grow(self.tip.segments)
                await self._news_or_poll()
            except Exception:
                log.exception("The log could not be read. Its readers are waiting; the next try is in %g s", AGAIN)
                await asyncio.sleep(AGAIN)

    async def _news_or_poll(self) -> None:
        try:
            async with asyncio.timeout(self._source.poll):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()

    async def _grow(self, n: int) -> None:
        segment = await self._source.segment(n, urgent=True)
        if segment.erases:
            self._forget()
        self._keep(n, segment.line)
        self.tip = Tip(n + 1, segment.live)
        for grown in self._waiting:
            if not grown.done():
                grown.set_result(None)

    async def _render_earlier(self, n: int) -> bytes:
        forgotten = self._forgotten
        segment = await self._source.segment(n, urgent=False)
        if forgotten == self._forgotten:
            self._keep(n, segment.line)
        return segment.line

    def _rendered(self, n: int, done: asyncio.Task[bytes]) -> None:
        del self._rendering[n]
        if not done.cancelled():
            done.exception()  # whoever still waits raises it

    def _keep(self, n: int, line: bytes) -> None:
        self._kept_bytes += len(line) - len(self._kept.get(n, b""))
        self._kept[n] = line
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= len(dropped)

    def _forget(self) -> None:
        self._kept.clear()
        self._kept_bytes = 0
        self._forgotten += 1
        self._source.forget()

    def _stop_watching(self) -> None:
        if self._watch:
            self._watch.cancel()
            self._watch = None
        self._forget()

"""The segments of one edition's log, encoded once for all readers.

One growing list of bytes; a connection holds a position in it and is woken when it grows. No queue a
reader, so a slow one costs no memory: it reads on from where it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

KEPT = 2_000
"""Segments kept encoded; a reader who is further behind has theirs rendered again."""
POLL = 0.25
"""Seconds between looks at the log for what other processes have added."""


@dataclass(frozen=True, slots=True)
class Tip:
    """How many segments there are, whether more may come, and how many openings were destroyed so far."""

    size: int
    live: bool
    erased: int = 0


class Feed:
    """Segments `base` to `tip.size`, and those who wait for the next one."""

    def __init__(self, *, look: Callable[[], Awaitable[Tip]], render: Callable[[int], Awaitable[bytes]]) -> None:
        self._look, self._render = look, render
        self._base, self._segments = 0, list[bytes]()
        self._grown = asyncio.Condition()
        self._readers = 0
        self._watch: asyncio.Task[None] | None = None
        self._nudge = asyncio.Event()
        self.tip = Tip(0, live=True)

    async def __aenter__(self) -> Feed:
        """A reader comes: the first one starts the watch on the log."""
        if self._watch is None:
            self.tip = await self._look()
            self._base, self._segments = self.tip.size, []
            self._watch = asyncio.create_task(self._keep_up())
        self._readers += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        self._readers -= 1
        if self._readers == 0 and self._watch:
            self._watch.cancel()
            self._watch = None

    def nudge(self) -> None:
        """There is something new: look now instead of at the next poll."""
        self._nudge.set()

    async def segment(self, n: int) -> bytes:
        """Segment `n`, which must be below the tip."""
        if n >= self._base and n - self._base < len(self._segments):
            return self._segments[n - self._base]
        return await self._render(n)

    async def beyond(self, n: int, seconds: float) -> bool:
        """Wait until there is a segment `n`; False where `seconds` pass or no more will come."""
        async with self._grown:
            try:
                async with asyncio.timeout(seconds):
                    await self._grown.wait_for(lambda: n < self.tip.size or not self.tip.live)
            except TimeoutError:
                return False
        return n < self.tip.size

    async def _keep_up(self) -> None:
        while True:
            tip = await self._look()
            if tip.erased != self.tip.erased:  # what was encoded may hold erased words: it is rendered anew
                self._base, self._segments = self._base + len(self._segments), []
            for n in range(self._base + len(self._segments), tip.size):
                self._segments.append(await self._render(n))
            if len(self._segments) > 2 * KEPT:
                spare = len(self._segments) - KEPT
                self._base, self._segments = self._base + spare, self._segments[spare:]
            if tip != self.tip:
                self.tip = tip
                async with self._grown:
                    self._grown.notify_all()
            self._nudge.clear()
            try:
                async with asyncio.timeout(POLL):
                    await self._nudge.wait()
            except TimeoutError:
                continue

"""A log in memory that a feed reads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from onrecord.live.feed import Segment, Tip


class Written:
    """A source in memory: its segments, which may change when one erases."""

    poll = 60.0

    def __init__(self, *lines: bytes) -> None:
        self.lines = [Segment(line, live=True, erases=False) for line in lines]
        self.rendered: list[int] = []
        self.counted = 0
        self.before_answering: Callable[[], Awaitable[None]] | None = None
        self.failing = False
        self.forgotten = 0

    async def begin(self) -> Tip:
        return Tip(len(self.lines), live=not self.lines or self.lines[-1].live)

    async def count(self) -> int:
        self.counted += 1
        return len(self.lines)

    async def segment(self, n: int, *, urgent: bool) -> Segment:
        self.rendered.append(n)
        segment = self.lines[n]
        if self.before_answering:
            await self.before_answering()
        if self.failing:
            raise OSError("the database is gone")
        return segment

    async def tick(self, n: int) -> None:
        if n == len(self.lines):
            await asyncio.sleep(0.01)
            self.add(b"tick")

    def forget(self) -> None:
        self.forgotten += 1

    def add(self, line: bytes, *, live: bool = True, erases: bool = False) -> int:
        self.lines.append(Segment(line, live=live, erases=erases))
        return len(self.lines)

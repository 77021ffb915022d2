"""The open streams of one feed, written to in one loop.

A reader who stands at the tip is a position and a `send`, and no task: what is new is written to all of them one
after the other. Only one who has just come, or whose connection takes no more bytes, gets a task, until it has caught
up or is dropped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from onrecord.live.feed import AGAIN, Feed
from onrecord.live.protocol import Connection, Send

log = logging.getLogger(__name__)

BATCH_BYTES = 64 * 2**10
"""Of segments written at once to a reader who is behind."""
SLICE = 250
"""Readers written to before others get a turn."""
STILL_HERE = b": still here\nevent: here\ndata: %d\n\n"
"""A comment for proxies, an event for scripts, which don't see comments: there are so many segments."""
ENDED = b"event: ended\ndata: {}\n\n"


@dataclass(eq=False, slots=True)
class Reader:
    """An open stream. `next`: the number of the segment to be sent next."""

    send: Send
    connection: Connection | None
    next: int
    behind: asyncio.Task[None] | None = field(default=None)
    """Writes what is still to come, while the reader is behind."""
    answered: asyncio.Task[Any] | None = field(default_factory=asyncio.current_task)
    """The request's own task."""

    def write(self, content: Content) -> bool:
        """Send `content` at once; False, and nothing is sent, where that would have to be waited for."""
        return self.connection is not None and self.connection.push(content.chunk)

    def abort(self) -> None:
        """End the stream, whatever is still to be written to it."""
        if self.connection:
            self.connection.abort()
        elif self.answered:
            self.answered.cancel()


class Content:
    """Bytes as ASGI takes them and, encoded once for all readers, as HTTP does."""

    __slots__ = ("chunk", "message")

    def __init__(self, body: bytes) -> None:
        self.message = {"type": "http.response.body", "body": body, "more_body": True}
        self.chunk = b"%x\r\n%b\r\n" % (len(body), body)


class Readers:
    """All open streams of `feed`. To be used inside `feed.followed()`."""

    def __init__(self, feed: Feed, *, beat: float) -> None:
        self._feed, self._beat = feed, beat
        self._at_tip: dict[Reader, None] = {}
        self._behind: set[Reader] = set()
        self._sent = 0
        self._delivery: asyncio.Task[None] | None = None
        self._closing = False

    def join(self, reader: Reader, first: bytes) -> None:
        """Send `first` and how many segments there are, then every one from the reader's next one on."""
        if self._delivery is None:
            self._sent = self._feed.tip.segments
            self._delivery = asyncio.create_task(self._deliver())
        self._go_after(reader, Content(first + STILL_HERE % self._feed.tip.segments))

    def leave(self, reader: Reader) -> None:
        """The stream is over; nothing of it stays."""
        self._at_tip.pop(reader, None)
        self._behind.discard(reader)
        if reader.behind:
            reader.behind.cancel()
        if not self._at_tip and not self._behind and self._delivery:
            self._delivery.cancel()
            self._delivery = None

    def close(self) -> None:
        """End every stream where it stands, so that the server can stop; its reader comes back and reads on."""
        self._closing = True
        for reader in list(self._behind):
            reader.abort()
        for reader in list(self._at_tip):
            self._go_after(reader)

    async def _deliver(self) -> None:
        while True:
            try:
                await self._deliver_next()
            except Exception:
                log.exception(
                    "Segment %d can't be sent. Its readers are waiting; the next try is in %g s", self._sent, AGAIN
                )
                await asyncio.sleep(AGAIN)

    async def _deliver_next(self) -> None:
        if await self._feed.beyond(self._sent, self._beat):
            stop = self._feed.tip.segments
            await self._write_all(stop)
            self._sent = stop
        elif self._feed.tip.live:
            await self._write_still_here()
        else:
            for reader in list(self._at_tip):
                self._go_after(reader)
            await asyncio.sleep(self._beat)

    async def _write_all(self, stop: int) -> None:
        """Bring those at the tip up to segment `stop`; nearly all of them lack the same ones."""
        frames: dict[int, Content] = {}
        for number, reader in enumerate(list(self._at_tip), 1):
            start = reader.next
            if start not in frames:
                frames[start] = Content(frame(start, await self._feed.segments(start, stop)))
            if reader.next == start < stop and reader in self._at_tip:
                reader.next = stop
                self._write(reader, frames[start])
            if number % SLICE == 0:
                await asyncio.sleep(0)

    async def _write_still_here(self) -> None:
        here = Content(STILL_HERE % self._feed.tip.segments)
        for number, reader in enumerate(list(self._at_tip), 1):
            if reader in self._at_tip:
                self._write(reader, here)
            if number % SLICE == 0:
                await asyncio.sleep(0)

    def _write(self, reader: Reader, content: Content) -> None:
        if not reader.write(content):
            self._go_after(reader, content)

    def _go_after(self, reader: Reader, content: Content | None = None) -> None:
        """A task of its own for a reader who is to get `content` as soon as the connection takes it, and what follows."""
        self._at_tip.pop(reader, None)
        self._behind.add(reader)
        reader.behind = asyncio.create_task(self._catch_up(reader, content))

    async def _catch_up(self, reader: Reader, content: Content | None) -> None:
        try:
            if content:
                await self._in_time(reader.send(content.message))
            while reader.next < self._feed.tip.segments:
                await self._in_time(reader.send(Content(await self._batch(reader)).message))
            if self._closing or not self._feed.tip.live:
                last_words = b"" if self._closing else ENDED
                await self._in_time(reader.send({"type": "http.response.body", "body": last_words}))
                return
        except TimeoutError:  # it has stopped reading
            reader.abort()
            return
        except Exception:
            log.exception("A reader's stream was ended because segment %d can't be sent", reader.next)
            reader.abort()
            return
        self._behind.discard(reader)
        reader.behind = None
        self._at_tip[reader] = None  # nothing was awaited since the look at the tip: no segment falls between

    async def _batch(self, reader: Reader) -> bytes:
        start, content = reader.next, b""
        while reader.next < self._feed.tip.segments and len(content) < BATCH_BYTES:
            content += frame(reader.next, [await self._feed.segment(reader.next)])
            reader.next += 1
        assert reader.next > start
        return content

    async def _in_time(self, sending: Awaitable[None]) -> None:
        async with asyncio.timeout(2 * self._beat):
            await sending


def frame(start: int, lines: list[bytes]) -> bytes:
    """Segments as Server-Sent Events, the first one's number being `start`."""
    return b"".join(b"id: %d\ndata: %b\n\n" % (n, line) for n, line in enumerate(lines, start))

"""The application as any ASGI server runs it, one that knows no `Connection`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from onrecord.live import readers as module
from onrecord.live.application import Live
from onrecord.live.feed import Feed
from tests.live.written import Written


class Asking:
    """A request, and what it is answered."""

    def __init__(self, live: Live, path: str) -> None:
        self.body = b""
        self._gone = asyncio.Event()
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        self.answered = asyncio.create_task(live(scope, self._receive, self._send))

    async def until(self, words: bytes) -> None:
        async with asyncio.timeout(5):
            while words not in self.body:
                await asyncio.sleep(0.01)

    async def leave(self) -> None:
        self._gone.set()
        await self.answered

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.body += message.get("body", b"")


def run(use: Callable[[Live, Feed, Written], Awaitable[None]], *lines: bytes) -> None:
    async def serve() -> None:
        source = Written(*lines)
        feed = Feed(source, beat=5)

        async def feed_of(series: str, edition: str) -> Feed:
            return feed

        async def nothing(*_: object) -> None:
            raise AssertionError("not ours")

        live = Live(nothing, feed_of, beat=5)
        await use(live, feed, source)
        await live.close()

    asyncio.run(serve())


def test_a_read_that_fails_once_silences_nobody(monkeypatch, caplog) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.05)

    async def use(live: Live, feed: Feed, source: Written) -> None:
        readers = [Asking(live, "/conference/1/live/stream") for _ in range(3)]
        for reader in readers:
            await reader.until(b"data: first")

        async def fails_once() -> None:
            if source.rendered[-3:] == [1, 2, 1]:  # the newest were read, and forgotten for the erasure
                raise OSError("the disk is gone")

        source.before_answering = fails_once
        source.add(b"second")
        feed.tell(source.add(b"erased", erases=True))
        for reader in readers:
            await reader.until(b"id: 1\ndata: second\n\nid: 2\ndata: erased\n\n")
        for reader in readers:
            await reader.leave()

    run(use, b"first")
    assert "the disk is gone" in caplog.text

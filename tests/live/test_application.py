"""The application as any ASGI server runs it, one that knows no `Connection`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from onrecord.live import readers as module
from onrecord.live.application import Live
from onrecord.live.feed import Feed
from tests.live.written import Written
from tests.waiting import PATIENCE, until


class Asking:
    """A request, and what it is answered."""

    def __init__(self, live: Live, path: str) -> None:
        self.body = b""
        self.started: list[int] = []
        self.whole = False
        self._gone = asyncio.Event()
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        self.answered = asyncio.create_task(live(scope, self._receive, self._send))

    async def until(self, words: bytes) -> None:
        await until(lambda: words in self.body)

    async def leave(self) -> None:
        self._gone.set()
        await self.answered

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.started.append(message["status"])
        self.body += message.get("body", b"")
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.whole = True
            self._gone.set()


class Cut(Asking):
    """One whose connection is gone once the answer has begun."""

    async def _send(self, message: Any) -> None:
        await super()._send(message)
        if message["type"] == "http.response.body":
            raise OSError("the connection is gone")


def run(use: Callable[[Live, Feed, Written], Awaitable[None]], *lines: bytes) -> None:
    async def serve() -> None:
        source = Written(*lines)
        feed = Feed(source, beat=5)

        async def feed_of(series: str, edition: str, language: str) -> Feed:
            return feed

        async def nothing(*_: object) -> None:
            raise AssertionError("not ours")

        async def look(series: str, edition: str) -> None:
            return None

        live = Live(nothing, feed_of, look=look, beat=5)
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


def test_a_stream_ends_with_the_log_and_a_later_one_says_so_at_once() -> None:
    async def use(live: Live, feed: Feed, source: Written) -> None:
        there = Asking(live, "/conference/1/live/stream")
        await there.until(b"data: first")
        assert not there.whole
        feed.tell(source.add(b"the end", live=False))
        late = Asking(live, "/conference/1/live/stream")
        for reader in (there, late):
            await reader.until(b"id: 1\ndata: the end\n\nevent: ended")
            await reader.answered
            assert reader.whole

    run(use, b"first")


def test_streams_end_whole_when_the_server_stops() -> None:
    async def use(live: Live, feed: Feed, source: Written) -> None:
        readers = [Asking(live, "/conference/1/live/stream") for _ in range(3)]
        for reader in readers:
            await reader.until(b"data: first")
        await asyncio.sleep(0.01)
        await live.close()
        async with asyncio.timeout(PATIENCE):
            for reader in readers:
                await reader.answered
        assert all(reader.whole for reader in readers)

    run(use, b"first")


def test_an_answer_that_breaks_off_is_not_begun_again() -> None:
    async def use(live: Live, feed: Feed, source: Written) -> None:
        cut = Cut(live, "/conference/1/live/0")
        with pytest.raises(OSError, match="the connection is gone"):
            await cut.answered
        assert cut.started == [200]

    run(use, b"first")


def test_what_cannot_be_read_is_to_be_asked_for_later() -> None:
    async def use(live: Live, feed: Feed, source: Written) -> None:
        source.failing = True
        asking = Asking(live, "/conference/1/live/0")
        await asking.answered
        assert asking.started == [503]

    run(use, b"first")

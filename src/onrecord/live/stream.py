"""`…/live/stream`: Server-Sent Events, the segment's number as event id, spoken in plain ASGI.

No session, cookie, locale or `Vary`: the bytes are the same for everyone. `Last-Event-ID` or `?after=` tells
the last segment a reader has. A comment every 15 seconds keeps proxies from closing an idle stream.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from onrecord.live.feed import Feed

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = re.compile(r"^/([a-z0-9-]+)/([a-z0-9-]+)/live/stream$")
HEARTBEAT = 15.0
WRITE_TIMEOUT = 30.0
MOST_STREAMS = 10_000
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Streams:
    """Answers the stream's address and passes everything else on to `app`.

    `feed_of(series, edition)` gives the feed, or None where there is no such edition.
    """

    def __init__(self, app: App, feed_of: Callable[[str, str], Awaitable[Feed | None]]) -> None:
        self._app, self._feed_of = app, feed_of
        self._open = 0
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._closing.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.match(scope["path"]) if scope["type"] == "http" else None
        if not found:
            return await self._app(scope, receive, send)
        if scope["method"] not in ("GET", "HEAD"):
            return await _answer(send, 405, b"Only GET reads a stream.\n", [(b"allow", b"GET, HEAD")])
        feed = await self._feed_of(found[1], found[2])
        if feed is None:
            return await _answer(send, 404, b"There is no such edition.\n")
        after = _after(scope)
        if after is None:
            return await _answer(send, 400, b"after must be the number of a segment.\n")
        if self._open >= MOST_STREAMS:
            wait = str(random.randint(5, 30)).encode()  # noqa: S311 - only spreads the readers
            return await _answer(send, 503, b"Too many streams; reload for news.\n", [(b"retry-after", wait)])
        self._open += 1
        try:
            await self._stream(feed, after + 1, scope["method"], receive, send)
        finally:
            self._open -= 1
        return None

    async def _stream(self, feed: Feed, n: int, method: str, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        if method == "HEAD":
            return await send({"type": "http.response.body", "body": b""})
        gone = asyncio.create_task(_gone(receive))
        closing = asyncio.create_task(self._closing.wait())
        writing = asyncio.create_task(_write(feed, n, send))
        try:
            await asyncio.wait({gone, closing, writing}, return_when=asyncio.FIRST_COMPLETED)
            if writing.done():
                writing.result()
        except TimeoutError:
            pass  # a reader that stopped reading is dropped
        finally:
            for task in (gone, closing, writing):
                task.cancel()
            await asyncio.gather(gone, closing, writing, return_exceptions=True)
        if not gone.done() or gone.cancelled():
            await send({"type": "http.response.body", "body": b""})
        return None


async def _write(feed: Feed, n: int, send: Send) -> None:
    retry = random.randint(1_000, 4_000)  # noqa: S311 - only spreads the readers
    await _push(send, f"retry: {retry}\n\n".encode())
    async with feed:
        while True:
            while n < feed.tip.size:
                await _push(send, b"id: %d\ndata: %b\n\n" % (n, await feed.segment(n)))
                n += 1
            if not feed.tip.live:
                return await _push(send, b"event: ended\ndata: {}\n\n")
            if not await feed.beyond(n, HEARTBEAT) and feed.tip.live:
                await _push(send, b": still here\n\n")


async def _push(send: Send, body: bytes) -> None:
    async with asyncio.timeout(WRITE_TIMEOUT):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _after(scope: Scope) -> int | None:
    """The last segment the reader has, −1 for none; None where what was sent is no number."""
    given = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    if not given:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("after", ["-1"])[0]
    return int(given) if re.fullmatch(r"-1|[0-9]{1,15}", given) else None


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    own = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": own + (headers or [])})
    await send({"type": "http.response.body", "body": body})

"""`…/live/…`: the stream, the segments one by one, and a hundred at a time; everything else is passed on.

No session, cookie or `Vary`: the bytes at an address are the same for everyone, and the same on all three ways. In another
language than its own, a record is followed at addresses of their own, which begin with that language.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from onrecord.live.feed import Feed
from onrecord.live.protocol import (
    CONNECTION,
    App,
    Headers,
    Receive,
    Scope,
    Send,
    Sending,
    answer,
    ask_later,
    refuse,
    until_gone,
)
from onrecord.live.readers import Reader, Readers

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

NUMBER = "(0|[1-9][0-9]{0,14})"
WAYS = {"stream": "(stream)", "now": "(now)", "<n>": NUMBER, "page/<k>": f"page/{NUMBER}"}
"""What may stand behind `…/live/`, each with its pattern."""
PATH = re.compile(rf"(?:/([a-z-]+))?/([a-z0-9-]+)/([a-z0-9-]+)/live/(?:{'|'.join(WAYS.values())})")
PAGE = 100
"""Segments on a catch-up page."""
STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FOR_A_MOMENT = (b"cache-control", b"public, max-age=2")
FOR_A_SECOND = (b"cache-control", b"public, max-age=1")
"""So that all who wait for the same moment are answered together; a time that was kept is behind, never ahead."""
FULL = "As many readers as this server takes follow live already. The record's page tells everything without."
STOPPING = "The server is being stopped."
UNREADABLE = "The record can't be read just now. Nothing on it is lost."


class Live:
    """The readers' side of the live record, before `app`.

    `feed_of(series, edition, language)` gives the feed in the language with which the address begins, empty for the record's
    own; None where nothing is followed at that address. `look(series, edition)` tells how its log stands now, as something that
    differs after each commit: no answer is made of what was kept from before its request. Every `beat` seconds at
    most something is sent on a stream or a wait ends; `most` streams and as many waits are held at the same time.
    Caches keep a segment for `kept` seconds in all: proxies for four fifths of it, and browsers for the rest. `now()` is the
    time that embargoes end by, in milliseconds since 1970: a reader's own clock may be wrong by any amount.
    """

    def __init__(
        self,
        app: App,
        feed_of: Callable[[str, str, str], Awaitable[Feed | None]],
        *,
        look: Callable[[str, str], Awaitable[object]],
        beat: float = 15,
        most: int = 10_000,
        kept: int = 300,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._app, self._feed_of, self._look, self._beat, self._now = app, feed_of, look, beat, now
        self._for_minutes = (b"cache-control", b"public, max-age=%d, s-maxage=%d" % (kept // 5, kept - kept // 5))
        self._readers: dict[Feed, Readers] = {}
        self._streams, self._waits = Places(most), Places(most)
        self._closing = asyncio.Event()

    async def close(self) -> None:
        """End all streams and waits, so that the server can stop."""
        self._closing.set()
        for feed, readers in self._readers.items():
            readers.close()
            await feed.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if not found:
            return await self._app(scope, receive, send)
        if scope["method"] not in ("GET", "HEAD"):
            return await refuse(send, 405, "This can only be read.", [(b"allow", b"GET, HEAD")])
        if self._closing.is_set():
            return await ask_later(send, STOPPING)
        language, series, edition, stream, now, n, k = found.groups(default="")
        sending = Sending(send)
        try:
            feed = await self._feed_of(series, edition, language)
            if feed is None:
                return await refuse(sending, 404, "Nothing is followed at this address; / lists all press conferences.")
            if now:
                return await answer(sending, 200, b'{"now":%d}' % self._now(), "application/json", [FOR_A_SECOND])
            seen = await self._look(series, edition)
            if stream:
                return await self._stream(feed, seen, scope, receive, sending)
            async with feed.followed():
                await feed.up_to(seen)
                if k:
                    return await self._page(feed, int(k), sending)
                return await self._segment(feed, int(n), receive, sending)
        except Exception:
            if sending.begun:
                raise  # the server cuts the connection
            log.exception("%s could not be answered", scope["path"])
            return await ask_later(send, UNREADABLE)

    async def _segment(self, feed: Feed, n: int, receive: Receive, send: Send) -> None:
        if not await feed.reaches(n):
            return await _nothing_there(feed, send)
        if n == feed.tip.segments and feed.tip.live:
            with self._waits.one_more() as room:
                if not room:
                    return await ask_later(send, FULL)
                if not await self._wait(feed, n, receive):
                    return await ask_later(send, STOPPING)
        if n >= feed.tip.segments:
            return await _nothing_there(feed, send)
        return await answer(send, 200, await feed.segment(n), "application/json", [self._for_minutes])

    async def _wait(self, feed: Feed, n: int, receive: Receive) -> bool:
        """Wait for segment `n`, or until it is known that none comes; False where the server stops or nobody waits."""
        waiting = asyncio.create_task(feed.next_one(n))
        others = [asyncio.create_task(until_gone(receive)), asyncio.create_task(self._closing.wait())]
        try:
            await asyncio.wait({waiting, *others}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                waiting.result()
            return waiting.done()
        finally:
            for task in (waiting, *others):
                task.cancel()

    async def _page(self, feed: Feed, k: int, send: Send) -> None:
        start = k * PAGE
        if not await feed.reaches(start):
            return await _nothing_there(feed, send)
        stop = min(start + PAGE, feed.tip.segments)
        lines = await feed.segments(start, stop)
        kept = self._for_minutes if stop - start == PAGE else FOR_A_MOMENT
        return await answer(send, 200, b"".join(line + b"\n" for line in lines), "application/jsonl", [kept])

    async def _stream(self, feed: Feed, seen: object, scope: Scope, receive: Receive, send: Send) -> None:
        after = _after(scope)
        if after is None:
            return await refuse(send, 400, "after must be the number of the last segment you have, or -1 for none.")
        with self._streams.one_more() as room:
            if not room:
                return await ask_later(send, FULL)
            async with feed.followed():
                await feed.up_to(seen)
                if not await feed.reaches(after + 1):
                    return await _nothing_there(feed, send)
                await send({"type": "http.response.start", "status": 200, "headers": STREAM})
                if scope["method"] == "HEAD":
                    return await send({"type": "http.response.body", "body": b""})
                readers = self._readers.setdefault(feed, Readers(feed, beat=self._beat))
                reader = Reader(send, scope.get("extensions", {}).get(CONNECTION), next=after + 1)
                try:
                    readers.join(reader, b"retry: %d\n" % random.randint(1_000, 4_000))  # noqa: S311 - spreads them
                    await until_gone(receive)
                finally:
                    readers.leave(reader)
        return None


class Places:
    """For so many connections at the same time and no more."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextmanager
    def one_more(self) -> Iterator[bool]:
        """Takes a place for as long as it lasts; False where there is none."""
        if self._left == 0:
            yield False
            return
        self._left -= 1
        try:
            yield True
        finally:
            self._left += 1


async def _nothing_there(feed: Feed, send: Send) -> None:
    """404 for what lies beyond the tip, with where that is and whether more may come."""
    there = json.dumps({"segments": feed.tip.segments, "live": feed.tip.live}).encode()
    await answer(send, 404, there, "application/json", [(b"cache-control", b"no-store")])


def _after(scope: Scope) -> int | None:
    """The last segment the reader has, −1 for none; None where what was sent is no number."""
    given = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    if not given:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("after", ["-1"])[0]
    return int(given) if re.fullmatch(r"-1|[0-9]{1,15}", given) else None

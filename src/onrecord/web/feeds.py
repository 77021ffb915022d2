"""The feeds of the live record: what `live` asks of the record, and how it is told of news.

`publish` is the one seam: whatever learns of new segments, here or on another node, calls it.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from onrecord.events import reads as events
from onrecord.events.models import Edition
from onrecord.live.feed import Feed, Segment, Tip
from onrecord.pages import languages
from onrecord.proceedings import readers as record
from onrecord.publication import segments
from onrecord.record import segments as numbered
from onrecord.record.models import Log
from onrecord.record.writer import appended
from onrecord.web import nodes

T = TypeVar("T")

POLL = {"sqlite": 0.25, "postgresql": 1.0}
"""Seconds between looks at the log for what nobody told us of; on PostgreSQL the nodes tell each other."""

# Two threads with a database connection each, so that the newest segment never waits behind old ones.
_urgent = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-newest")
_patient = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-earlier")
_feeds: dict[tuple[str, str, str], Feed] = {}
_by_log: dict[int, dict[str, Feed]] = {}
_loop: asyncio.AbstractEventLoop | None = None
_listener: asyncio.Task[None] | None = None


async def feed_of(series: str, slug: str, prefix: str) -> Feed | None:
    """The feed of an edition at addresses with that prefix, one for all who follow it there; None where there is no such
    edition, or it is not told in that language there."""
    known = _feeds.get((series, slug, prefix))
    if known:
        return known
    _note_loop()
    edition = await _ask(_patient, lambda: _find(series, slug))
    if edition is None or prefix not in told_behind(edition):
        return None
    source = Record(edition, prefix=prefix)
    feed = _by_log.setdefault(edition.log_id, {}).setdefault(prefix, Feed(source, beat=settings.ONRECORD_LIVE_BEAT))
    return _feeds.setdefault((series, slug, prefix), feed)


def told_behind(edition: Edition) -> list[str]:
    """The prefixes at which an edition's record is followed: none for its own language, and every other language."""
    return ["", *(language for language in languages.spoken() if language != languages.nearest(edition.language))]


def publish(log_id: int, count: int) -> None:
    """Wake the readers of a log, in every language: it has `count` segments now. May be called from any thread."""
    for feed in list(_by_log.get(log_id, {}).values()):
        if _loop and not _loop.is_closed():
            _loop.call_soon_threadsafe(feed.tell, count)


class Record:
    """What a feed asks of an edition's log; see `live.feed.Source`. Its segments speak the language of the addresses behind
    `prefix`, and lead to pages there."""

    def __init__(self, edition: Edition, *, prefix: str) -> None:
        self._edition, self._prefix = edition, prefix
        self._language = prefix or languages.nearest(edition.language)
        self._kept = segments.Kept()
        self.poll = POLL[connection.vendor]

    async def begin(self) -> Tip:
        return await _ask(_urgent, self._begin)

    async def count(self) -> int:
        return await _ask(_urgent, lambda: numbered.count(self._edition.log_id))

    async def segment(self, n: int, *, urgent: bool) -> Segment:
        thread, kept = (_urgent, self._kept) if urgent else (_patient, segments.Kept())
        found = await _ask(thread, lambda: self._segment(n, kept))
        return Segment(found.json, live=found.live, erases=found.erases)

    async def tick(self, n: int) -> None:
        await _ask(_urgent, lambda: numbered.allot_tick(self._edition.log, n))

    def forget(self) -> None:
        self._kept = segments.Kept()  # a new one, since the other thread may still put something into the old one

    def _segment(self, n: int, kept: segments.Kept) -> segments.Segment:
        with languages.speaking(self._language, prefix=self._prefix):
            return segments.segment(self._edition, n, kept)

    def _begin(self) -> Tip:
        self.forget()
        self._edition = Edition.objects.select_related("series", "log").get(pk=self._edition.pk)
        log = self._edition.log
        live = record.statuses([log])[log.pk] in segments.UNDER_WAY
        return Tip(numbered.count(log.pk), live)  # counted after: where it has ended, its last segment is counted in


def _note_loop() -> None:
    """Note the loop that the server runs in, and listen to the other nodes."""
    global _loop, _listener
    running = asyncio.get_running_loop()
    if _loop is running:
        return
    _loop = running
    if connection.vendor == "postgresql":
        _listener = running.create_task(nodes.listen(publish))


def _find(series: str, slug: str) -> Edition | None:
    try:
        return events.edition(series, slug)
    except Edition.DoesNotExist:
        return None


async def _ask(thread: ThreadPoolExecutor, question: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(thread, functools.partial(_answer, question))


def _answer(question: Callable[[], T]) -> T:
    try:
        return question()
    except Exception:
        connection.close()  # it may be the database's end that is gone; the next question gets a new connection
        raise


def _told(sender: object, log: Log, **_: Any) -> None:
    publish(log.pk, log.segments)


appended.connect(_told, weak=False)

"""The whole server as one ASGI application: the stream first, Django behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from django.core.asgi import get_asgi_application

django = get_asgi_application()

# Models can only be imported once Django is set up.
from onrecord.events import reads as events  # noqa: E402
from onrecord.events.models import Edition  # noqa: E402
from onrecord.live.feed import Feed, Tip  # noqa: E402
from onrecord.live.stream import App, Streams  # noqa: E402
from onrecord.publication import segments  # noqa: E402
from onrecord.record import reads as record  # noqa: E402
from onrecord.record.models import Log, Opening  # noqa: E402
from onrecord.record.writer import appended  # noqa: E402

T = TypeVar("T")

_reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
_feeds: dict[int, Feed] = {}
_loop: asyncio.AbstractEventLoop | None = None


async def _read(function: Callable[[], T]) -> T:
    """Ask the database from the one thread that serves all streams."""
    return await asyncio.get_running_loop().run_in_executor(_reading, function)


async def feed_of(series: str, slug: str) -> Feed | None:
    """The feed of an edition: one for all its readers."""
    global _loop
    _loop = asyncio.get_running_loop()

    def find() -> Edition | None:
        try:
            return events.edition(series, slug)
        except Edition.DoesNotExist:
            return None

    edition = await _read(find)
    if edition is None:
        return None
    log_id = edition.log_id

    def look() -> Tip:
        log = Log.objects.only("size").get(pk=log_id)
        erased = Opening.objects.filter(log=log, state=Opening.State.DESTROYED).count()
        return Tip(log.size, live=record.statuses([log])[log_id] in ("live", "announced"), erased=erased)

    def render(n: int) -> bytes:
        edition.log.refresh_from_db()
        return segments.segment(edition, n)

    if log_id not in _feeds:
        _feeds[log_id] = Feed(look=lambda: _read(look), render=lambda n: _read(lambda: render(n)))
    return _feeds[log_id]


def publish(log: Log, **_: Any) -> None:
    """Tell the readers of `log` in this process at once; those of others find out at their next poll."""
    feed = _feeds.get(log.pk)
    if feed and _loop and not _loop.is_closed():
        _loop.call_soon_threadsafe(feed.nudge)


appended.connect(lambda sender, log, **_: publish(log), weak=False)
application = Streams(cast(App, django), feed_of)

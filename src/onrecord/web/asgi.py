"""The whole server as one ASGI application: what a client may send, then the live record, then the pages that are kept, and
Django behind them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from django.conf import settings
from django.core.asgi import get_asgi_application

from onrecord.live.application import Live
from onrecord.live.protocol import App, Scope
from onrecord.web.bounds import Bodies, Turns

django = get_asgi_application()

from onrecord.keeping import timekeeping  # noqa: E402
from onrecord.people.access import is_signed_in  # noqa: E402
from onrecord.web.feeds import feed_of  # noqa: E402 - models can only be imported once Django is set up
from onrecord.web.kept.looks import Looks  # noqa: E402
from onrecord.web.kept.pages import Kept  # noqa: E402

looks = Looks()
live = Live(
    Kept(Turns(cast(App, django)), looks.at, forgotten=settings.ONRECORD_ERASED_WITHIN),
    feed_of,
    look=lambda series, edition: looks.at((series, edition)),
    beat=settings.ONRECORD_LIVE_BEAT,
    most=settings.ONRECORD_MOST_READERS,
    kept=settings.ONRECORD_ERASED_WITHIN,
    now=timekeeping.surely,
)
_at_the_door = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sessions")


async def signed_in(scope: Scope) -> bool:
    """Whether a request comes from somebody who is signed in, before it has a turn."""
    cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return await asyncio.get_running_loop().run_in_executor(_at_the_door, is_signed_in, cookies)


application = Bodies(live, desk=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, signed_in=signed_in)

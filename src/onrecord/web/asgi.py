"""The whole server as one ASGI application: what a client may send, then the live record, and Django behind it."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.asgi import get_asgi_application

from onrecord.live.application import Live
from onrecord.live.protocol import App
from onrecord.web.bounds import Bodies, Turns

django = get_asgi_application()

from onrecord.record import timekeeping  # noqa: E402
from onrecord.web.feeds import feed_of  # noqa: E402 - models can only be imported once Django is set up

live = Live(
    Turns(cast(App, django)),
    feed_of,
    beat=settings.ONRECORD_LIVE_BEAT,
    most=settings.ONRECORD_MOST_READERS,
    kept=settings.ONRECORD_ERASED_WITHIN,
    now=timekeeping.surely,
)
application = Bodies(live, desk=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

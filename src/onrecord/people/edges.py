"""Proxies in front of the server that it was not told of: behind one, all visitors have its address, and share each limit."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onrecord.people.access import FORWARDED

log = logging.getLogger(__name__)

ENOUGH = 30
"""Requests in a row that came through one address; fewer may be one visitor who writes such headers."""
_newest: deque[str] = deque(maxlen=ENOUGH)
"""By which address, not believed, each request was passed on; empty for one that was not, or whose proxy is believed."""


def watch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: notes by whom requests are passed on, and warns in the server's log when all come through one address."""

    def respond(request: HttpRequest) -> HttpResponse:
        before = unbelieved()
        if "REMOTE_ADDR" in request.META:  # else the server asks itself, for a page that many have asked for
            _newest.append(_passed_on_by(request))
        now = unbelieved()
        if now and not before:
            log.warning(
                "All requests come through %s, which is not in ONRECORD_TRUSTED_PROXIES or does not pass on "
                "X-Forwarded-For: all visitors share one limit for signing in and for requesting corrections",
                now,
            )
        return get_response(request)

    return respond


def unbelieved() -> str:
    """The address through which all requests come lately, though nobody told the server of a proxy there; empty for none."""
    first = _newest[0] if len(_newest) == ENOUGH else ""
    return first if all(address == first for address in list(_newest)) else ""


def _passed_on_by(request: HttpRequest) -> str:
    meta = request.META
    passed_on = any(name in meta for name in ("HTTP_X_FORWARDED_FOR", *FORWARDED))
    address: str = meta.get("REMOTE_ADDR", "")
    known = [one.strip() for one in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return address if passed_on and address not in known else ""

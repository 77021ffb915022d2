"""What browsers and caches may keep, for whom, and for how long."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_max_age, patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]

WHILE_ASKING = 5
"""Seconds in which a cache may give out what has run out, while it asks for what is there now."""


def keep_no_error(get_response: Answer) -> Answer:
    """A middleware: nobody keeps an answer that says no.

    What isn't there may open in a moment, a cache may keep a 404 without being told to, and on a desk the page that says
    so carries a person's name.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        return response

    return answer


def outlast_the_server(get_response: Answer) -> Answer:
    """A middleware: what is public for a moment may be given out while a cache asks again, and while the server fails.

    RFC 5861. A cache between us and a browser's own each keep it in turn; together they let go of it
    ONRECORD_ERASED_WITHIN seconds after it was true at the latest.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        moment = get_max_age(response)
        if moment is None or "public" not in response["Cache-Control"]:
            return response
        in_a_browser = moment + WHILE_ASKING
        failing = settings.ONRECORD_ERASED_WITHIN - moment - in_a_browser
        if failing > 0:  # else it holds no words, and is kept for longer than those may be
            patch_cache_control(response, stale_while_revalidate=WHILE_ASKING, stale_if_error=failing)
        return response

    return answer

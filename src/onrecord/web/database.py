"""A request's connection to the database ends with its view."""

from __future__ import annotations

from collections.abc import Callable

from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse


def give_back(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: the thread's connection is closed, or goes back to the pool, before the answer is sent.

    Every request has a thread of its own, so a connection that stayed open would stay for good; and Django's own signal
    waits until the answer is sent, for a slow reader many minutes.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        finally:
            close_old_connections()

    return respond

"""What browsers and caches may keep."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


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

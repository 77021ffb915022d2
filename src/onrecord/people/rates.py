"""How often something may be asked for (ACCOUNT_RATE_LIMITS), and what whoever has to come again later is told."""

from __future__ import annotations

import math
import random
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

APP = "allauth.account"


def wait(request: HttpRequest, *, action: str, key: str | None = None) -> int:
    """Count this try of `action`. Returns 0 where it may go on, else the seconds until the next try may."""
    if ratelimit.consume(request, app=APP, action=action, key=key):
        return 0
    now, full = time.time(), [1.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        tries = cache.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
        if len(tries) >= rate.amount:
            full.append(tries[rate.amount - 1] + rate.duration - now)
    return math.ceil(max(full))


def in_words(seconds: int) -> str:
    """“40 seconds”, or by whole minutes from a minute on, never less than it is."""
    if seconds < 60:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    minutes = math.ceil(seconds / 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def later(request: HttpRequest, because: str) -> HttpResponse:
    """503 with `because` and a time after which to ask again, another one for each, so that not all come at once."""
    seconds = random.randint(5, 30)  # noqa: S311
    response = render(request, "503.html", {"because": because, "seconds": seconds}, status=503)
    response["Retry-After"] = str(seconds)
    return response

"""How often whoever sends a request may do something (`keeping.limits`), and what whoever has to come again later is told."""

from __future__ import annotations

import ipaddress
import math
import random

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from onrecord.keeping import limits
from onrecord.keeping.limits import Rate


def wait(request: HttpRequest, *, action: str, key: str = "") -> int:
    """Count this try of `action` (settings.RATES). Returns 0 where it may go on, else the seconds until the next try may."""
    return limits.wait({_subject(request, action, given, key): Rate.read(given) for given in settings.RATES[action]})


def network_of(address: str) -> str:
    """The address, of IPv6 the /64 that one household or office has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def _subject(request: HttpRequest, action: str, given: str, key: str) -> str:
    of = {"network": network_of(request.META.get("REMOTE_ADDR", "")), "key": key}
    parts = [action, given, *(of[name] for name in given.rpartition("/")[2].split("+"))]
    return salted_hmac("onrecord.people.rates", "\n".join(parts), algorithm="sha256").hexdigest()


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

"""How often something may be done (settings.RATES), and what whoever has to come again later is told.

Each rate lets so many tries through at once and then one every so often, whoever else tries: it slows down and locks nobody
out. (The generic cell rate algorithm of ITU-T I.371: one number for each subject, the time at which it is even again.)
The numbers are in the database, so that all processes and nodes count together.
"""

from __future__ import annotations

import ipaddress
import math
import random
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from onrecord.keeping.acting import act
from onrecord.people.models import Pace

SECONDS = {"s": 1, "m": 60, "h": 3600}
RATE = re.compile(r"(?P<tries>\d+)/(?P<per>\d*[smh])/(?P<of>network|key|network\+key)")


@dataclass(frozen=True)
class Rate:
    """`tries` at once, and one more every `interval` seconds, `of` a network, a key, or a key from one network."""

    tries: int
    interval: float
    of: str

    @classmethod
    def read(cls, given: str) -> Rate:
        """“3/m/key”, “5/10s/network” or “20/h/network+key”."""
        found = RATE.fullmatch(given)
        if not found:
            raise ValueError(f"not a rate: {given}")
        tries, per = int(found["tries"]), found["per"]
        return cls(tries, int(per[:-1] or 1) * SECONDS[per[-1]] / tries, found["of"])

    def wait(self, due: float, now: float) -> float:
        """Seconds until the next try where what was done before is even at `due`; 0 or less for none."""
        return due - now - (self.tries - 1) * self.interval


def wait(request: HttpRequest, *, action: str, key: str = "") -> int:
    """Count this try of `action`. Returns 0 where it may go on, else the seconds until the next try may.

    A try that may not go on counts for nothing. Of those who try at the same moment no more go on than may.
    """
    rates = {_subject(request, action, given, key): Rate.read(given) for given in settings.RATES[action]}
    if too_early := _seconds(rates, time.time()):
        return too_early  # and nothing is written, however often somebody tries
    with act():
        Pace.objects.bulk_create([Pace(subject=subject) for subject in sorted(rates)], ignore_conflicts=True)
        paces = list(Pace.objects.select_for_update().filter(subject__in=rates).order_by("subject"))
        now = time.time()
        if too_early := _seconds(rates, now):
            return too_early
        for pace in paces:
            pace.due = max(pace.due, now) + rates[pace.subject].interval
        Pace.objects.bulk_update(paces, ["due"])
    return 0


def tidy() -> None:
    """Forget who may try again as if they never had."""
    Pace.objects.filter(due__lt=time.time()).delete()


def network_of(address: str) -> str:
    """The address, of IPv6 the /64 that one household or office has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def _seconds(rates: dict[str, Rate], now: float) -> int:
    due = Pace.objects.filter(subject__in=rates).values_list("subject", "due")
    return math.ceil(max([0.0, *(rates[subject].wait(even, now) for subject, even in due)]))


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

"""How often something may be done.

Each rate lets so many tries through at once and then one every so often, whoever else tries: it slows down and locks nobody
out. (The generic cell rate algorithm of ITU-T I.371: one number for each subject, the time at which it is even again.)
The numbers are in the database, so that all processes and nodes count together.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.keeping.acting import act
from onrecord.keeping.models import Pace

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


def wait(rates: Mapping[str, Rate]) -> int:
    """Count one try against each of the rates, by their subjects. Returns 0 where it may go on, else the seconds until the
    next try may.

    A try that may not go on counts for nothing. Of those who try at the same moment no more go on than may.
    """
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


def _seconds(rates: Mapping[str, Rate], now: float) -> int:
    due = Pace.objects.filter(subject__in=rates).values_list("subject", "due")
    return math.ceil(max([0.0, *(rates[subject].wait(even, now) for subject, even in due)]))

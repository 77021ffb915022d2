"""The server's clock: what is held back until a time opens at that time, by itself; and what need not be kept goes.

A server that was down at the minute opens what is overdue as it starts, and ends the erasure that a crash cut short.
Several servers may run a clock each: what one has opened, the others don't open again.

Each task is tried on its own: one that fails keeps no other from being done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import connection

from onrecord.people import rates
from onrecord.proceedings.acts import tidy
from onrecord.record import acts, damage, timekeeping
from onrecord.record.acts.opening import next_due

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds until the clock looks again, at the latest: another process may have set a time that is nearer."""
LONGEST_WAIT = 5.0
"""Seconds between tries where the record can't be read or written; it may be one log of many."""
SELDOM = 600.0
"""Seconds between looks at what readers left with their requests, and at whether all that is stored can be read."""


class Clock:
    """Runs in a thread of its own, with a connection of its own, from `start` to `stop`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._seldom_at = self._look_at = 0.0
        self._looking: Iterator[int] = iter(())
        self._due: int | None = None
        self._doubted = True
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End; an opening that is under way is finished first."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        wait = 0.0
        self._tried("compare the time with when this server was last seen", timekeeping.begin)
        try:
            while not self._stopped.wait(wait):
                wait = self._looked(wait)
        finally:
            connection.close()

    def _looked(self, waited: float) -> float:
        """Do what is due; the seconds until the next look."""
        done = [
            self._tried("compare the time", self._compare_time),
            self._tried("open what is due", self._open),
            self._tried("destroy a replaced key", acts.finish_rotation),
        ]
        if time.monotonic() >= self._seldom_at:
            done += [self._tried("tidy up", tidy), self._tried("note the time", timekeeping.note)]
            done.append(self._tried("forget who tried to do something long ago", rates.tidy))
            self._seldom_at = time.monotonic() + SELDOM
        done.append(self._tried("look for damage", self._look_for_damage))
        done.append(self._tried("see what is due next", self._look_ahead))
        if not all(done):
            connection.close()  # it may be the connection that broke
            return min(max(waited, TICK) * 2, LONGEST_WAIT)
        return TICK if self._due is None else min(max((self._due - timekeeping.now()) / 1000, 0.01), TICK)

    def _compare_time(self) -> None:
        doubt = timekeeping.doubt()
        if doubt and not self._doubted:
            logger.error(
                "the clock says %s, but about %s was expected: nothing is published until somebody confirms the time",
                *doubt.both,
            )
        self._doubted = doubt is not None

    def _open(self) -> None:
        due = next_due()
        if due is not None and due <= timekeeping.now() and not self._doubted:
            opened = acts.open_due()
            if opened:
                logger.info("the clock published what was due: %d", opened)

    def _look_for_damage(self) -> None:
        """So that the office is told of what can't be read; a little each time, since openings that are due can't wait."""
        if next(self._looking, None) is None and time.monotonic() >= self._look_at:
            self._looking, self._look_at = damage.look_at_all(), time.monotonic() + SELDOM

    def _look_ahead(self) -> None:
        self._due = next_due(after=timekeeping.now())

    def _tried(self, what: str, task: Callable[[], object]) -> bool:
        try:
            task()
        except Exception:
            logger.exception("the clock could not %s; it will try again", what)
            return False
        return True

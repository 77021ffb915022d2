"""The server's clock: what is held back until a time opens at that time, by itself; and what need not be kept goes.

A server that was down at the minute opens what is overdue as it starts, and ends the erasure that a crash cut short.
Several servers may run a clock each: what one has opened, the others don't open again.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

from onrecord.proceedings.acts import tidy
from onrecord.record import acts
from onrecord.record.acts.opening import next_due

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds until the clock looks again, at the latest: another process may have set a time that is nearer."""
LONGEST_WAIT = 5.0
"""Seconds between tries where the record can't be read or written; it may be one log of many."""
TIDY = 600.0
"""Seconds between looks at what readers left with their requests."""


class Clock:
    """Runs in a thread of its own, with a connection of its own, from `start` to `stop`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._tidy_at = 0.0
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End; an opening that is under way is finished first."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        wait = 0.0
        try:
            while not self._stopped.wait(wait):
                wait = self._looked(wait)
        finally:
            connection.close()

    def _looked(self, waited: float) -> float:
        """Open what is due; the seconds until the next look."""
        try:
            acts.finish_rotation()
            due = next_due()
            if due is not None and due <= time.time() * 1000:
                opened = acts.open_due()
                logger.info("the clock opened what was due: %d", opened)
                due = next_due()
            if time.monotonic() >= self._tidy_at:
                tidy()
                self._tidy_at = time.monotonic() + TIDY
        except Exception:
            wait = min(max(waited, TICK) * 2, LONGEST_WAIT)
            logger.exception("the clock could not open what is due; trying again in %.0f s", wait)
            connection.close()  # it may be the connection that broke
            return wait
        return TICK if due is None else min(max(due / 1000 - time.time(), 0.01), TICK)

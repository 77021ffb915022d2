"""What must happen without anybody asking, while a server runs: each room says what in its `chores.py`.

Each chore is tried on its own. One that fails is tried again, less and less often, keeps no other from being done, and is
told to the office. Several servers may do the same chores: a chore finds done what another one has done.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onrecord.keeping import acting, files, limits, rotation, timekeeping

logger = logging.getLogger(__name__)

ONCE = math.inf
"""At each start of a server."""
LONGEST_WAIT = 300.0
"""Seconds between tries of a chore that goes on failing, at the most."""
LAST_WAIT = 10.0
"""Seconds for which a server that stops waits for what is under way, at the most."""
ON_TIME, SLOW = "on time", "slow"
"""Threads: of what must be done on time, and of what may take long. What may hang has a thread of its own."""


@dataclass(frozen=True, slots=True)
class Chore:
    """`run` is called `every` so many seconds, or sooner where it returns after how many. `what` completes the sentence
    “The server could not …”. Chores with the same `thread` wait for each other, and for no other."""

    what: str | Promise
    run: Callable[[], float | None]
    every: float
    first: float = 0.0
    """Seconds after a server's start until the first time."""
    patience: float = LONGEST_WAIT
    """Seconds between two tries while it fails, at the most."""
    thread: str = ON_TIME


@dataclass(frozen=True, slots=True)
class Failing:
    """A chore that fails, and since when."""

    chore: Chore
    since: datetime


_chores: list[Chore] = []
_failing: dict[Chore, Failing] = {}


def register(chore: Chore) -> None:
    """Have it done by every server."""
    _chores.append(chore)


def failing() -> list[Failing]:
    """What fails in this server now, the longest first."""
    return sorted(_failing.copy().values(), key=lambda one: one.since)


class Clock:
    """Does the chores, in their threads with a connection each, from `start` to `stop`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=[name], name=f"chores, {name}", daemon=True)
            for name in sorted({chore.thread for chore in _chores})
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; what is under way is finished first."""
        self._stopped.set()
        given_up = time.monotonic() + LAST_WAIT
        for thread in self._threads:
            thread.join(timeout=max(given_up - time.monotonic(), 0.0))

    def _run(self, thread: str) -> None:
        start, wait = time.monotonic(), 0.0
        turns = [_Turn(chore, start + chore.first) for chore in _chores if chore.thread == thread]
        try:
            while not self._stopped.wait(wait):
                for turn in turns:
                    if turn.at <= time.monotonic():
                        turn.at = time.monotonic() + _done(turn)
                next_at = min([turn.at for turn in turns], default=ONCE)
                wait = min(max(next_at - time.monotonic(), 0.0), LONGEST_WAIT)
        finally:
            connection.close()


@dataclass(slots=True)
class _Turn:
    """When a chore is done next, by the machine's own count of seconds, and how often it failed since it last did not."""

    chore: Chore
    at: float
    failures: int = 0


def _done(turn: _Turn) -> float:
    """Do a chore; the seconds until its next turn."""
    chore = turn.chore
    try:
        wait = chore.run()
    except Exception:
        logger.exception("the server could not %s; it will try again", chore.what)
        connection.close()  # it may be the connection that broke
        turn.failures += 1
        _failing.setdefault(chore, Failing(chore, timezone.now()))
        return min(2.0**turn.failures, chore.patience)
    turn.failures = 0
    _failing.pop(chore, None)
    return chore.every if wait is None else min(wait, chore.every)


register(Chore(_("compare the time"), timekeeping.watch, every=1.0, patience=5.0))
register(Chore(_("note the time"), timekeeping.note, every=60.0, first=60.0))
register(Chore(_("delete old counts of attempts"), limits.tidy, every=600.0))
register(Chore(_("forget acts that nobody sends again"), acting.tidy, every=3600.0))
register(Chore(_("destroy a key that was replaced"), rotation.finish_all, every=1.0, patience=5.0, thread=SLOW))
register(Chore(_("take away files that nothing refers to"), files.sweep, every=6 * 3600.0, first=60.0, thread=SLOW))

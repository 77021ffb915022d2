"""The time by which entries are dated and embargoes open: the server's clock, until it jumps.

A clock that runs ahead for a moment would open embargoes for good, and date all later entries by it. So it is compared
with the time that the machine counts by itself, and at a start with when this server was last seen; where they differ,
entries go on by the machine's own count and nothing opens until a person has confirmed the time, or the clock is back.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

STEP = 120_000
"""Milliseconds by which a clock is set now and then; more is a jump."""
ABSENCE = 3 * 24 * 60 * 60 * 1000
"""Milliseconds for which a server may have been away without anybody being asked whether it is that late."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """The clock says `says`, and it should be about `expected`; at a `start`, that is when the server was last seen."""

    says: datetime
    expected: datetime
    start: bool

    @property
    def both(self) -> tuple[datetime, datetime]:
        return self.says, self.expected


def _clock() -> int:
    return time.time_ns() // 1_000_000


def _count() -> int:
    """Milliseconds that have passed since some moment, those of a machine that slept included where it counts them."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1_000_000


_lock = threading.Lock()
_agreed = (_clock(), _count())
"""What clock and count said when they last agreed."""
_confirmed = 0
"""When somebody last confirmed the time, as this process knows."""
_seen = 0
"""At a start, when the server was last seen, where that is longer ago than ABSENCE."""
_begun = _told = False


def now() -> int:
    """The time in ms since 1970: the clock's, or the machine's own count where the clock has jumped."""
    global _agreed
    with _lock:
        clock, expected = _clock(), _agreed[0] + _count() - _agreed[1]
        if abs(clock - expected) > STEP:
            return expected
        _agreed = (clock, _count())
        return clock


def surely() -> int:
    """The time in ms since 1970 that has come for certain, by which embargoes end: `now`, and at a start in doubt, when this
    server was last seen."""
    return _seen or now()


def doubt() -> Doubt | None:
    """Why nothing may open now; None: the time is as good as it gets."""
    expected, clock = now(), _clock()
    if abs(clock - expected) > STEP:
        if _kept().get("confirmed", 0) <= _confirmed:
            return Doubt(_moment(clock), _moment(expected), start=False)
        _agree()  # somebody has confirmed it in another process of this server
    return Doubt(_moment(clock), _moment(_seen), start=True) if _seen else None


def confirm() -> None:
    """A person says that the clock is right."""
    _keep(seen=_clock(), confirmed=_clock())
    _agree()
    logger.warning("somebody confirmed the time: it is %s", _moment(_clock()).isoformat())


def begin(newest: int) -> None:
    """At a start: compare the clock with when this server was last seen, and with the `newest` entry, in ms since 1970."""
    global _begun, _seen, _confirmed
    kept = _kept()
    seen = max(kept.get("seen", 0), newest)
    _seen, _confirmed = (seen if seen and now() - seen > ABSENCE else 0), kept.get("confirmed", 0)
    _begun = True


def watch() -> None:
    """To be called about once a second: the server's log is told when the time begins to be in doubt."""
    global _told
    found = doubt()
    if found and not _told:
        logger.error(
            "the clock says %s, but about %s was expected: nothing is published until somebody confirms the time",
            *found.both,
        )
    _told = found is not None


def certain() -> bool:
    """Whether things may open now: the time has been compared with the last one, and is in no doubt."""
    return _begun and doubt() is None


def note() -> None:
    """Keep that the server was seen now, unless the time is in doubt or not yet compared with the last one."""
    if certain():
        _keep(seen=now(), confirmed=max(_confirmed, _kept().get("confirmed", 0)))


def _agree() -> None:
    global _agreed, _confirmed, _seen
    with _lock:
        _agreed = (_clock(), _count())
    _confirmed, _seen = _kept().get("confirmed", 0), 0


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _kept() -> dict[str, int]:
    """What `_keep` wrote, beside the keys and so apart from the database and its backups."""
    with suppress(OSError, ValueError):
        kept = json.loads((settings.ONRECORD_KEYS / "clock.json").read_text())
        return {name: int(kept[name]) for name in ("seen", "confirmed") if name in kept}
    return {}


def _keep(**members: int) -> None:
    """Each writer has a file of its own until it replaces the one that counts: others may keep the time at the same moment."""
    handle, name = tempfile.mkstemp(prefix="clock.json.", dir=settings.ONRECORD_KEYS)
    partial = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(json.dumps(members))
        partial.replace(settings.ONRECORD_KEYS / "clock.json")
    except OSError:
        partial.unlink(missing_ok=True)
        raise

"""What the record does by itself: it opens what is due, and looks for what can't be read any more.

A server that was down at the minute opens what is overdue as it starts.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from onrecord.keeping import timekeeping
from onrecord.keeping.chores import ONCE, Chore, register
from onrecord.record import damage
from onrecord.record.acts.opening import next_due, open_due
from onrecord.record.models import Log

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds until the next look, at the latest: another process may have set a time that is nearer."""
PATIENCE = 5.0
"""Seconds between tries where the record can't be read or written; it may be one log of many."""
SELDOM = 600.0
"""Seconds between looks at whether all that is stored can be read."""


def begin() -> None:
    timekeeping.begin(Log.objects.aggregate(at=Max("last_at"))["at"] or 0)


def open_what_is_due() -> float:
    """Returns the seconds until something is due again."""
    due = next_due()
    if due is not None and due <= timekeeping.now() and timekeeping.certain():
        opened = open_due()
        if opened:
            logger.info("the clock published what was due: %d", opened)
    due = next_due(after=timekeeping.now())
    return TICK if due is None else max((due - timekeeping.now()) / 1000, 0.01)


_looking: Iterator[int] = iter(())


def look_for_damage() -> float:
    """So that the office is told of what can't be read; a little each time, since openings that are due can't wait."""
    global _looking
    if next(_looking, None) is not None:
        return 0.0
    _looking = damage.look_at_all()
    return SELDOM


register(Chore(_("compare the time with when it was last running"), begin, every=ONCE, patience=PATIENCE))
register(Chore(_("publish what is due"), open_what_is_due, every=TICK, patience=PATIENCE))
register(Chore(_("look for damaged content"), look_for_damage, every=SELDOM))

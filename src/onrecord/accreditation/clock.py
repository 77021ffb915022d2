"""The time by which a call opens and closes, and deadlines end: where the server's clock jumps, none of that happens."""

from __future__ import annotations

from datetime import datetime

from onrecord.keeping import timekeeping
from onrecord.record.reads import moment


def now() -> datetime:
    return moment(timekeeping.now())


def surely() -> datetime:
    """The time that has come for certain, by which happens what can't be undone."""
    return moment(timekeeping.surely())

"""What there is to read of a log."""

from __future__ import annotations

import time

from onrecord.proceedings import readers
from onrecord.record.models import Log, Opening


def texts(log: Log) -> list[str | None]:
    """The words on the record in order, None where they are not public."""
    return [one.current.text if one.current else None for one in readers.spoken(log)]


def states(log: Log, *indexes: int) -> list[str]:
    """What became of these openings."""
    return [Opening.objects.get(log=log, index=index).state for index in indexes]


def later(seconds: float) -> int:
    """A time for the clock to be at, so many seconds from now."""
    return int((time.time() + seconds) * 1000)

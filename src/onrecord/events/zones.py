"""A time zone as readers elsewhere understand it."""

from __future__ import annotations

from datetime import datetime


def zone_of(moment: datetime) -> str:
    """The moment's distance from UTC: `UTC`, `UTC+3`, `UTC−3:30`."""
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")

"""The programme of a new edition begins as a draft: that of the one it is a copy of, as many days later as the conference itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from onrecord.events.carrying import register
from onrecord.events.models import Edition
from onrecord.pages.moments import moment
from onrecord.people.models import Person
from onrecord.programme import reads
from onrecord.programme.contents import Item
from onrecord.programme.models import Draft
from onrecord.record.entry import rfc3339


def carry(before: Edition, after: Edition, *, by: Person | None) -> None:
    items = [item for item in reads.working(before) if not item.cancelled]
    if items and before.date and after.date:
        days = after.date - before.date
        Draft(edition=after).keep([_later(item, days) for item in items])


def _later(item: Item, days: timedelta) -> Item:
    """At the same time by the clocks there."""
    times = {
        "starts": _shifted(item.starts, item.zone, days),
        "ends": item.ends and _shifted(item.ends, item.zone, days),
    }
    return item.model_copy(update=times | {"sequence": 0})


def _shifted(given: str, zone: str, days: timedelta) -> str:
    found = moment(given)
    assert found is not None, f"{given} was checked when it was stored"
    local = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + days
    shifted: datetime = local.replace(tzinfo=ZoneInfo(zone))
    return rfc3339(int(shifted.timestamp()) * 1000)


register(carry)

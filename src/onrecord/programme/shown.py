"""The programme in words: by days, and what was changed of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onrecord.pages.moments import moment
from onrecord.pages.zones import zone_of
from onrecord.programme.contents import Item
from onrecord.programme.reads import Published

KINDS = {"session": gettext_lazy("Session"), "stop": gettext_lazy("Stop of the tour")}
ACCESS = {
    "open": gettext_lazy("Open to everybody who is accredited"),
    "pooled": gettext_lazy("Pool: a few report for all"),
    "closed": gettext_lazy("Closed to the press"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """An item with its times, by the clocks there: `from_to` is “10:00 to 11:30 (UTC+3)”."""

    item: Item
    starts: datetime
    from_to: str
    what: str
    access: str


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Edit:
    """What was changed of an item: `label`, and how it was and is; nothing of both where `label` says it all."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    title: str
    edits: list[Edit]


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the programme beside the one before."""

    version: Published
    changed: list[Changed]


def days(items: Iterable[Item]) -> list[Day]:
    """The items in the order of their times, by the days that the calendars there show."""
    slots = sorted((slot(item) for item in items), key=lambda one: (one.starts, one.item.code))
    return [Day(day, list(found)) for day, found in groupby(slots, key=lambda one: one.starts.date())]


def slot(item: Item) -> Slot:
    return Slot(item, local(item.starts, item.zone), from_to(item), str(KINDS[item.what]), str(ACCESS[item.access]))


def from_to(item: Item) -> str:
    """When, by the clocks there, on whose day it is known to be."""
    starts = local(item.starts, item.zone)
    times = {"start": formats.date_format(starts, "TIME_FORMAT"), "zone": zone_of(starts)}
    if item.ends is None:
        return _("{start} ({zone})").format(**times)
    ends = local(item.ends, item.zone)
    if ends.date() == starts.date():
        end = formats.date_format(ends, "TIME_FORMAT")
    else:
        end = formats.date_format(ends, "DATETIME_FORMAT")
    return _("{start} to {end} ({zone})").format(**times, end=end)


def local(given: str, zone: str) -> datetime:
    found = moment(given)
    assert found is not None, f"{given} was checked when it was stored"
    return found.astimezone(ZoneInfo(zone))


def changes(versions: list[Published]) -> list[Change]:
    """What each of the versions, the newest first, changed of the one before it; the last of them changed nothing."""
    return [Change(newer, changed(older.items, newer.items)) for newer, older in pairwise(versions)]


def changed(before: list[Item], after: list[Item]) -> list[Changed]:
    """Item by item, in their new order."""
    known = {item.code: item for item in before}
    found = [Changed(item.title, _edits(known.get(item.code), item)) for item in after]
    return [one for one in found if one.edits]


def _edits(before: Item | None, after: Item) -> list[Edit]:
    if before is None:
        return [Edit(_("Added: {when}").format(when=_when(after)))]
    if after.cancelled and not before.cancelled:
        return [Edit(_("Cancelled"))]
    again = [Edit(_("Takes place after all"))] if before.cancelled and not after.cancelled else []
    told = zip(_told(before), _told(after), strict=True)
    return again + [Edit(label, was, now) for (label, was), (_label, now) in told if was != now]


def _told(item: Item) -> list[tuple[str, str]]:
    return [
        (str(pgettext_lazy("of an item of the programme", "Title")), item.title),
        (_("Time"), _when(item)),
        (_("Place"), item.place or "–"),
        (_("Press"), str(ACCESS[item.access])),
        (_("Who pays"), item.pays or "–"),
        (_("Note"), item.note or "–"),
        (_("Kind"), str(KINDS[item.what])),
    ]


def _when(item: Item) -> str:
    day = formats.date_format(local(item.starts, item.zone), "DATE_FORMAT")
    return _("{day}, {time}").format(day=day, time=from_to(item))

"""Time zones: found by what people type, and told as readers elsewhere understand them."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime
from functools import cache, lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language

FROM_UTC = re.compile(r"(?:utc|gmt) ?([+−-]) ?(\d{1,2})(?::?00)?")


def zone_of(moment: datetime) -> str:
    """The moment's distance from UTC: `UTC`, `UTC+3`, `UTC−3:30`."""
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def time_in(zone: str, moment: datetime) -> str:
    """What the clocks in `zone` show at that moment: `10:00 (UTC+2)`."""
    there = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{there:%H:%M} ({zone_of(there)})"


def to_the_minute(local: datetime, form: str = "DATETIME_FORMAT") -> str:
    """A local time by the format of that name, which tells no seconds, in the language that is active. Remembered: a page of the
    record has the same few minutes a hundred times, and the next one has them again."""
    return _to_the_minute(local.replace(second=0, microsecond=0, tzinfo=None), form, get_language())


@lru_cache(maxsize=4096)
def _to_the_minute(minute: datetime, form: str, language: str | None) -> str:
    return formats.date_format(minute, form)


def in_words(moment: datetime) -> str:
    """The moment in the zone that is active, which it names by its distance from UTC: readers live in others."""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({zone_of(local)})"


def in_utc(moment: datetime) -> str:
    """The same moment for everybody else."""
    return f"{formats.date_format(moment.astimezone(UTC), 'DATETIME_FORMAT')} UTC"


def zone_named(given: str) -> str | None:
    """The zone's own name for `Europe/Vienna`, `vienna`, `New York` or `UTC+3`; None where there is none such."""
    wanted = " ".join(given.split()).casefold()
    zones = sorted(zoneinfo.available_timezones())
    if found := FROM_UTC.fullmatch(wanted):
        turned = "-" if found[1] == "+" else "+"  # POSIX counts the other way round: Etc/GMT-3 is UTC+3
        fixed = f"Etc/GMT{turned}{int(found[2])}"
        return fixed if fixed in zones else None
    wanted = wanted.replace(" ", "_")
    whole = (zone for zone in zones if zone.casefold() == wanted)
    cities = (zone for zone in zones if "/" in zone and zone.rpartition("/")[2].casefold() == wanted)
    return next(whole, None) or next((zone for zone in cities if not zone.startswith("Etc/")), None)


AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def offered() -> dict[str, list[tuple[str, str]]]:
    """The zones to choose from, by area: name and label. Last come those that are a distance from UTC and nothing else."""
    found = dict[str, list[tuple[str, str]]]()
    for zone in sorted(zoneinfo.available_timezones()):
        area, _slash, place = zone.partition("/")
        if area in AREAS and place:
            found.setdefault(area, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    fixed = [(f"Etc/GMT{-hours:+d}" if hours else "UTC", hours) for hours in range(-12, 15)]
    found["UTC"] = [(zone, zone_of(datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo(zone)))) for zone, _hours in fixed]
    return found

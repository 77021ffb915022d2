"""Days and times as they come in: whatever is sent, a time that can be one, or a sentence that says what would be right."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

FIRST, LAST = 1970, 2199
"""Years of times. Beyond them some can't be told in every zone, and none is meant."""
YEAR = re.compile(r"[0-9]{1,9}(?=-)")


class LocalTime(forms.DateTimeField):
    """Day and time in the current zone, as a browser's field has them."""

    default_error_messages = {
        "invalid": _("Enter date and time as 2026-05-14T18:00."),
        "far": _("Give a year from %(first)d to %(last)d."),
    }

    def to_python(self, value: Any) -> datetime | None:
        year = YEAR.match(value.strip()) if isinstance(value, str) else None
        if year and not FIRST <= int(year[0]) <= LAST:
            raise forms.ValidationError(self.error_messages["far"], code="far", params={"first": FIRST, "last": LAST})
        return super().to_python(value)


def there(day: date, clock: time, zone: str) -> datetime | None:
    """When the clocks in `zone` show that time on that day; None where they skip it or show it twice."""
    found = datetime.combine(day, clock, ZoneInfo(zone))
    return found if found.utcoffset() == found.replace(fold=1).utcoffset() else None


def moment(given: str) -> datetime | None:
    """The time, in UTC, that `given` is, with its zone; None where it is none."""
    try:
        found = parse_datetime(given)
        return found.astimezone(UTC) if found and found.tzinfo and FIRST <= found.year <= LAST else None
    except (ValueError, OverflowError):
        return None

"""The date of a conference, from what its first lines, its title or its file name say."""

from __future__ import annotations

import re
from datetime import date as Date

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january enero janvier januar января stycznia січня",
            "february febrero février februar февраля lutego лютого",
            "march marzo mars märz марта marca березня",
            "april abril avril апреля kwietnia квітня",
            "may mayo mai мая maja травня",
            "june junio juin juni июня czerwca червня",
            "july julio juillet juli июля lipca липня",
            "august agosto août августа sierpnia серпня",
            "september septiembre septembre сентября września вересня",
            "october octubre octobre oktober октября października жовтня",
            "november noviembre novembre ноября listopada листопада",
            "december diciembre décembre dezember декабря grudnia грудня",
        ],
        1,
    )
    for name in names.split()
}
ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+(?:de[\s-]+|of\s+)?([^\W\d_]{3,12})[\s-]+(?:del?[\s-]+)?((?:19|20)\d\d)(?!\d)"
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+((?:19|20)\d\d)(?!\d)")


def find_date(*sources: list[str] | str) -> Date | None:
    """The first date in `sources`, taken in the order given; None where there is none."""
    for source in sources:
        for text in [source] if isinstance(source, str) else source:
            if found := _date_in(text[:500]):
                return found
    return None


def _date_in(text: str) -> Date | None:
    for found in ISO.finditer(text):
        if date := _valid(found[1], int(found[2]), found[3]):
            return date
    for found in DAY_FIRST.finditer(text):
        if date := _valid(found[3], MONTHS.get(found[2].lower(), 0), found[1]):
            return date
    for found in MONTH_FIRST.finditer(text):
        if date := _valid(found[3], MONTHS.get(found[1].lower(), 0), found[2]):
            return date
    return None


def _valid(year: str, month: int, day: str) -> Date | None:
    try:
        return Date(int(year), month, int(day))
    except ValueError:
        return None

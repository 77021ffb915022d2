"""The published totals as pages and the command show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from onrecord.accreditation import codes
from onrecord.accreditation.contents import AccreditationCounted, Shown
from onrecord.accreditation.counts import FEWER, MORE
from onrecord.events import regions


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label; `share` of the largest beside it, in percent, for a bar."""

    label: str
    number: str
    share: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    after: bool
    totals: list[Figure]
    by_reason: list[Figure]
    by_kind: list[Figure]
    by_region: list[Figure]
    regions: int
    accepted: str


def figures(counted: AccreditationCounted) -> Figures:
    """The totals in the language that is active."""
    totals = [
        (pgettext("number of people", "Applied"), counted.applied),
        (pgettext("number of people", "Accredited"), counted.accepted),
        (pgettext("number of people", "On the waiting list"), counted.waitlisted),
        (pgettext("number of people", "Not accepted"), counted.refused),
        (pgettext("number of people", "Withdrawn"), counted.withdrawn),
    ]
    afterwards = [
        (pgettext("number of people", "Accreditation revoked"), counted.revoked),
        (_("Appeals"), counted.appealed),
        (_("Appeals: decision upheld"), counted.upheld),
        (_("Appeals: decision overturned"), counted.overturned),
    ]
    totals += [(label, number) for label, number in afterwards if number]
    reasons = {code: str(why.label) for code, why in codes.REFUSED.items()}
    kinds = {code: str(name) for code, name in codes.OUTLET_KINDS.items()}
    language = get_language() or "en"
    places = {code: regions.named(code, language) for code in counted.by_region}
    by_region = sorted(counted.by_region.items(), key=lambda one: (-one[1], places[one[0]]))
    return Figures(
        after=counted.after,
        totals=[Figure(label, in_words(number)) for label, number in totals],
        by_reason=_bars(counted.by_reason, reasons),
        by_kind=_bars(counted.by_kind, kinds),
        by_region=_bars(dict(by_region), places),
        regions=len(counted.by_region),
        accepted=in_words(counted.accepted),
    )


def in_words(number: Shown) -> str:
    if number == FEWER:
        return _("fewer than 3")
    return _("3 or more") if number == MORE else str(number)


def _bars(cells: dict[str, Shown] | dict[str, int], names: dict[str, str]) -> list[Figure]:
    most = max((number for number in cells.values() if isinstance(number, int)), default=0)
    return [
        Figure(
            names.get(code, _("Other")),
            in_words(number),
            round(100 * number / most) if isinstance(number, int) and most else 0,
        )
        for code, number in cells.items()
    ]

"""How many applied, and what became of them: margins only, never crossed, and no number that tells of a single person."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from onrecord.accreditation.contents import AccreditationActed, AccreditationCounted, ApplicationReceived, Shown
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import State
from onrecord.record.models import Entry

FEW = 3
"""A number below it isn't published."""
FEWER: Shown = "fewer than 3"
MORE: Shown = "3 or more"
OTHER = "other"


def counted(call: Call, *, after: bool) -> AccreditationCounted:
    """The totals as they are published. Only what applicants were told counts."""
    sent = call.applications.exclude(received=None)
    told = sent.exclude(told_at=None)
    states = dict(told.order_by().values_list("state").annotate(Count("pk")))
    accepted = told.filter(state=State.ACCEPTED).order_by()
    outcomes = masked({state: states.get(state, 0) for state in ("accepted", "waitlisted", "refused", "withdrawn")})
    reasons = told.filter(state=State.REFUSED).order_by().values_list("reason").annotate(Count("pk"))
    return AccreditationCounted(
        after=after,
        applied=shown(sent.count()),
        accepted=outcomes["accepted"],
        waitlisted=outcomes["waitlisted"],
        refused=outcomes["refused"],
        withdrawn=outcomes["withdrawn"],
        by_reason=merged(dict(reasons)),
        by_kind=merged(dict(accepted.values_list("kind").annotate(Count("pk")))),
        by_region=dict(sorted(accepted.exclude(region="").values_list("region").annotate(Count("pk")))),
        entries=entries(call),
    )


def entries(call: Call) -> dict[str, int]:
    """How many entries of each kind the log has."""
    kinds = (ApplicationReceived.kind, AccreditationActed.kind)
    found = Entry.objects.filter(log=call.edition.log, kind__in=kinds).order_by().values_list("kind")
    return dict.fromkeys(kinds, 0) | dict(found.annotate(Count("index")))


def shown(number: int) -> Shown:
    return number if number >= FEW else FEWER


def masked(parts: Mapping[str, int]) -> dict[str, Shown]:
    """Numbers that add up to one that is published, too. Where a single one is small, the smallest of the others is
    withheld as well: else it were what is left."""
    small = [name for name, number in parts.items() if number < FEW]
    found = {name: shown(number) for name, number in parts.items()}
    if len(small) == 1 and len(parts) > 1:
        next_one = min((name for name in parts if name not in small), key=lambda name: parts[name])
        found[next_one] = MORE
    return found


def merged(cells: Mapping[str, int]) -> dict[str, Shown]:
    """The cells of one margin, the largest first; small ones are put together as `other`, with as many of the next ones as
    it takes to be no small number themselves."""
    small = [number for number in cells.values() if 0 < number < FEW]
    large = sorted(
        ((number, name) for name, number in cells.items() if number >= FEW), key=lambda one: (-one[0], one[1])
    )
    other = sum(small)
    while small and other < FEW and large:
        other += large.pop()[0]
    found: dict[str, Shown] = {name: number for number, name in large}
    return found | ({OTHER: shown(other)} if small else {})

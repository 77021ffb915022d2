"""How many applied, and what became of them: margins only, never crossed, and no number that tells of a single person."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from onrecord.accreditation.contents import AccreditationActed, AccreditationCounted, ApplicationReceived, Shown
from onrecord.accreditation.models import Appeal, Call
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
    numbers = {name: sum(states.get(state, 0) for state in found) for name, found in COUNTED_AS.items()}
    accepted = told.filter(state__in=COUNTED_AS["accepted"]).order_by()
    outcomes = masked({name: number for name, number in numbers.items() if name != "accepted"})
    heard = masked(_heard(call))
    reasons = told.filter(state=State.REFUSED).order_by().values_list("reason").annotate(Count("pk"))
    return AccreditationCounted(
        after=after,
        applied=shown(sent.count()),
        accepted=shown(numbers["accepted"]),
        waitlisted=outcomes["waitlisted"],
        refused=outcomes["refused"],
        withdrawn=outcomes["withdrawn"],
        revoked=outcomes["revoked"],
        appealed=few(Appeal.objects.filter(application__call=call).count()),
        upheld=heard["upheld"],
        overturned=heard["overturned"],
        by_reason={OTHER: MORE} if outcomes["refused"] == MORE else merged(dict(reasons)),
        by_kind=merged(dict(accepted.values_list("kind").annotate(Count("pk")))),
        by_region=dict(sorted(accepted.exclude(region="").values_list("region").annotate(Count("pk")))),
        entries=entries(call),
    )


COUNTED_AS: Mapping[str, tuple[State, ...]] = {
    "accepted": (State.ACCEPTED, State.AMENDED, State.NOTICE),
    "waitlisted": (State.WAITLISTED, State.OFFERED),
    "refused": (State.REFUSED,),
    "withdrawn": (State.WITHDRAWN, State.LAPSED),
    "revoked": (State.REVOKED,),
}
"""Who didn't take the place that they were offered has withdrawn; whoever is heard before a revocation is still in."""


def _heard(call: Call) -> dict[str, int]:
    """What became of the appeals."""
    found = Appeal.objects.filter(application__call=call).order_by().values_list("outcome").annotate(Count("pk"))
    return {"upheld": 0, "overturned": 0} | {outcome: number for outcome, number in found if outcome}


def entries(call: Call) -> dict[str, int]:
    """How many entries of each kind the log has."""
    kinds = (ApplicationReceived.kind, AccreditationActed.kind)
    found = Entry.objects.filter(log=call.edition.log, kind__in=kinds).order_by().values_list("kind")
    return dict.fromkeys(kinds, 0) | dict(found.annotate(Count("index")))


def shown(number: int) -> Shown:
    return number if number >= FEW else FEWER


def few(number: int) -> Shown:
    """As `shown`, but that there was none tells of nobody."""
    return shown(number) if number else 0


def masked(parts: Mapping[str, int]) -> dict[str, Shown]:
    """Numbers of which anyone can work out the sum: of the accepted each region is told, so everybody else is what is left.

    Where one is small, the smallest of the larger ones is withheld as well, and none is told as nothing: of what the sum
    leaves, a small number is then never all."""
    if not any(0 < number < FEW for number in parts.values()):
        return dict(parts)
    found = {name: shown(number) for name, number in parts.items()}
    large = [name for name, number in parts.items() if number >= FEW]
    return found | ({min(large, key=lambda name: parts[name]): MORE} if large else {})


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

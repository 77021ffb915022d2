"""What pages ask about the draw of places."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from onrecord.accreditation import clock, codes, drawing, reads
from onrecord.accreditation import places as all_places
from onrecord.accreditation.contents import (
    Entrant,
    Lot,
    SelectionClosed,
    SelectionCommitted,
    SelectionRevealed,
)
from onrecord.accreditation.models import Application, Call, DrawNonce, OfOutlet, Selection
from onrecord.accreditation.states import Act, State
from onrecord.fairness import drand
from onrecord.fairness.selection import Outcome, by_step
from onrecord.pages.moments import moment
from onrecord.record import openings

BEFORE = timedelta(minutes=drawing.EARLIEST_MINUTES)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the draw has come: what the log says of it."""

    lot: Lot
    committed: SelectionCommitted
    closed: SelectionClosed | None
    revealed: SelectionRevealed | None

    @property
    def comes_out(self) -> datetime:
        """When the outside beacon's round is published."""
        return drand.comes_out(self.committed.round)

    @property
    def close_by(self) -> datetime:
        return self.comes_out - BEFORE

    @property
    def look_up(self) -> str:
        return drand.address(self.committed.round)

    @property
    def outcome(self) -> Outcome | None:
        if self.closed is None or self.revealed is None:
            return None
        return drawing.outcome_of(self.committed, self.closed, self.revealed)


def standing(call: Call) -> Standing | None:
    """None where places are not drawn."""
    found = Selection.objects.filter(call=call).first()
    if found is None or call.terms.lot is None:
        return None
    indexes = [index for index in (found.committed, found.closed, found.revealed) if index is not None]
    contents = openings.contents_of(call.edition.log, indexes)
    committed, closed, revealed = (
        contents.get(index) if index is not None else None for index in (found.committed, found.closed, found.revealed)
    )
    assert isinstance(committed, SelectionCommitted)
    assert closed is None or isinstance(closed, SelectionClosed)
    assert revealed is None or isinstance(revealed, SelectionRevealed)
    return Standing(call.terms.lot, committed, closed, revealed)


def is_due_too_late(lot: Lot, last_moment: datetime) -> bool:
    """Whether the list could not be closed in time after the last application."""
    drawn_at = moment(lot.drawn_at)
    return drawn_at is None or drawn_at <= last_moment + BEFORE


def candidates(call: Call) -> list[reads.Row]:
    """Whom somebody recommended to accept, by their numbers."""
    return reads.opened(call, call.applications.filter(state=State.RECOMMENDED, proposal=Act.ACCEPT))


def places(call: Call) -> tuple[int, dict[str, int]]:
    """How many are free, and of which kinds of place fewer."""
    taken = all_places.taken(call)
    limits = {
        one.code: max(0, one.places - taken.filter(category=one.code).count())
        for one in call.terms.categories
        if one.places is not None
    }
    return all_places.free(call), limits


def why_not_close(call: Call, found: Standing, now: datetime) -> str:
    """Why the list can't be closed now; empty where it can."""
    if found.closed is not None:
        return _("The list is closed already. A second one would let you choose between two draws.")
    if now >= found.close_by:
        return _(
            "It is too late: the list had to be public {minutes} minutes before the number from outside comes out, "
            "and nobody would believe this draw. Decide without it, and say so in public."
        ).format(minutes=drawing.EARLIEST_MINUTES)
    if call.takes_applications or now < call.opens:
        return _("Applications are not closed yet.")
    open_ones = call.applications.filter(state__in=[State.SUBMITTED, State.NEEDS]).count()
    if open_ones:
        return _("Applications that nobody has recommended anything for: {n}. They would have no chance.").format(
            n=open_ones
        )
    free, limits = places(call)
    rows = candidates(call)
    if len(rows) <= free and all(
        sum(row.application.category == code for row in rows) <= most for code, most in limits.items()
    ):
        return _("There is a place for everybody whom you recommend, so nothing needs to be drawn.")
    return ""


def listed(call: Call) -> SelectionClosed:
    """The list as it would be closed now, without its digest. Its labels are drawn anew each time."""
    lot = call.terms.lot
    assert lot is not None, "only where places are drawn"
    rows, (free, limits) = candidates(call), places(call)
    regions = _labels("r", (row.application.region for row in rows))
    known = dict(OfOutlet.objects.filter(application__call=call).values_list("application_id", "outlet_id"))
    outlets = {row.application.pk: outlet_of(row, known.get(row.application.pk)) for row in rows}
    labels = _labels("o", outlets.values())
    nonces = dict(DrawNonce.objects.filter(application__call=call).values_list("application_id", "text"))
    entrants = [
        Entrant(
            ticket=row.application.ticket,
            category=row.application.category,
            region=regions[row.application.region],
            outlet=labels[outlets[row.application.pk]],
            new=row.answers.before is False,
            nonce=nonces[row.application.pk],
        )
        for row in rows
    ]
    return SelectionClosed(
        committed=0,
        places=free,
        each_region=lot.each_region,
        per_outlet=lot.per_outlet,
        first_timers=lot.first_timers,
        limits=limits,
        entrants=sorted(entrants, key=lambda one: one.ticket),
        code="",
        closing="0" * 64,
    )


def example(call: Call) -> list[tuple[str, int]]:
    """What each step would give, in an order that is only an example; then how many would wait."""
    found = drawing.outcome(listed(call), beacon=bytes(32), commitment=bytes(32))
    return [
        *((str(codes.DRAW_STEPS[step]), number) for step, number in by_step(found)),
        (_("Waiting list"), len(found.waiting)),
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket with what the draw gave it: `step` for a place, `number` for who waits, of those for the same kind of place."""

    entrant: Entrant
    step: str = ""
    number: int | None = None


def lines(found: Standing) -> list[Line]:
    """Everybody who took part: those with a place first, then those who wait, each in order; by ticket before it is drawn."""
    if found.closed is None:
        return []
    by_ticket = {one.ticket: one for one in found.closed.entrants}
    outcome = found.outcome
    if outcome is None:
        return [Line(one) for one in found.closed.entrants]
    waiting = drawing.waiting_numbers(found.closed, outcome)
    return [Line(by_ticket[one.ticket], step=str(codes.DRAW_STEPS[one.step])) for one in outcome.selected] + [
        Line(by_ticket[ticket], number=number) for ticket, number in waiting.items()
    ]


def own_line(found: Standing, application: Application) -> Line | None:
    """The applicant's own."""
    return next((one for one in lines(found) if one.entrant.ticket == application.ticket), None)


def outlet_of(row: reads.Row, known: int | None) -> str:
    """What counts as one outlet: one that the office knows, else one name; whoever works alone is one of their own."""
    if known is not None:
        return f"outlet {known}"
    if row.application.kind in ("freelance", "blog"):
        return f"person {row.application.person_id}"
    return " ".join(row.answers.outlet.casefold().split())


def _labels(letter: str, groups: Iterable[str]) -> dict[str, str]:
    """A label for each group, in no order that tells anything."""
    names = sorted(set(groups))
    secrets.SystemRandom().shuffle(names)
    return {name: f"{letter}{number}" for number, name in enumerate(names, 1)}


def now() -> datetime:
    return clock.now()


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A line of the draw as the office sees it: whose it is, and how their application stands now."""

    line: Line
    row: reads.Row


def of_the_office(call: Call, found: Standing) -> list[OfficeLine]:
    """Those who took part, as drawn; who is not held any more is left out."""
    shown = lines(found)
    tickets = [one.entrant.ticket for one in shown]
    rows = {row.application.ticket: row for row in reads.opened(call, call.applications.filter(ticket__in=tickets))}
    return [OfficeLine(one, rows[one.entrant.ticket]) for one in shown if one.entrant.ticket in rows]


def open_ones(call: Call, found: Standing) -> int:
    """How many of them were drawn and are not decided yet."""
    if found.closed is None or found.revealed is None:
        return 0
    tickets = [one.ticket for one in found.closed.entrants]
    return call.applications.filter(ticket__in=tickets, state=State.RECOMMENDED).count()

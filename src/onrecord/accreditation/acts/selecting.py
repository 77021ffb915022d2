"""Places are drawn: the host is bound, the list is closed, the outcome follows from what nobody could choose, and is decided."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from onrecord import __version__
from onrecord.accreditation import codes, drawing, journal, selection
from onrecord.accreditation.acts.deciding import decide
from onrecord.accreditation.contents import SelectionClosed, SelectionCommitted, SelectionRevealed
from onrecord.accreditation.models import Application, Call, DrawNonce, Selection, Waiting
from onrecord.accreditation.moving import require_call
from onrecord.accreditation.states import Act, State
from onrecord.fairness import drand, draw
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.pages.moments import moment
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.record.writer import Draft, append

DIGEST = re.compile(r"[0-9a-f]{64}")


def commit(call: Call) -> int:
    """Bind the host to a secret and to a round of the outside beacon, inside the act that opens the call. Returns the entry."""
    lot = call.terms.lot
    drawn_at = moment(lot.drawn_at) if lot else None
    assert drawn_at is not None, "only a call whose places are drawn"
    secret = draw.new_secret()
    edition = call.edition
    event = " ".join(f"{edition.series.title}: {edition.title}, accreditation".split())[:1000]
    outside = draw.Outside(drand.SOURCE, drand.round_after(drawn_at))
    begun = draw.commit(secret, event=event, outside=outside)
    content = SelectionCommitted(
        event=event, commitment=begun.commitment.hex(), source=outside.source, round=outside.round
    )
    index = append(edition.log, Draft(content))[0]
    found = Selection(call=call, committed=index)
    found.seal(secret)
    found.save()
    return index


def keep_nonce(application: Application, given: str) -> str:
    """What the applicant's browser added to the draw, inside the act that sends the application; ours, where it added nothing."""
    ours = not DIGEST.fullmatch(given)
    found, _new = DrawNonce.objects.get_or_create(
        application=application, defaults={"text": secrets.token_hex(32) if ours else given, "ours": ours}
    )
    return found.text


def close_selection(call: Call, *, by: Person | None) -> int:
    """Publish who takes part, by tickets, and the digest from which nobody can depart any more. Returns the entry."""
    log = call.edition.log
    with act(log):
        found, standing = _fresh(call)
        if why := selection.why_not_close(found.call, standing, selection.now()):
            raise ActRefused(why)
        listed = selection.listed(found.call).model_copy(
            update={"committed": found.committed, "code": f"onrecord {__version__}"}
        )
        closing = drawing.bound(standing.committed, listed).closing
        assert closing is not None
        content = SelectionClosed.model_validate(listed.model_dump() | {"closing": closing.hex()})
        found.closed = append(log, Draft(content))[0]
        found.save(update_fields=["closed"])
        note(log, journal.SELECTION_CLOSED, by=by, index=found.closed, count=len(content.entrants))
    return found.closed


def reveal_selection(call: Call, *, value: str, by: Person | None) -> int:
    """Publish the secret, with the outside beacon's `value`: everybody can work out the outcome now. Returns the entry."""
    log = call.edition.log
    with act(log):
        found, standing = _fresh(call)
        if standing.closed is None:
            raise ActRefused(_("The list is not closed yet."))
        if standing.revealed is not None:
            raise ActRefused(_("The draw has been made. A second one would let you choose between two."))
        if selection.now() < standing.comes_out:
            raise ActRefused(_("The number from outside is not out yet."))
        if not DIGEST.fullmatch(value):
            raise ActRefused(_("The number has 64 characters, 0 to 9 and a to f. Copy “randomness” whole."))
        done = draw.reveal(
            drawing.bound(standing.committed, standing.closed), found.unseal(), value=bytes.fromhex(value)
        )
        assert done.secret and done.beacon and found.closed is not None
        content = SelectionRevealed(
            closed=found.closed, secret=done.secret.hex(), value=value, beacon=done.beacon.hex()
        )
        found.revealed = append(log, Draft(content))[0]
        found.save(update_fields=["revealed"])
        note(log, journal.SELECTION_REVEALED, by=by, index=found.revealed)
    return found.revealed


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one application when all were decided; `refused`: why it was not."""

    number: int
    outcome: Act
    refused: str = ""


def decide_as_drawn(call: Call, *, by: Person) -> list[Answered]:
    """Decide each application as it was drawn: a place, or its number on the waiting list. Each is a decision of its own, with its
    letter as a draft; one that can't be made now is said with its reason and keeps no other back."""
    with act(call.edition.log):
        found, standing = _fresh(call)
    outcome = standing.outcome
    if standing.closed is None or outcome is None:
        raise ActRefused(_("Nothing has been drawn yet."))
    by_ticket = {one.ticket: one for one in found.call.applications.exclude(received=None)}
    numbers = {one.ticket: 0 for one in outcome.selected} | drawing.waiting_numbers(standing.closed, outcome)
    before = _last_numbers(found.call, numbers)
    due = ((by_ticket[ticket], number) for ticket, number in numbers.items() if ticket in by_ticket)
    return [
        _decide(one, number and number + before.get(one.category, 0), by=by)
        for one, number in due
        if one.state == State.RECOMMENDED
    ]


def _last_numbers(call: Call, drawn: Collection[str]) -> dict[str, int]:
    """The last number of those who waited before the draw, for each kind of place: they stay before those who were drawn."""
    others = Waiting.objects.filter(call=call).exclude(application__ticket__in=drawn)
    return dict(others.order_by().values_list("category").annotate(Max("number")))


def _decide(application: Application, number: int, *, by: Person) -> Answered:
    outcome = Act.WAITLIST if number else Act.ACCEPT
    reason, fact = (DRAWN, str(number)) if number else ("", "")
    try:
        decide(application, outcome=outcome, reason=reason, fact=fact, by=by)
    except ActFailed as refused:
        return Answered(application.number, outcome, str(refused))
    return Answered(application.number, outcome)


DRAWN = "draw"
assert DRAWN in codes.WAITING, "the reason of who waits after a draw"


def _fresh(call: Call) -> tuple[Selection, selection.Standing]:
    """The draw as it is stored now; inside an act on its log."""
    found = Selection.objects.select_related("call__edition__log", "call__edition__series").filter(call=call.pk).first()
    standing = selection.standing(found.call) if found else None
    if found is None or standing is None:
        raise ActRefused(_("In this call no places are drawn."))
    require_call(found.call)
    return found, standing

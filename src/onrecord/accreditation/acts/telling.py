"""Decisions take effect: the letters leave, and each decision is an entry of the log."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.accreditation import journal
from onrecord.accreditation.contents import AccreditationActed, Outcome
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.moving import require_call
from onrecord.accreditation.states import DECIDED
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.post import acts as post
from onrecord.record.models import Opening
from onrecord.record.writer import Draft, append


def tell(call: Call, applications: Collection[int], *, by: Person) -> int:
    """Send the letters about these applications, by their numbers; returns how many. Nobody chosen means nobody.

    Raises ActRefused where one of them has no decision that waits to be told: then none is told.
    """
    log = call.edition.log
    with act(log):
        require_call(Call.objects.get(pk=call.pk))
        if not applications:
            raise ActRefused(_("Choose whose letters to send. Nothing was sent."))
        waiting = call.applications.filter(number__in=applications, state__in=DECIDED, told_at=None)
        found = list(waiting.select_related("call__edition__log", "letter").order_by("number"))
        missing = sorted(set(applications) - {one.number for one in found})
        if missing:
            raise ActRefused(
                _(
                    "There is no letter to send about application {numbers}. Nothing was sent; look at the list again."
                ).format(numbers=", ".join(map(str, missing)))
            )
        for one in found:
            index = acted(one, one.state, persons=len({one.recommended_by_id, one.decided_by_id} - {None}))  # type: ignore[arg-type]  # one of DECIDED
            one.told_at = timezone.now()
            one.save(update_fields=["told_at"])
            one.steps.filter(state=one.state).latest("pk").told(index)
            if one.letter:
                post.release(one.letter)
        note(log, journal.TOLD, by=by, count=len(found))
    return len(found)


def acted(application: Application, outcome: Outcome, *, persons: int) -> int:
    """The entry that says what became of an application, for the office and the applicant alone."""
    assert application.received is not None, "only what was received is decided"
    reason = application.reason if outcome in ("refused", "waitlisted") else None
    content = AccreditationActed(application=application.received, outcome=outcome, reason=reason, persons=persons)
    return append(application.call.edition.log, Draft(content.padded(), held=Opening.Why.OFFICE))[0]

"""Decisions take effect: the letters leave, and each decision is an entry of the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, journal, letters, places
from onrecord.accreditation.contents import AccreditationActed, Outcome, Who
from onrecord.accreditation.models import Amendment, Application, Call, Waiting
from onrecord.accreditation.moving import current
from onrecord.accreditation.states import DECIDED, State
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.post import acts as post
from onrecord.post.models import Letter
from onrecord.record.entry import rfc3339
from onrecord.record.models import Opening
from onrecord.record.writer import Draft, append


def tell(call: Call, applications: Collection[int], *, by: Person) -> int:
    """Send the letters about these applications, by their numbers; returns how many. Nobody chosen means nobody.

    Raises ActRefused where one of them has no decision that waits to be told: then none is told.
    """
    log = call.edition.log
    with act(log):
        call = current(call)
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
            index = acted(one, one.state, persons=deciders(one))  # type: ignore[arg-type]  # one of DECIDED
            one.told_at = clock.now()
            one.save(update_fields=["told_at"])
            one.steps.filter(state=one.state).latest("pk").told(index)
            _take_effect(one)
            if one.letter and post.can_be_sent():
                post.release(one.letter)
        note(log, journal.TOLD, by=by, count=len(found))
    return len(found)


def _take_effect(application: Application) -> None:
    """Of what was decided, beside the application itself."""
    if application.state == State.WAITLISTED:
        Waiting.objects.filter(application=application).update(told_at=application.told_at)
    else:
        places.leave(application)
    if application.state == State.ACCEPTED:
        belonging.accepted(application)
    Amendment.objects.filter(application=application).update(open=False)


def send_later() -> None:
    """Send the letters about decisions that were told while this installation could not send any."""
    if not post.can_be_sent():
        return
    for letter in _left():
        with act(letter.log):
            found = _left().filter(pk=letter.pk).first()
            if found:
                post.release(found)


def _left() -> QuerySet[Letter]:
    told = Application.objects.exclude(told_at=None).values("letter")
    return Letter.objects.filter(kind__in=letters.DECIDED.values(), state="draft", pk__in=told).select_related("log")


def deciders(application: Application) -> int:
    """How many took part in what was decided."""
    return len({application.recommended_by_id, application.decided_by_id} - {None})


def acted(
    application: Application,
    outcome: Outcome,
    *,
    persons: int,
    until: datetime | None = None,
    ends: date | None = None,
    who: Who | None = None,
) -> int:
    """The entry that says what became of an application, for the office and the applicant alone."""
    assert application.received is not None, "only what was received is decided"
    content = AccreditationActed(
        application=application.received,
        outcome=outcome,
        reason=application.reason if outcome in GROUNDED else None,
        persons=persons,
        until=rfc3339(int(until.timestamp() * 1000)) if until else None,
        ends=ends,
        who=who,
    )
    return append(application.call.edition.log, Draft(content.padded(), held=Opening.Why.OFFICE))[0]


GROUNDED = ("refused", "waitlisted", "notice", "suspended", "revoked")

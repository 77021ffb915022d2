"""People are invited to apply, under terms that are public and change only in public."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onrecord.accreditation import journal, selection
from onrecord.accreditation.acts import selecting
from onrecord.accreditation.contents import CallChanged, CallOpened, Terms
from onrecord.accreditation.models import Call
from onrecord.events.acts import take_applications
from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.pages.moments import moment
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.record.writer import Draft, append


def open_call(edition: Edition, terms: Terms, *, by: Person | None) -> Call:
    """Invite people to apply to `edition`; the terms are public from here on."""
    with act(edition.log):
        if Call.objects.filter(edition=edition).exists():
            raise ActRefused(_("This edition has a call already. Change its terms instead."))
        index = append(edition.log, Draft(CallOpened(terms=terms)))[0]
        call = Call.objects.create(
            edition=edition,
            opened=index,
            newest=index,
            stored=terms.model_dump(mode="json", exclude_none=True),
            deleted_on=terms.deleted_on,
        )
        take_applications(edition, opens=call.opens, until=call.last_moment)
        if terms.lot:
            selecting.commit(call)
        note(edition.log, journal.CALL_OPENED, by=by, index=index)
    return call


def _require_kept(call: Call, terms: Terms) -> None:
    """Whoever sent an application for a kind of place, applied for one that there is."""
    sent = call.applications.exclude(received=None).order_by().values_list("category").annotate(Count("pk"))
    names = {one.code: one.name for one in call.terms.categories}
    kept = {one.code for one in terms.categories}
    for code, number in sent:
        if code in names and code not in kept:
            raise ActRefused(
                ngettext(
                    "Keep “{name}”: {n} person applied for it.", "Keep “{name}”: {n} people applied for it.", number
                ).format(name=names[code], n=number)
            )


def _require_lot(call: Call, terms: Terms) -> None:
    """Applicants added to the draw that was announced, and it can only be held once everybody has applied."""
    if terms.lot != call.terms.lot:
        raise ActRefused(_("What the terms say about the draw stays as it was when the call was opened."))
    last = moment(terms.late_until or terms.closes)
    if terms.lot and last and selection.is_due_too_late(terms.lot, last):
        raise ActRefused(_("The draw takes place at the time that was announced: people must have applied before it."))


def change(call: Call, terms: Terms, *, reason: str, by: Person | None) -> int:
    """Other terms from here on; `reason` is public. Returns the index of the entry.

    What applicants were promised stays: what is held of them is never kept for longer than was announced.
    """
    log = call.edition.log
    with act(log):
        found = Call.objects.get(pk=call.pk)
        if found.purged:
            raise ActRefused(_("What was held of the applicants has been destroyed: this call is over."))
        if terms.deleted_on > found.deleted_on:
            raise ActRefused(
                _(
                    "The applicants were promised that their data are deleted on {day}. That day can only come earlier."
                ).format(day=found.deleted_on)
            )
        _require_lot(found, terms)
        if terms == found.terms:
            raise ActRefused(_("These are the terms already."))
        _require_kept(found, terms)
        index = append(log, Draft(CallChanged(terms=terms, reason=reason), ref=found.opened))[0]
        stored = terms.model_dump(mode="json", exclude_none=True)
        Call.objects.filter(pk=call.pk).update(newest=index, stored=stored, deleted_on=terms.deleted_on)
        changed = Call(edition=call.edition, stored=stored)
        take_applications(call.edition, opens=changed.opens, until=changed.last_moment)
        note(log, journal.CALL_CHANGED, by=by, index=index)
    return index

"""The data leave for the authority that checks them, and what it says comes back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.accreditation import identity, journal, letters
from onrecord.accreditation.acts.identity import require_identity_call
from onrecord.accreditation.models import Call, Look, Vetting
from onrecord.accreditation.models.identity import Purpose, Result
from onrecord.accreditation.states import State
from onrecord.accreditation.tables import Fault, ListRefused
from onrecord.accreditation.vetting_list import Leaving, Said
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person

TO_BE_HEARD = timedelta(hours=48)


def send_for_vetting(call: Call, *, again: bool = False, by: Person) -> list[Leaving]:
    """The list for the authority: everybody who waits for it and was not on a list before, or with `again` whether or not.

    Who took it and when stands in the journal, and with each applicant.
    """
    with act(call.edition.log):
        require_identity_call(call)
        waiting = Vetting.objects.filter(application__call=call, result=Result.WAITING)
        waiting = waiting.exclude(application__state__in=identity.OUT | {State.DRAFT})
        if not again:
            waiting = waiting.filter(sent_at=None)
        found = list(
            waiting.select_related("application__identity", "application__call__edition__log").order_by(
                "application__number"
            )
        )
        if not found:
            raise ActRefused(_("Nobody waits to be put on a list."))
        own = by.records()
        if any(one.application.person_id in own for one in found):
            raise ActRefused(_("Your own application is on this list. Somebody else exports it."))
        leaving = [Leaving.of(one, held) for one in found if (held := identity.of(one.application))]
        Vetting.objects.filter(pk__in=[one.pk for one in found]).update(sent_at=timezone.now())
        Look.objects.bulk_create([Look(application=one.application, by=by, purpose=Purpose.EXPORT) for one in found])
        note(call.edition.log, journal.VETTING_SENT, by=by, count=len(found))
    return leaving


def take_results(call: Call, said: Collection[Said], *, by: Person) -> int:
    """Keep what the authority said; returns how many results are new. Nothing goes in by half.

    Raises ListRefused where a reference is not one of this call's, with its row.
    """
    with act(call.edition.log):
        require_identity_call(call)
        known = Vetting.objects.filter(application__call=call).select_related(
            "application__call__edition__log", "application__call__edition__series", "application__person"
        )
        by_ref = {one.ref: one for one in known}
        strange = [one for one in said if one.ref not in by_ref]
        if strange:
            words = _("This reference is on none of our lists. Nothing was taken in.")
            raise ListRefused([Fault(one.row, "vetting_ref", words) for one in strange])
        new = [one for one in said if one.result != Result.WAITING and one.differs_from(by_ref[one.ref])]
        for one in new:
            _take(by_ref[one.ref], one)
        if new:
            note(call.edition.log, journal.VETTING_BACK, by=by, count=len(new))
    return len(new)


def _take(vetting: Vetting, said: Said) -> None:
    vetting.result, vetting.authority, vetting.decided_on = said.result, said.authority, said.date
    vetting.heard_until = timezone.now() + TO_BE_HEARD if said.result == Result.NOT_CLEAR else None
    vetting.save()
    application = vetting.application
    if application.shown in identity.OUT:
        return
    if said.result == Result.NOT_CLEAR:
        letters.not_cleared(application)
    elif said.result == Result.RESUBMIT:
        letters.identity_again(application)

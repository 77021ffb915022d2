"""What the office does about outlets for a call: how many places each has, whose people an applicant is one of, and asking an
outlet to name them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, journal, letters, places, quotas
from onrecord.accreditation.models import Application, Call, Quota
from onrecord.accreditation.moving import current, fresh, require_call
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import outlets
from onrecord.people.journal import note
from onrecord.people.models import Outlet, Person


def set_places(call: Call, outlet: Outlet, *, number: int | None, by: Person) -> None:
    """How many people of the outlet may come to this edition; None: no limit. Who has a place keeps it."""
    with act(call.edition.log):
        current(call)
        taken = quotas.taken(call, outlet)
        if number is not None and number < taken:
            raise ActRefused(_("{n} places of this outlet are taken already. Give at least as many.").format(n=taken))
        Quota.objects.update_or_create(call=call, outlet=outlet, defaults={"places": number})
        note(call.edition.log, journal.OUTLET_PLACES, by=by, outlet=outlet.name)


def assign(application: Application, outlet: Outlet | None, *, by: Person) -> None:
    """The application is of that known outlet, or of none."""
    log = application.call.edition.log
    with act(log):
        found = fresh(application)
        require_call(found.call)
        if hasattr(found, "named"):
            raise ActRefused(_("An outlet named this person. They are of that outlet."))
        belonging.is_of(found, outlet)
        if places.taken(found.call).filter(pk=found.pk).exists() and (why := quotas.why_none(found)):
            raise ActRefused(why)
        note(
            log, journal.OUTLET_ASSIGNED, by=by
        )  # without its number: beside it the journal may have the outlet's name


def add_outlet(application: Application, outlet: Outlet, *, aliases: Iterable[str], by: Person) -> Outlet:
    """Make the outlet of an application known, with the other names that it has."""
    with act(application.call.edition.log):
        made = outlets.keep(outlet, aliases=aliases, by=by)
        assign(application, made, by=by)
    return made


def ask_outlet(call: Call, outlet: Outlet, *, by: Person) -> int:
    """Ask the outlet's focal points to name its people; returns how many were asked."""
    log = call.edition.log
    with act(log):
        if not current(call).takes_applications:
            raise ActRefused(_("People can be named while applications are open."))
        asked = list(outlets.focal_points(outlet))
        if not asked:
            raise ActRefused(_("This outlet has no focal point yet. Add one first."))
        for one in asked:
            letters.focal_point(call, outlet, one.person.current, places=quotas.places(call, outlet))
        note(log, journal.OUTLET_ASKED, by=by, outlet=outlet.name)
    return len(asked)

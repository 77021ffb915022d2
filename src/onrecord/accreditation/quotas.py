"""How many places an outlet has at an edition, and who takes one: everybody whom it named and who still comes, and everybody of it
who has a place without being named."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from onrecord.accreditation.models import Application, Call, Named, OfOutlet, Quota
from onrecord.accreditation.states import HOLDING, State
from onrecord.people.models import Outlet


def places(call: Call, outlet: Outlet) -> int | None:
    """None without a limit."""
    own = Quota.objects.filter(call=call, outlet=outlet).first()
    return own.places if own else outlet.places


def taken(call: Call, outlet: Outlet, *, besides: Application | None = None) -> int:
    """How many places are taken, `besides` the one of an application."""
    named = Named.objects.holding().filter(nomination__call=call, nomination__outlet=outlet)
    others = call.applications.filter(Q(state__in=HOLDING) | Q(amendment__open=True), named=None)
    others = others.filter(of_outlet__outlet=outlet).distinct()
    if besides:
        named, others = named.exclude(application=besides), others.exclude(pk=besides.pk)
    return named.count() + others.count()


def free(call: Call, outlet: Outlet) -> int | None:
    """How many more people it may name; None without a limit."""
    most = places(call, outlet)
    return None if most is None else max(most - taken(call, outlet), 0)


def why_none(application: Application) -> str:
    """Why its outlet has no place for it; empty where there is one."""
    of = OfOutlet.objects.filter(application=application).select_related("outlet").first()
    most = places(application.call, of.outlet) if of else None
    if of and most is not None and taken(application.call, of.outlet, besides=application) >= most:
        return _("All places of “{outlet}” are taken: {n}.").format(outlet=of.outlet.name, n=most)
    return ""


def full(call: Call) -> list[int]:
    """The outlets of people on the waiting list that have no place left for somebody whom they did not name."""
    waiting = OfOutlet.objects.filter(application__call=call, application__state=State.WAITLISTED)
    outlets = Outlet.objects.filter(pk__in=waiting.values("outlet"))
    return [one.pk for one in outlets if free(call, one) == 0]

"""How many places an outlet has at an edition, and who takes one: everybody whom it named and who still comes, and everybody of it
who has a place without being named."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from onrecord.accreditation.models import Application, Call, Named, OfOutlet, Quota
from onrecord.accreditation.models.nomination import NamedPeople
from onrecord.accreditation.states import HOLDING, State
from onrecord.people.models import Outlet


def places(call: Call, outlet: Outlet) -> int | None:
    """None without a limit."""
    own = Quota.objects.filter(call=call, outlet=outlet).first()
    return own.places if own else outlet.places


def taken(call: Call, outlet: Outlet, *, besides: Application | None = None) -> int:
    """How many places are taken, `besides` the one of an application."""
    named = _named(call).filter(nomination__outlet=outlet)
    others = _others(call).filter(of_outlet__outlet=outlet)
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
    own = dict(Quota.objects.filter(call=call).values_list("outlet", "places"))
    taken = Counter(_count(_named(call), "nomination__outlet")) + Counter(_count(_others(call), "of_outlet__outlet"))
    outlets = Outlet.objects.filter(pk__in=waiting.values("outlet")).values_list("pk", "places")
    return [pk for pk, usual in outlets if (most := own.get(pk, usual)) is not None and taken[pk] >= most]


def _named(call: Call) -> NamedPeople:
    return Named.objects.holding().filter(nomination__call=call)


def _others(call: Call) -> QuerySet[Application]:
    """Those who have a place without being named."""
    return call.applications.filter(Q(state__in=HOLDING) | Q(amendment__open=True), named=None)


def _count(found: QuerySet[Any], outlet: str) -> dict[int, int]:
    return dict(found.order_by().values_list(outlet).annotate(Count("pk")))

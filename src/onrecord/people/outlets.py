"""Outlets and who works for them. What is done about them is in the journal of the installation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import journal, names
from onrecord.people.acts import welcome
from onrecord.people.journal import note
from onrecord.people.models import Membership, Outlet, OutletName, Person


def keep(outlet: Outlet, *, aliases: Iterable[str] = (), by: Person | None) -> Outlet:
    """Store an outlet, new or changed, with the other names that it has."""
    known = list(dict.fromkeys(name for one in (outlet.name, *aliases) if (name := " ".join(one.split()))))
    with act():
        outlet.name = known[0]
        outlet.save()
        outlet.names.all().delete()
        OutletName.objects.bulk_create(OutletName(outlet=outlet, name=one, key=names.key(one)) for one in known)
        note(None, journal.OUTLET_KEPT, by=by, name=outlet.name)
    return outlet


def called(name: str) -> Outlet | None:
    """The outlet with that name in any spelling; None where there is none, or several."""
    found = Outlet.objects.filter(names__key=names.key(name)).exclude(names__key="").distinct()
    return found[0] if len(found) == 1 else None


def like(name: str, *, limit: int = 5) -> list[Outlet]:
    """The outlets that may be meant by `name`, the most like it first."""
    among = list(OutletName.objects.values_list("pk", "outlet", "name"))
    outlet_of = {pk: outlet for pk, outlet, _name in among}
    found = names.alike(name, ((pk, one) for pk, _outlet, one in among), limit=2 * limit)
    keys = list(dict.fromkeys(outlet_of[pk] for pk in found))[:limit]
    outlets = Outlet.objects.in_bulk(keys)
    return [outlets[pk] for pk in keys]


def offered() -> list[str]:
    """The names that are offered to everybody who applies."""
    return list(OutletName.objects.filter(outlet__offered=True).order_by("name").values_list("name", flat=True))


def members(outlet: Outlet) -> QuerySet[Membership]:
    """Who works there now."""
    return outlet.memberships.filter(until=None).select_related("person")


def focal_points(outlet: Outlet) -> QuerySet[Membership]:
    return members(outlet).filter(focal=True)


def works_for(person: Person, outlet: Outlet) -> bool:
    """Whether they do now, as any record of theirs says."""
    return members(outlet).filter(person__in=person.records()).exists()


def speaks_for(person: Person) -> list[Outlet]:
    """The outlets whose focal point they are."""
    own = Membership.objects.filter(person__in=person.records(), focal=True, until=None)
    return list(Outlet.objects.filter(pk__in=own.values("outlet")))


def join(outlet: Outlet, person: Person) -> None:
    """They work there from now on, where they don't already."""
    with act():
        Membership.objects.get_or_create(outlet=outlet, person=person, focal=False, until=None)


def appoint(outlet: Outlet, *, email: str, name: str, by: Person) -> Membership:
    """Make somebody a focal point of the outlet. Raises ActRefused where they are, or where nobody knows them and there is no
    name."""
    with act():
        person = welcome(email=email, name=name, by=by)
        if focal_points(outlet).filter(person=person).exists():
            raise ActRefused(_("{name} is a focal point of this outlet already.").format(name=person.name))
        found = Membership.objects.create(outlet=outlet, person=person, focal=True)
        note(None, journal.FOCAL_POINT, by=by, outlet=outlet.name, name=person.name, email=person.email)
    return found


def end(membership: Membership, *, by: Person) -> None:
    """They work there, or speak for it, no longer."""
    with act():
        if Membership.objects.filter(pk=membership.pk, until=None).update(until=timezone.now()) and membership.focal:
            person, outlet = membership.person, membership.outlet
            note(None, journal.FOCAL_POINT_ENDED, by=by, outlet=outlet.name, name=person.name, email=person.email)

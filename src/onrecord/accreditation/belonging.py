"""Of which outlet an application is: a known one, where its name says so or the office does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from onrecord.accreditation import codes
from onrecord.accreditation.models import Application, Call, Came, Named, OfOutlet, Quota
from onrecord.accreditation.states import State
from onrecord.events import regions
from onrecord.people import names, outlets
from onrecord.people.models import Membership, Outlet, Person


def of(application: Application) -> Outlet | None:
    """The known outlet of an application."""
    found = OfOutlet.objects.filter(application=application).select_related("outlet").first()
    return found.outlet if found else None


def is_of(application: Application, outlet: Outlet | None) -> None:
    """From now on the application is of that outlet, or of none that is known; inside the act that says so."""
    if outlet is None:
        OfOutlet.objects.filter(application=application).delete()
    else:
        OfOutlet.objects.update_or_create(application=application, defaults={"outlet": outlet})


def is_called(application: Application, name: str) -> None:
    """The applicant gave another name of their outlet; inside that act. Whom their outlet named, is of that one."""
    if not Named.objects.filter(application=application, off_at=None).exists():
        is_of(application, outlets.called(name))


def is_own(application: Application, person: Person) -> bool:
    """Whether it is `person`'s own application, or of the outlet where they work: then somebody else decides on it."""
    if application.person_id in person.records():
        return True
    outlet = of(application)
    return outlet is not None and outlets.works_for(person, outlet)


def accepted(application: Application) -> None:
    """They work for the outlet that they were accepted for; inside the act that tells them."""
    outlet = of(application)
    if outlet:
        outlets.join(outlet, application.person.current)


def alike(application: Application) -> list[Application]:
    """Others to the same call whose applicant may be the same person under another address."""
    own = application.person.records() | {application.person.current.pk}
    others = application.call.applications.exclude(state=State.DRAFT).exclude(person__in=own)
    found = names.alike(application.person.name, others.order_by().values_list("pk", "person__name"))
    by_pk = others.select_related("person").in_bulk(found)
    return [by_pk[pk] for pk in found]


def forget(call: Call) -> None:
    """Inside the act that destroys what is held of the applicants: how many of each outlet came stays, but not who, nor that
    somebody of an outlet of one came."""
    told = OfOutlet.objects.filter(
        application__call=call, application__state=State.ACCEPTED, application__told_at__isnull=False
    )
    numbers = told.exclude(outlet__kind__in=codes.OF_ONE).order_by().values_list("outlet").annotate(Count("pk"))
    for outlet, number in numbers:
        Came.objects.update_or_create(call=call, outlet_id=outlet, defaults={"number": number})
    applicants = Person.objects.filter(applications__call=call).select_related("merged_into")
    people = {pk for one in applicants for pk in _keys(one)}
    still = OfOutlet.objects.exclude(application__call=call).select_related("application__person__merged_into")
    known = {(pk, one.outlet_id) for one in still for pk in _keys(one.application.person)}
    for one in Membership.objects.filter(focal=False, person__in=people):
        if (one.person_id, one.outlet_id) not in known:
            one.delete()
    call.nominations.all().delete()


def _keys(person: Person) -> set[int]:
    """Of the record that applied and of the one that it was merged into, which is the member since."""
    return {person.pk, person.current.pk}


@dataclass(frozen=True, slots=True)
class Row:
    """A known outlet beside a call."""

    outlet: Outlet
    places: int | None
    named: int
    applied: int
    accepted: int
    focal_points: tuple[str, ...]

    @property
    def kind(self) -> str:
        return str(codes.OUTLET_KINDS.get(self.outlet.kind, self.outlet.kind))

    @property
    def region(self) -> str:
        return regions.named(self.outlet.region, get_language() or "en")


PAGE = 100


def listed(call: Call, *, after: int = 0) -> tuple[list[Row], int | None]:
    """A page of all outlets by name, and how many go before the next page."""
    found = list(Outlet.objects.order_by("name", "pk")[after : after + PAGE + 1])
    return rows(call, found[:PAGE]), after + PAGE if len(found) > PAGE else None


def rows(call: Call, found: Iterable[Outlet]) -> list[Row]:
    shown = list(found)
    own = dict(Quota.objects.filter(call=call, outlet__in=shown).values_list("outlet", "places"))
    named = _count(Named.objects.holding().filter(nomination__call=call), "nomination__outlet")
    sent = OfOutlet.objects.filter(application__call=call).exclude(application__state=State.DRAFT)
    applied, came = _count(sent, "outlet"), _count(sent.filter(application__state=State.ACCEPTED), "outlet")
    focal: dict[int, list[str]] = {}
    for one in Membership.objects.filter(outlet__in=shown, focal=True, until=None).select_related("person"):
        focal.setdefault(one.outlet_id, []).append(one.person.name)
    return [
        Row(
            one,
            own.get(one.pk, one.places),
            named.get(one.pk, 0),
            applied.get(one.pk, 0),
            came.get(one.pk, 0),
            tuple(focal.get(one.pk, ())),
        )
        for one in shown
    ]


def _count(found: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(found.order_by().values_list(column).annotate(Count("pk")))


def row(call: Call, outlet: Outlet) -> Row:
    return rows(call, [outlet])[0]


@dataclass(frozen=True, slots=True)
class Edition:
    """How many people of an outlet were accredited for another edition of the series."""

    title: str
    accepted: int
    is_over: bool
    """The applications are deleted: the number is all that is kept."""


def history(call: Call, outlet: Outlet) -> list[Edition]:
    """The other editions of the series, the newest first; of those that were purged what was kept."""
    series = Q(call__edition__series=call.edition.series)
    kept = Came.objects.filter(series, outlet=outlet).exclude(call=call).select_related("call__edition")
    held = (
        OfOutlet.objects.filter(outlet=outlet, application__call__edition__series=call.edition.series)
        .filter(application__state=State.ACCEPTED, application__told_at__isnull=False)
        .exclude(application__call=call)
        .order_by()
        .values_list("application__call__edition__title", "application__call__edition__date")
        .annotate(Count("pk"))
    )
    found = [(one.call.edition.date, Edition(one.call.edition.title, one.number, is_over=True)) for one in kept]
    found += [(date, Edition(title, number, is_over=False)) for title, date, number in held]
    return [one for _date, one in sorted(found, key=lambda one: str(one[0] or ""), reverse=True)]

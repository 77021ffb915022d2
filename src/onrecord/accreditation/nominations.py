"""What pages and acts ask about the people whom outlets name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onrecord.accreditation import codes
from onrecord.accreditation.models import Application, Call, Named, Nomination, OnList
from onrecord.accreditation.states import OPEN, State
from onrecord.keeping import sealing
from onrecord.people.models import Outlet, Person


@dataclass(frozen=True, slots=True)
class Somebody:
    """A named person with what the list says of them."""

    named: Named
    person: OnList

    @property
    def is_off(self) -> bool:
        return self.named.off_at is not None

    @property
    def function(self) -> str:
        return str(codes.FUNCTIONS.get(self.person.function, ""))

    @property
    def attendance(self) -> str:
        return str(codes.ATTENDANCE.get(self.person.attendance, ""))

    @property
    def where(self) -> str:
        """How far they are, in words, as they and their outlet may know it."""
        application = self.named.application
        if application is None:
            return _("Written to, has not begun yet") if self.named.invited_at else _("Not written to yet")
        if application.received is None:
            return _("Has begun their own part")
        return str(application.shown.label)

    @property
    def can_go(self) -> bool:
        return not self.named.sent


def of(call: Call, outlet: Outlet) -> Nomination | None:
    found = Nomination.objects.filter(call=call, outlet=outlet)
    return found.select_related("call__edition__log", "outlet", "by").first()


def people(nomination: Nomination) -> list[Somebody]:
    """Everybody who is or was on the list, by their numbers; who can't be read any more is left out."""
    found = nomination.people.select_related("application", *Named.place_needs)
    readable, _damaged = sealing.unsealed(lambda: found.all())
    rows = [Somebody(named, OnList.model_validate_json(value)) for named, value in readable]
    return sorted(rows, key=lambda one: one.named.number)


def on_list(nomination: Nomination | None) -> list[Somebody]:
    """Who is on it now."""
    return [one for one in people(nomination) if not one.is_off] if nomination else []


def pending(call: Call, person: Person) -> tuple[Named, OnList] | None:
    """Where an outlet named and invited this person at one of their addresses, and they have not begun."""
    found = Named.objects.filter(nomination__call=call, application=None, off_at=None, invited_at__isnull=False)
    return next(((one.named, one.person) for one in _at_addresses(found, person)), None)


def naming(person: Person) -> list[Somebody]:
    """Wherever an outlet named this person at one of their addresses."""
    return _at_addresses(Named.objects.order_by("pk"), person)


def _at_addresses(found: QuerySet[Named], person: Person) -> list[Somebody]:
    emails = set(Person.objects.filter(pk__in=person.records()).values_list("email", flat=True))
    rows = found.select_related(
        "nomination__outlet", "nomination__by", "nomination__call__edition__series", *Named.place_needs
    )
    readable, _damaged = sealing.unsealed(lambda: rows.all())
    meant = [Somebody(named, OnList.model_validate_json(value)) for named, value in readable]
    return [one for one in meant if one.person.email in emails]


def waiting(application: Application) -> tuple[Named, OnList] | None:
    """The same of somebody who applies and was named by nobody yet; who was told a decision is left as they are."""
    if application.shown not in {State.DRAFT, *OPEN}:
        return None
    if Named.objects.filter(application=application).exists():
        return None
    return pending(application.call, application.person)

"""What pages and commands ask about series and editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Prefetch, QuerySet

from onrecord.events.models import Appointment, Edition
from onrecord.events.rules import allowed_to, every_permission
from onrecord.events.status import statuses
from onrecord.people.models import Person


@dataclass(frozen=True, slots=True)
class Task:
    """An edition a person works on: in which roles, by their labels, and where it stands (`status.statuses`)."""

    edition: Edition
    roles: list[str]
    status: str
    may: frozenset[str]
    """Their permissions on it."""


def edition(series: str, slug: str) -> Edition:
    """One edition. Raises Edition.DoesNotExist."""
    return Edition.objects.select_related("series", "log").get(series__slug=series, slug=slug)


def last_of_each_series() -> list[Edition]:
    """The newest edition of each series, by the series' titles."""
    newest = Edition.objects.order_by().values("series").annotate(newest=Max("pk")).values("newest")
    return list(Edition.objects.select_related("series").filter(pk__in=newest).order_by("series__title"))


def language(series: str, slug: str) -> str:
    """The language of an edition, as its tag; empty where nobody knows it, or there is no such edition."""
    named = Edition.objects.filter(series__slug=series, slug=slug).values_list("language", flat=True)
    return named.first() or ""


def tasks(person: Person) -> list[Task]:
    """The editions `person` has a role on, the newest first; an administrator of the installation has all."""
    own = Appointment.objects.filter(person=person)
    found = Edition.objects.select_related("series", "log").prefetch_related(
        Prefetch("appointments", own, to_attr="own_appointments")
    )
    if not person.is_administrator:
        found = found.filter(pk__in=own.values("edition"))
    editions = list(found)
    status = statuses(edition.log for edition in editions)
    return [_task(edition, status[edition.log_id], everywhere=person.is_administrator) for edition in editions]


def _task(edition: Edition, status: str, *, everywhere: bool) -> Task:
    own: list[Appointment] = edition.own_appointments  # type: ignore[attr-defined]
    given = sorted(own, key=lambda one: len(allowed_to([one.role])))
    may = every_permission() if everywhere else allowed_to(one.role for one in own)
    return Task(edition, [one.label for one in given], status, may)


def appointments(edition: Edition) -> QuerySet[Appointment]:
    """Who has which role on `edition`, by name."""
    return edition.appointments.select_related("person")


def people() -> QuerySet[Person]:
    """Everybody known here, by name, with their appointments and those's editions."""
    return Person.objects.prefetch_related(
        Prefetch("appointments", Appointment.objects.select_related("edition__series").order_by("-edition", "role"))
    )


def journaled(edition: Edition, entries: Iterable[int]) -> dict[int, list[Person]]:
    """Who wrote each of the entries, by the journal; nobody where it doesn't say."""
    found = defaultdict[int, list[Person]](list)
    for one in edition.log.journal.filter(index__in=list(entries), person__isnull=False).select_related("person"):
        if one.index is not None and one.person is not None:
            found[one.index].append(one.person)
    return found


def who_wrote(edition: Edition, entry: int) -> Person | None:
    """Whose act wrote the entry, by the journal: the first that names it. None where it was done on the command line."""
    first = edition.log.journal.filter(index=entry).select_related("person").first()
    return first.person if first else None

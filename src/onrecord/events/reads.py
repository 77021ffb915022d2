"""What pages and commands ask about series and editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from onrecord.events import journal
from onrecord.events.models import Appointment, Edition, Role
from onrecord.people.models import Person
from onrecord.proceedings.models import Rule, Utterance
from onrecord.record.reads import Spoken, statuses


@dataclass(frozen=True, slots=True)
class Task:
    """An edition a person works on: in which roles, and where it stands (`record.reads.statuses`)."""

    edition: Edition
    roles: list[Role]
    status: str
    directs: bool
    """Whether they may set ground rules, withhold, publish, and answer readers."""
    administers: bool
    """Whether they may appoint and dismiss."""


def edition(series: str, slug: str) -> Edition:
    """One edition. Raises Edition.DoesNotExist."""
    return Edition.objects.select_related("series", "log").get(series__slug=series, slug=slug)


def editions() -> QuerySet[Edition]:
    """All editions with their logs and counts: `exchange_count`, `utterance_count`; newest first."""
    return Edition.objects.select_related("series", "log").annotate(
        exchange_count=_count(Count("exchange", distinct=True)), utterance_count=_count(Count("index"))
    )


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
    roles = [Role(one.role) for one in edition.own_appointments]  # type: ignore[attr-defined]
    roles.sort(key=list(Role).index)
    administers = everywhere or Role.ADMINISTRATOR in roles
    return Task(edition, roles, status, directs=administers or Role.PRESS_OFFICER in roles, administers=administers)


def appointments(edition: Edition) -> QuerySet[Appointment]:
    """Who has which role on `edition`, by name."""
    return edition.appointments.select_related("person")


def people() -> QuerySet[Person]:
    """Everybody known here, by name, with their appointments and those's editions."""
    return Person.objects.prefetch_related(
        Prefetch("appointments", Appointment.objects.select_related("edition__series").order_by("-edition", "role"))
    )


def recorders(edition: Edition, *utterances: Spoken) -> dict[int, list[Person]]:
    """By utterance, everybody whose text or attribution stands in it now, by the journal: they can't confirm it."""
    sources = {one.index: one.sources for one in utterances}
    wrote = journaled(edition, (entry for entries in sources.values() for entry in entries))
    return {
        index: sorted({person for entry in entries for person in wrote[entry]}, key=lambda one: (one.name, one.pk))
        for index, entries in sources.items()
    }


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


def set_by_office(edition: Edition) -> bool:
    """Whether the office, and not a transcriber alone, went off the record, by the journal; then it ends what it began.

    Who went off the record again meanwhile, or started a session, has ended nothing of it. Only the office sets ground rules,
    and what somebody did for it stays the office's when their own task there ends.
    """
    since = Rule.objects.filter(log=edition.log).exclude(rule="off the record").aggregate(last=Max("index"))["last"]
    setting = (journal.RULE.name, journal.CATCH.name)
    acts = edition.log.journal.filter(code__in=setting, index__gt=-1 if since is None else since)
    return any(
        one.code == journal.RULE.name or (one.person and one.person.has_perm("events.direct", edition))
        for one in acts.select_related("person")
    )


def _count(counted: Count) -> Coalesce:
    rows = Utterance.objects.filter(log=OuterRef("log")).order_by().values("log").annotate(n=counted)
    return Coalesce(Subquery(rows.values("n")), 0)

"""A series begins; an edition opens; people get their tasks on it."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.events import carrying, journal, sessions
from onrecord.events.models import Appointment, Edition, Series
from onrecord.events.rules import roles
from onrecord.events.status import statuses
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.pages.addresses import reserved
from onrecord.pages.moments import moment
from onrecord.people.journal import Code, note
from onrecord.people.models import Person
from onrecord.record import acts as record
from onrecord.record.contents import (
    EditionOpened,
    Predecessor,
)


def start_series(*, slug: str, title: str) -> Series:
    """A new series, or the one that has the slug already, which keeps its title."""
    refuse_reserved(slug)
    known = Series.objects.filter(slug=slug).first()
    if known:
        return known
    series = Series(slug=slug, title=title)
    series.clean_fields()
    series, _new = Series.objects.get_or_create(slug=slug, defaults={"title": title})
    return series


def announce(
    *,
    series: str,
    edition: str,
    content: EditionOpened,
    timezone: str,
    by: Person | None,
    like: Edition | None = None,
) -> Edition:
    """Open the edition `series/edition` for a conference to come; `by` is who did it, None on the command line.

    `content.series` is the title of a new series; one that is there keeps its own. A series whose pages name no host
    yet names this one. `like`: an edition whose people get the
    same roles, and of which rooms carry over what they said in their `cloning`. For whoever has `events.open`.
    Raises ActRefused where there is the edition already, or where nobody has chosen the address after which its log would
    be named for ever; ValidationError where a name can't be part of an address.
    """
    if not settings.ONRECORD_URL_GIVEN:
        raise ActRefused(
            _(
                "ONRECORD_URL is not set, so this edition's log would be named {origin} permanently. Set "
                "ONRECORD_URL to the public address, for example https://press.example.org. To try things out"
                " only, set it to {address}."
            ).format(origin=origin_of(series, edition), address=settings.ONRECORD_URL)
        )
    with act():
        home = start_series(slug=series, title=content.series)
        if content.host and not home.host:
            home.host = content.host
            home.save(update_fields=["host"])
        content = content.model_copy(update={"series": home.title})
        opened = open_edition(home, slug=edition, content=content, timezone=timezone)
        note(opened.log, journal.OPEN, by=by)
        if like:
            for one in like.appointments.select_related("person"):
                if one.role in {role.name for role in roles()}:
                    appoint(opened, person=one.person, role=one.role, by=by)
            carrying.carry_over(like, opened, by=by)
    return opened


def open_edition(
    series: Series,
    *,
    slug: str,
    content: EditionOpened,
    timezone: str = "UTC",
    source_sha256: str = "",
) -> Edition:
    """A new edition and its log; the log's first entry is `content` with the chain to the edition before."""
    refuse_reserved(slug)
    with act():
        before = series.editions.order_by("pk").last()
        if before:
            previous = Predecessor(origin=before.log.origin, checkpoint=before.log.checkpoint)
            content = content.model_copy(update={"previous": previous})
        edition = Edition(
            series=series,
            slug=slug,
            number=content.number,
            title=content.title,
            date=content.date,
            starts=moment(content.starts) if content.starts else None,
            place=content.place or "",
            venue=content.venue or "",
            timezone=timezone,
            language=content.languages[0] if content.languages else "",
            source_sha256=source_sha256,
        )
        edition.clean_fields(exclude=["log"])
        edition.log = record.open_edition(origin_of(series.slug, slug), content)
        edition.save()
    return edition


def refuse_reserved(slug: str) -> None:
    """Raises ActRefused where no series and no edition may have that address."""
    if slug in reserved():
        raise ActRefused(
            _("“{slug}” is reserved for the product's own pages; choose another address").format(slug=slug)
        )


def date_edition(edition: Edition, *, day: date, by: Person | None) -> int:
    """Give an edition from a source that names no day the day it took place; `by` is who did it, None on the command line.

    Its address stays. Raises ActRefused where its first entry names a day, or it has this one already.
    """
    if edition.date == day:
        raise ActRefused(_("{path} has this date already").format(path=edition.path))
    with act():
        index = sessions.date_edition(edition.log, date=day)
        edition.date = day
        edition.save(update_fields=["date"])
        note(edition.log, journal.DATE, by=by, index=index, date=day.isoformat())
    return index


def take_applications(edition: Edition, *, opens: datetime, until: datetime) -> None:
    """People can apply to come to `edition` between these times: part of the act that says so in public."""
    with act():
        Edition.objects.filter(pk=edition.pk).update(applications_from=opens, applications_until=until)


def archive(edition: Edition, *, by: Person | None) -> None:
    """Nothing more will come: no session can start any more. For whoever has `events.administer`.

    Raises ActRefused before the conference is over, and where that has been said already.
    """
    with act(edition.log):
        if statuses([edition.log])[edition.log_id] in ("announced", "live"):
            raise ActRefused(_("The conference is not over yet. End its session first."))
        if not Edition.objects.filter(pk=edition.pk, archived=None).update(archived=timezone.now()):
            raise ActRefused(_("This edition is archived already."))
        note(edition.log, journal.ARCHIVE, by=by)


def take_out_of_archive(edition: Edition, *, by: Person | None) -> None:
    """Another session can start after all. Raises ActRefused where the edition is not archived."""
    with act(edition.log):
        if not Edition.objects.filter(pk=edition.pk, archived__isnull=False).update(archived=None):
            raise ActRefused(_("This edition is not archived."))
        note(edition.log, journal.TAKE_OUT, by=by)


def appoint(edition: Edition, *, person: Person, role: str, by: Person | None) -> Appointment:
    """Give `person` a role on `edition`; `by` is who did it, None on the command line.

    For whoever has `events.administer`. Raises ActRefused where they have the role already, or there is none such.
    """
    known = {one.name: one for one in roles()}
    if role not in known:
        raise ActRefused(_("there is no role “{role}”; choose one of {n}").format(role=role, n=", ".join(known)))
    with act():
        if edition.appointments.filter(person=person, role=role).exists():
            raise ActRefused(
                _("{name} is already {n} of this edition.").format(name=person.name, n=str(known[role].label).lower())
            )
        appointment = Appointment.objects.create(edition=edition, person=person, role=role)
        _note_role(appointment, journal.APPOINT, by=by)
    return appointment


def dismiss(appointment: Appointment, *, by: Person | None) -> None:
    """End an appointment; `by` is who did it, None on the command line. For whoever has `events.administer`."""
    with act():
        ended, _rows = Appointment.objects.filter(pk=appointment.pk).delete()
        if ended:
            _note_role(appointment, journal.DISMISS, by=by)


def _note_role(appointment: Appointment, code: Code, *, by: Person | None) -> None:
    whom = appointment.person
    note(appointment.edition.log, code, by=by, role=appointment.role, name=whom.name, email=whom.email)


def origin_of(series: str, edition: str) -> str:
    """The name of an edition's log: its address without the scheme."""
    public = urlsplit(settings.ONRECORD_URL)
    return f"{public.netloc}{public.path}/{series}/{edition}/log"

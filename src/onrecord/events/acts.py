"""A series begins; an edition opens, live or from a transcript that exists already; people get their tasks on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from onrecord.events import journal
from onrecord.events.models import Appointment, Edition, Role, Series
from onrecord.events.twins import twin_of
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.pages.moments import moment
from onrecord.people.journal import Code, note
from onrecord.people.models import Person
from onrecord.proceedings.contents import SuggestedAsker, UtteranceSpoken, Voice
from onrecord.record import acts as record
from onrecord.record.contents import (
    MOST_CHARACTERS,
    EditionOpened,
    Note,
    Predecessor,
    Source,
    SuggestedRule,
    SuggestedSamePerson,
)
from onrecord.transcripts.model import Document, Speaker, TranscriptError, Utterance

RESERVED = frozenset(
    {"static", "verify", "about", "accounts", "api", "desk", "live", "mail", "people", "search", "sign-in", "sign-out"}
)
"""Addresses at the top that no series may take."""


def start_series(*, slug: str, title: str) -> Series:
    """A new series, or the one that has the slug already, which keeps its title."""
    if slug in RESERVED:
        raise ActRefused(
            _("“{slug}” is reserved for the product's own pages; choose another address for the series").format(
                slug=slug
            )
        )
    known = Series.objects.filter(slug=slug).first()
    if known:
        return known
    series = Series(slug=slug, title=title)
    series.clean_fields()
    series, _new = Series.objects.get_or_create(slug=slug, defaults={"title": title})
    return series


def announce(*, series: str, edition: str, content: EditionOpened, timezone: str, by: Person | None) -> Edition:
    """Open the edition `series/edition` for a conference to come; `by` is who did it, None on the command line.

    `content.series` is the title of a new series; one that is there keeps its own. For whoever has `events.open`.
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
        content = content.model_copy(update={"series": home.title})
        opened = open_edition(home, slug=edition, content=content, timezone=timezone)
        note(opened.log, journal.OPEN, by=by)
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
            timezone=timezone,
            language=content.languages[0] if content.languages else "",
            source_sha256=source_sha256,
        )
        edition.clean_fields(exclude=["log"])
        edition.log = record.open_edition(origin_of(series.slug, slug), content)
        edition.save()
    return edition


def date_edition(edition: Edition, *, day: date, by: Person | None) -> int:
    """Give an edition from a source that names no day the day it took place; `by` is who did it, None on the command line.

    Its address stays. Raises ActRefused where its first entry names a day, or it has this one already.
    """
    if edition.date == day:
        raise ActRefused(_("{path} has this date already").format(path=edition.path))
    with act():
        index = record.date_edition(edition.log, date=day)
        edition.date = day
        edition.save(update_fields=["date"])
        note(edition.log, journal.DATE, by=by, index=index, date=day.isoformat())
    return index


def appoint(edition: Edition, *, person: Person, role: str, by: Person | None) -> Appointment:
    """Give `person` a role on `edition`; `by` is who did it, None on the command line.

    For whoever has `events.administer`. Raises ActRefused where they have the role already, or there is none such.
    """
    if role not in Role.values:
        raise ActRefused(_("there is no role “{role}”; choose one of {n}").format(role=role, n=", ".join(Role.values)))
    with act():
        if edition.appointments.filter(person=person, role=role).exists():
            raise ActRefused(
                _("{name} is already {n} of this edition").format(name=person.name, n=Role(role).label.lower())
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


@dataclass(frozen=True, slots=True)
class Imported:
    """The edition a document became; `fresh` is False where it was there already.

    `shared` is the share of its words that stand in it, where the edition came from another file.
    """

    edition: Edition
    fresh: bool
    shared: float | None = None


def already_there(series: Series, document: Document, *, again: bool = False) -> Imported | None:
    """The edition that this very file became or, unless `again`, one of the same day with nearly the same words."""
    if known := series.editions.filter(source_sha256=document.source_sha256).first():
        return Imported(known, fresh=False)
    twin = None if again else twin_of(series, document)
    return Imported(twin.edition, fresh=False, shared=twin.shared) if twin else None


def import_document(series: Series, document: Document, *, again: bool = False) -> Imported:
    """Put a transcript on the record as an edition of its own, all of it or nothing.

    What is `already_there` adds nothing. Names that are only suggested stay suggestions. A document that stops
    midway becomes an edition that says so. Raises TranscriptError where an utterance is too long for one entry.
    """
    _refuse_endless(document)
    with act():
        if known := already_there(series, document, again=again):
            return known
        edition = open_edition(
            series,
            slug=_free_slug(series, document),
            content=_opening_entry(series, document),
            source_sha256=document.source_sha256,
        )
        speakers = {speaker.key: speaker for speaker in document.speakers}
        record.start_session(edition.log, standard="as delivered")
        record.speak(edition.log, *(_spoken(utterance, speakers, document) for utterance in document.utterances))
        if not document.complete:
            record.leave_incomplete(edition.log, reason="The source stops.")
        record.end_session(edition.log)
    return Imported(edition, fresh=True)


def _refuse_endless(document: Document) -> None:
    for utterance in document.utterances:
        if len(utterance.text) > MOST_CHARACTERS:
            raise TranscriptError(
                f"{document.source_name}: one passage has {len(utterance.text):,} characters, more than the "
                f"{MOST_CHARACTERS:,} allowed. Are the other speakers' labels missing?",
                line=utterance.line,
            )


def _free_slug(series: Series, document: Document) -> str:
    base = document.date.isoformat() if document.date else _slug_of_title(document)
    taken = set(series.editions.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _slug_of_title(document: Document) -> str:
    """Of the title; a file that has none is called after itself, and its kind is no part of an address."""
    untitled = document.title == document.source_name
    title = PurePath(document.title).stem if untitled else document.title
    return slugify(title.replace("_", "-"))[:90].strip("-") or "edition"


def _opening_entry(series: Series, document: Document) -> EditionOpened:
    names = {speaker.key: speaker.name for speaker in document.speakers}
    return EditionOpened(
        series=series.title,
        title=document.title[:1000],
        date=document.date,
        place=document.place[:300] or None,
        languages=[document.language[:35]] if document.language else [],
        source=Source(
            name=document.source_name[:1000],
            sha256=document.source_sha256,
            format=document.format,
            url=document.source_url[:1000] or None,
        ),
        suggested_rules=[
            SuggestedRule(rule=rule.rule, sentence=rule.sentence[:4000], line=rule.line) for rule in document.rules
        ],
        suggested_same_person=[
            SuggestedSamePerson(name=names[pair.key][:1000], other=names[pair.other][:1000], reason=pair.reason[:1000])
            for pair in document.same_person[:200]
        ],
        notes=[Note(message=warning.message[:1000], line=warning.line) for warning in document.warnings[:200]],
    )


def _spoken(utterance: Utterance, speakers: dict[str, Speaker], document: Document) -> UtteranceSpoken:
    speaker = speakers.get(utterance.speaker or "")
    suggestion = utterance.suggestion
    return UtteranceSpoken(
        role=utterance.role,
        text=utterance.text,
        standard="as delivered",
        speaker=Voice(name=speaker.name[:1000], title=speaker.title[:1000] or None) if speaker else None,
        suggestion=SuggestedAsker(
            name=suggestion.name[:1000], outlet=suggestion.outlet[:1000] or None, line=suggestion.line
        )
        if suggestion
        else None,
        language=(utterance.language or document.language)[:1000] or None,
        start_ms=utterance.start_ms,
        end_ms=utterance.end_ms,
        line=utterance.line,
    )

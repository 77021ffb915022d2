"""An edition opens from a transcript that exists already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.text import slugify

from onrecord.events.acts import open_edition
from onrecord.events.models import Edition, Series
from onrecord.keeping.acting import act
from onrecord.pages.addresses import reserved
from onrecord.proceedings import entries, sentences
from onrecord.proceedings.contents import SuggestedAsker, UtteranceSpoken, Voice
from onrecord.proceedings.twins import twin_of
from onrecord.record.contents import (
    MOST_CHARACTERS,
    EditionOpened,
    Note,
    Source,
    SuggestedRule,
    SuggestedSamePerson,
)
from onrecord.record.language import said_by
from onrecord.transcripts.model import Document, Speaker, TranscriptError, Utterance


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
        entries.start_session(edition.log, standard="as delivered")
        entries.speak(edition.log, *(_spoken(utterance, speakers, document) for utterance in document.utterances))
        if not document.complete:
            reason = said_by(edition.log, sentences.SOURCE_STOPS)
            entries.leave_incomplete(edition.log, reason=reason)
        entries.end_session(edition.log)
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
    taken = set(series.editions.filter(slug__startswith=base).values_list("slug", flat=True)) | ({base} & reserved())
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

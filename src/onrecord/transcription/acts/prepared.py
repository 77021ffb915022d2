"""A text handed over beforehand: kept under lock, delivered paragraph by paragraph, published in the end."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.proceedings import entries as record
from onrecord.proceedings.conducting import done
from onrecord.proceedings.contents import TextPrepared, UtteranceSpoken
from onrecord.proceedings.course import course_of
from onrecord.proceedings.entries.about import require_text
from onrecord.record.language import said_by
from onrecord.record.models import Log
from onrecord.transcription import journal, sentences
from onrecord.transcription.acts.meanwhile import Typing, refuse_off_record
from onrecord.transcription.models import PreparedText, Speaker
from onrecord.transcripts.model import Role


def prepare(
    edition: Edition, *, by: Person, title: str, paragraphs: list[str], speaker: Speaker | None
) -> PreparedText:
    """Keep the text in a held entry of the record: nobody but the desk reads it before it is published.

    Raises OffTheRecord while people speak off the record: it could be what they say. Between two sessions nobody speaks.
    """
    content = TextPrepared(
        title=title,
        paragraphs=paragraphs,
        speaker=speaker.voice if speaker else None,
        language=edition.language or None,
    )
    with act(edition.log):
        if course_of(edition.log).running:
            refuse_off_record(edition)
        index = record.prepare_text(edition.log, content)
        text = PreparedText.objects.create(edition=edition, index=index, paragraphs=len(paragraphs), speaker=speaker)
        note(edition.log, journal.PREPARE, by=by, paragraphs=len(paragraphs), index=index)
    return text


def deliver(
    edition: Edition,
    *,
    by: Person,
    prepared: int,
    paragraph: int,
    text: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
    typed: Typing | None = None,
) -> int:
    """Paragraph `paragraph` (from 0) of the prepared text was spoken, as `text` has it: as written or otherwise."""

    def speak(log: Log) -> int:
        refuse_off_record(edition, typed)
        found = _at(edition, prepared, paragraph)
        content = UtteranceSpoken(
            role=Role.STATEMENT,
            text=text,
            standard="as delivered",
            speaker=found.speaker.voice if found.speaker else None,
            language=edition.language or None,
            start_ms=start_ms,
            end_ms=end_ms,
            paragraph=paragraph,
        )
        index = record.deliver(log, prepared, content)[0]
        _advance(found)
        return index

    return done(edition, by, journal.DELIVER, speak, paragraph=paragraph + 1)


def skip(edition: Edition, *, by: Person, prepared: int, paragraph: int) -> int:
    """Paragraph `paragraph` was not spoken; the record says nothing of it until the text is published."""

    def go_on(_log: Log) -> int:
        _advance(_at(edition, prepared, paragraph))
        return prepared

    return done(edition, by, journal.SKIP, go_on, paragraph=paragraph + 1)


def publish(edition: Edition, *, by: Person, prepared: int, disclosing: Iterable[int] = ()) -> int:
    """Everybody may read the prepared text now, beside what was delivered of it.

    `disclosing`: the entries of which it tells more than the record does, as whoever publishes was shown.
    """
    with act(edition.log):
        _text(edition, prepared)
        reason = said_by(edition.log, sentences.DELIVERED)
        return conducting.publish(edition, index=prepared, reason=reason, disclosing=disclosing, by=by)


def _text(edition: Edition, prepared: int) -> PreparedText:
    """The text whose words stand in entry `prepared`. Raises ActRefused where there is none, or they were erased."""
    require_text(edition.log, prepared)
    found = PreparedText.objects.select_related("speaker").filter(edition=edition, index=prepared).first()
    if found is None:
        raise ActRefused(_("entry {prepared} is not a prepared text of this edition").format(prepared=prepared))
    return found


def _at(edition: Edition, prepared: int, paragraph: int) -> PreparedText:
    """The text, where `paragraph` is what comes next in it."""
    found = _text(edition, prepared)
    if paragraph < found.next:
        raise ActRefused(
            _("Paragraph {n} is already marked. The next one is {n2}.").format(n=paragraph + 1, n2=found.next + 1)
        )
    if paragraph > found.next or paragraph >= found.paragraphs:
        raise ActRefused(_("Paragraph {n} is next.").format(n=found.next + 1))
    return found


def _advance(text: PreparedText) -> None:
    text.next += 1
    text.save(update_fields=["next"])

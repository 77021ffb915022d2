"""The desk's own lists: who may speak, and what is short for what. Neither is a part of the record.

The journal says that a list was changed and by whom, never whom it names: a speaker taken off it is named nowhere else.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.transcription import journal
from onrecord.transcription.models import Abbreviation, Speaker


def keep_speaker(edition: Edition, speaker: Speaker, *, by: Person) -> None:
    """Put `speaker` on the list, or change them there. Whoever had their key has none any more."""
    speaker.edition = edition
    with act():
        known = Speaker.objects.filter(pk=speaker.pk).first()
        if known and known.edition_id != edition.pk:
            raise ActRefused(_("This speaker is on another edition's list."))
        if speaker.key:
            Speaker.objects.filter(edition=edition, key=speaker.key).exclude(pk=speaker.pk).update(key=None)
        _require_clean(speaker)
        speaker.save(force_insert=known is None, force_update=known is not None)
        note(edition.log, journal.KEEP_SPEAKER, by=by)


def forget_speaker(edition: Edition, speaker: UUID, *, by: Person) -> None:
    """Take somebody off the list; what they said stays on the record as it is."""
    with act():
        found, _rows = Speaker.objects.filter(edition=edition, pk=speaker).delete()
        if found:
            note(edition.log, journal.FORGET_SPEAKER, by=by)


def abbreviate(edition: Edition, *, short: str, long: str, by: Person) -> None:
    """From now on `short` stands for `long`."""
    with act():
        found = Abbreviation.objects.filter(edition=edition, short=short).first()
        abbreviation = found or Abbreviation(edition=edition, short=short)
        abbreviation.long = long
        _require_clean(abbreviation)
        abbreviation.save()
        note(edition.log, journal.ABBREVIATE, by=by, short=short)


def forget_abbreviation(edition: Edition, *, short: str, by: Person) -> None:
    """From now on `short` stands for nothing."""
    with act():
        found, _rows = Abbreviation.objects.filter(edition=edition, short=short).delete()
        if found:
            note(edition.log, journal.FORGET_ABBREVIATION, by=by, short=short)


def _require_clean(row: Speaker | Abbreviation) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise ActRefused(_("{field}: {index}").format(field=field, index=messages[0])) from None

"""Words are typed, corrected and confirmed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from onrecord.events import reads as events
from onrecord.events.models import Act, Edition
from onrecord.people.models import Person
from onrecord.record import acts as record
from onrecord.record.contents import CorrectionKind, UtteranceSpoken
from onrecord.record.errors import ActRefused
from onrecord.transcription.acts.meanwhile import Typing, refuse_off_record
from onrecord.transcription.acts.once import once
from onrecord.transcription.models import Speaker
from onrecord.transcripts.model import Role


def say(
    edition: Edition,
    *,
    key: UUID,
    by: Person,
    speaker: Speaker | None,
    role: Role,
    text: str,
    language: str = "",
    start_ms: int | None = None,
    end_ms: int | None = None,
    typed: Typing | None = None,
) -> int:
    """Words go on the record as the draft of what `speaker` (None: unknown) said; times from the session's start.

    Raises OffTheRecord where nothing may be stored, and ActRefused where somebody has to look first, see `meanwhile`.
    """

    def speak() -> int:
        refuse_off_record(edition, typed)
        content = UtteranceSpoken(
            role=role,
            text=text,
            standard="draft",
            speaker=speaker.voice if speaker else None,
            language=language or None,
            start_ms=start_ms,
            end_ms=end_ms,
        )
        return record.speak(edition.log, content)[0]

    return once(edition, key=key, by=by, name=Act.SAY, do=speak, role=role.value)


def correct(
    edition: Edition,
    *,
    key: UUID,
    by: Person,
    utterance: int,
    text: str,
    kind: CorrectionKind,
    reason: str,
    speaker: Speaker | None = None,
    typed: Typing | None = None,
) -> int:
    """New words for an utterance, or (kind "attribution") another speaker; the old ones stay readable beside them."""
    if kind == "attribution" and speaker is None:
        raise ActRefused(_("say whose words they are: choose the speaker"))

    def amend() -> int:
        refuse_off_record(edition, typed)
        voice = speaker.voice if speaker and kind == "attribution" else None
        return record.correct(edition.log, utterance, text=text, kind=kind, reason=reason, speaker=voice)

    return once(edition, key=key, by=by, name=Act.CORRECT, do=amend, about=utterance, kind=kind)


def confirm(edition: Edition, *, key: UUID, by: Person, utterance: int, version: int) -> int:
    """A second person has compared the words with the sound: not the one who typed those that stand."""

    def vouch() -> int:
        if by in events.recorders(edition, version):
            raise ActRefused(_("You typed these words yourself: a second person confirms them."))
        return record.confirm(edition.log, utterance, version=version)

    return once(edition, key=key, by=by, name=Act.CONFIRM, do=vouch, about=utterance, version=version)

"""Words are typed and corrected."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.people.models import Person
from onrecord.proceedings import conducting, office
from onrecord.proceedings import entries as record
from onrecord.proceedings.conducting import done
from onrecord.proceedings.contents import CorrectionKind, UtteranceSpoken
from onrecord.record.models import Log
from onrecord.transcription import journal
from onrecord.transcription.acts.meanwhile import Typing, refuse_off_record
from onrecord.transcription.models import Speaker
from onrecord.transcription.replacing import Change
from onrecord.transcripts.model import Role


def say(
    edition: Edition,
    *,
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

    def speak(log: Log) -> int:
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
        return record.speak(log, content)[0]

    return done(edition, by, journal.SAY, speak)


def correct(
    edition: Edition,
    *,
    by: Person,
    utterance: int,
    version: int,
    text: str,
    kind: CorrectionKind,
    reason: str,
    speaker: Speaker | None = None,
    typed: Typing | None = None,
) -> int:
    """New words for an utterance, or (kind "attribution") another speaker; the old ones stay readable beside them.

    Refused where `version` doesn't have the words that stand: somebody else was quicker.
    """
    with act(edition.log):
        refuse_off_record(edition, typed)
        return conducting.correct(
            edition,
            index=utterance,
            version=version,
            text=text,
            kind=kind,
            reason=reason,
            speaker=speaker.voice if speaker and kind == "attribution" else None,
            by=by,
        )


def correct_all(
    edition: Edition, changes: Iterable[Change], *, by: Person, reason: str, typed: Typing | None = None
) -> list[int]:
    """Each of the changes as a correction of its own, all of them or none; returns the corrections' entries.

    All that is asked of the log is asked once, since it is held meanwhile.
    """
    chosen = list(changes)
    with act(edition.log):
        refuse_off_record(edition, typed)
        stand = {one.index: one for one in office.utterances(edition.log, [one.index for one in chosen])}
        return [
            conducting.correct(
                edition,
                index=one.index,
                version=one.version,
                text=one.after,
                kind="transcription",
                reason=reason,
                speaker=None,
                by=by,
                spoken=stand.get(one.index),
            )
            for one in chosen
        ]

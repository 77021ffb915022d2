"""Who spoke on background: bound to in public, kept sealed for the office."""

from __future__ import annotations

import os
from typing import TypeVar

from django.utils.translation import gettext as _

from onrecord.keeping import sealing
from onrecord.keeping.errors import SealedDamaged
from onrecord.proceedings.contents import RuleSet, UtteranceCorrected, UtteranceSpoken, Voice
from onrecord.proceedings.models import SpeakerOpening
from onrecord.record.entry import NONCE_BYTES, Opening, commitment
from onrecord.record.models import Log
from onrecord.tlog import base64
from onrecord.transcripts.model import Role

UNNAMED = ("background", "deep background")
"""Ground rules under which nobody is named."""
SPEAKER_KIND = "utterance.speaker"
"""What the commitment to a speaker on background is bound to, in the place of an entry's kind."""
Named = TypeVar("Named", UtteranceSpoken, UtteranceCorrected)


def masked(utterance: UtteranceSpoken, rule: RuleSet | None) -> tuple[UtteranceSpoken, Opening | None]:
    """The utterance as it may be published under `rule`, and what opens its speaker where it names none.

    An asker is not named either; no phrase stands for them, since it was agreed for the host's side.
    """
    if rule is None or rule.rule not in UNNAMED:
        return utterance, None
    phrase = rule.attribution if utterance.role is not Role.QUESTION else None
    return bound(utterance.model_copy(update={"suggestion": None, "attribution": phrase}), utterance.speaker)


def bound(content: Named, speaker: Voice | None) -> tuple[Named, Opening]:
    """The content without its speaker's name, bound to it by a commitment, and the opening of that."""
    true = speaker.model_dump_json(exclude_none=True) if speaker else "null"
    opening = Opening(nonce=os.urandom(NONCE_BYTES), content=true.encode())
    commit = base64.encode(commitment(opening.nonce, SPEAKER_KIND, opening.content))
    return content.model_copy(update={"speaker": None, "speaker_commit": commit}), opening


def keep_speaker(log: Log, index: int, true: Opening) -> None:
    """Store, sealed, who is behind the `speaker_commit` of entry `index`; inside the act that appended it."""
    row = SpeakerOpening(log=log, index=index)
    row.seal(true.value)
    row.save(force_insert=True)


def speaker_of(log: Log, index: int, content: UtteranceSpoken | UtteranceCorrected) -> Voice | None:
    """Who spoke by entry `index`, whose content is `content`, on background too; None where it doesn't say."""
    if content.speaker_commit is None:
        return content.speaker
    true = true_speaker(log, index)
    return Voice.model_validate_json(true.content) if true and true.content != b"null" else None


def true_speaker(log: Log, index: int) -> Opening | None:
    """Who is behind the `speaker_commit` of entry `index`: for the office only. None where nothing is kept.

    Raises SealedDamaged where it can't be read: nobody may take it for unknown who spoke.
    """
    found, failed = sealing.unsealed(lambda: SpeakerOpening.objects.filter(log=log, index=index).select_related("log"))
    if failed:
        raise SealedDamaged(
            _("the speaker of entry {index} can't be read because the stored data is damaged").format(index=index)
        )
    return Opening.of(found[0][1]) if found else None

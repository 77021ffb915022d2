"""What was said, and by whom, as it stands now and no more: for looking through all of it at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from onrecord.proceedings.contents import UtteranceCorrected, UtteranceSpoken, Voice
from onrecord.proceedings.models import Annotation, Utterance
from onrecord.record import openings
from onrecord.record.kinds import known
from onrecord.record.models import Log


@dataclass(frozen=True, slots=True)
class Wording:
    """A public utterance: what `Spoken` has as `current.text`, `speaker` and `content`."""

    index: int
    text: str
    speaker: Voice | None
    content: UtteranceSpoken


def wordings(log: Log) -> list[Wording]:
    """Every utterance whose words are public, in the order of the log; a fifth of the work that `spoken` has with them."""
    indexes = list(Utterance.objects.filter(log=log).order_by("index").values_list("index", flat=True))
    about = Annotation.objects.filter(log=log, kind=UtteranceCorrected.kind).order_by("index")
    corrections: dict[int, list[int]] = defaultdict(list)
    for index, of in about.values_list("index", "of"):
        corrections[of].append(index)
    opened = openings.public(log, [*indexes, *(later for found in corrections.values() for later in found)])
    found = []
    for index in indexes:
        content = known.parse(UtteranceSpoken.kind, opened[index].content) if index in opened else None
        if not isinstance(content, UtteranceSpoken):
            continue
        text, speaker = content.text, content.speaker
        for later in corrections[index]:
            corrected = known.parse(UtteranceCorrected.kind, opened[later].content) if later in opened else None
            if isinstance(corrected, UtteranceCorrected):
                text, speaker = corrected.text, corrected.speaker or speaker
        found.append(Wording(index, text, speaker, content))
    return found

"""A name is put right in many places at once: what would change, before anything does. Each change is a correction of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from onrecord.events.models import Edition
from onrecord.proceedings import office
from onrecord.proceedings.readers import Spoken
from onrecord.transcription.reads import LAST


@dataclass(frozen=True, slots=True)
class Change:
    """New words for utterance `index`, instead of those that its entry `version` gave it."""

    index: int
    version: int
    at: datetime
    who: str
    before: str
    after: str

    @property
    def key(self) -> str:
        return f"{self.index}:{self.version}"


def replacements(edition: Edition, *, find: str, by: str, whole: bool) -> list[Change]:
    """`find`, as a word or words of its own, replaced `by` others: in the `whole` record, or in the last utterances."""
    log = edition.log
    found = office.utterances(log, office.indexes(log, 0)) if whole else office.last_utterances(log, limit=LAST)[::-1]
    name = re.compile(rf"(?<!\w){re.escape(find)}(?!\w)")
    return _changes(found, lambda spoken: name.sub(lambda _: by, spoken.versions[-1].text))


def undone(edition: Edition, corrections: Collection[int]) -> list[Change]:
    """The words as they were before these corrections, where nobody has corrected them since."""
    found = office.utterances(edition.log, office.indexes(edition.log, 0))
    corrected = [one for one in found if len(one.versions) > 1 and one.versions[-1].index in corrections]
    return _changes(corrected, lambda spoken: spoken.versions[-2].text)


def _changes(found: Iterable[Spoken], becomes: Callable[[Spoken], str]) -> list[Change]:
    changes = []
    for one in found:
        if not one.versions:
            continue
        stands, after = one.versions[-1], becomes(one)
        if after != stands.text:
            who = one.speaker.name if one.speaker else ""
            changes.append(Change(one.index, stands.index, one.at, who, stands.text, after))
    return changes

"""Utterances made ready to be set on a page: who hands over to whom, what is struck, what may be cited."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.record.contents import Voice
from onrecord.record.reads import Spoken


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that stood (`del`), was put in their place (`ins`), or is in both versions (empty)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An utterance on the rail. `opens_stretch`: a new voice; `opens_exchange`: a new question begins here."""

    spoken: Spoken
    opens_stretch: bool
    opens_exchange: bool

    @property
    def paragraphs(self) -> list[list[Run]]:
        """The words that stand, with those they replaced struck beside them."""
        if not self.spoken.versions:
            return []
        before, now = self.spoken.versions[0].text, self.spoken.versions[-1].text
        runs = [Run("", now)] if before == now else list(_compare(before, now))
        return list(_split(runs))

    @property
    def who(self) -> str:
        """The name over the stretch."""
        return name_of(self.spoken)

    @property
    def outlet(self) -> str:
        """The speaker's title, or outlet and region; empty where nothing is known."""
        return voice_details(self.spoken.speaker) if self.spoken.speaker else ""


def passages(utterances: Iterable[Spoken], *, after: Spoken | None = None) -> list[Passage]:
    """The utterances with their hand-overs marked; `after` is the one that stands before the first."""
    result, before = [], after
    for spoken in utterances:
        new_exchange = spoken.exchange is not None and spoken.exchange == spoken.index
        same = (
            before is not None
            and before.voice == spoken.voice
            and _role(before) == _role(spoken)
            and before.exchange == spoken.exchange
        )
        result.append(Passage(spoken, opens_stretch=not same, opens_exchange=new_exchange))
        before = spoken
    return result


def name_of(spoken: Spoken) -> str:
    """The speaker's name as printed over words and in citations; “Unknown” where nobody knows."""
    if spoken.speaker:
        return spoken.speaker.name
    return _("Unknown speaker") if _role(spoken) != "question" else _("Unknown asker")


def voice_details(voice: Voice) -> str:
    """Title, outlet and region in one line."""
    return ", ".join(part for part in (voice.title, voice.outlet, voice.region) if part)


def _role(spoken: Spoken) -> str:
    return spoken.content.role.value if spoken.content else ""


def _compare(before: str, now: str) -> Iterator[Run]:
    old, new = _words(before), _words(now)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("", "".join(new[k:m]))
            continue
        if i < j:
            yield Run("del", "".join(old[i:j]))
        if k < m:
            yield Run("ins", "".join(new[k:m]))


def _words(text: str) -> list[str]:
    return re.findall(r"\n{2,}|\s+|\w+|[^\w\s]+", text)


def _split(runs: Iterable[Run]) -> Iterator[list[Run]]:
    paragraph: list[Run] = []
    for run in runs:
        first, *others = re.split(r"\n{2,}", run.text)
        paragraph += [Run(run.mark, first)] if first else []
        for part in others:
            if paragraph:
                yield paragraph
            paragraph = [Run(run.mark, part)] if part else []
    if paragraph:
        yield paragraph

"""Utterances made ready to be set on a page: who hands over to whom, what is struck, what may be cited."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from rapidfuzz.distance import Levenshtein

from onrecord.events.models import Edition
from onrecord.pages.zones import zone_of
from onrecord.proceedings.contents import RuleSet, Voice
from onrecord.proceedings.readers import Spoken, Stretch
from onrecord.publication import regions


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that stood (`del`), was put in their place (`ins`), or is in both versions (empty).

    `chosen`: the page's address points to it.
    """

    mark: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """An utterance on the rail.

    A turn is what one voice says in one role, in one exchange and under one ground rule, before another begins.
    `opens_turn`: the voice is named here, the turn being a new one or (`continued`) the first on its page; `opens_exchange`:
    a new question begins here; `lasted`: how long the answer took that begins here; `marked`: its runs, where the page's
    address points to some of its words.
    """

    spoken: Spoken
    opens_turn: bool
    opens_exchange: bool
    continued: bool = False
    lasted: timedelta | None = None
    marked: Sequence[Run] | None = None

    @property
    def runs(self) -> Sequence[Run]:
        """The words that stand, with those they replaced struck beside them."""
        if self.marked is not None or not self.spoken.versions:
            return self.marked or []
        before, now = self.spoken.versions[0].text, self.spoken.versions[-1].text
        return [Run("", now)] if before == now else list(_compare(before, now))

    @property
    def paragraphs(self) -> list[list[Run]]:
        """The same, by paragraph."""
        return list(_split(self.runs))

    @property
    def who(self) -> str:
        """The name over the turn."""
        return name_of(self.spoken)


Item = Passage | Stretch
"""What hangs on the rail: words, or the sentence of a ground rule or a pause."""


def rail(passages: Iterable[Passage], stretches: Iterable[Stretch]) -> list[Item]:
    """Words and sentences in the order of the log."""
    return sorted([*passages, *stretches], key=index_of)


def index_of(item: Item) -> int:
    """The entry that an item on the rail shows."""
    return item.spoken.index if isinstance(item, Passage) else item.index


def passages(
    utterances: Iterable[Spoken], *, after: Spoken | None = None, then: Spoken | None = None, named: bool = False
) -> list[Passage]:
    """The utterances with their hand-overs marked; `after` stands before the first of them, `then` behind the last.

    `named`: a page begins here, so the first is named though its voice is not new.
    """
    result: list[Passage] = []
    turns = _turns(utterances)
    for number, turn in enumerate(turns):
        before = turns[number - 1][-1] if number else after
        behind = turns[number + 1][0] if number + 1 < len(turns) else then
        continued = before is not None and _same_turn(before, turn[0])
        first = Passage(
            turn[0],
            opens_turn=named or not continued,
            opens_exchange=_opens_exchange(turn[0]),
            continued=continued,
            lasted=_lasted(turn, before, behind) if not continued else None,
        )
        others = (Passage(one, opens_turn=False, opens_exchange=_opens_exchange(one)) for one in turn[1:])
        result += [first, *others]
    return result


def _turns(utterances: Iterable[Spoken]) -> list[list[Spoken]]:
    found: list[list[Spoken]] = []
    for spoken in utterances:
        if found and _same_turn(found[-1][-1], spoken):
            found[-1].append(spoken)
        else:
            found.append([spoken])
    return found


def _same_turn(before: Spoken, spoken: Spoken) -> bool:
    return _turn_of(before) == _turn_of(spoken)


def _turn_of(spoken: Spoken) -> tuple[object, ...]:
    return (spoken.voice, _role(spoken), spoken.exchange, spoken.rule and spoken.rule.index)


def _opens_exchange(spoken: Spoken) -> bool:
    return spoken.exchange is not None and spoken.exchange == spoken.index


def _lasted(turn: list[Spoken], before: Spoken | None, behind: Spoken | None) -> timedelta | None:
    """How long an answer took: by the source's clock, else from the last words before it to its own last words,
    since a live utterance is recorded when it has been said. Nothing while it may still go on."""
    first, last = turn[0].content, turn[-1].content
    if _role(turn[0]) != "answer" or before is None or behind is None or _same_turn(turn[-1], behind):
        return None
    if first and last and first.start_ms is not None and last.end_ms is not None:
        return timedelta(seconds=round((last.end_ms - first.start_ms) / 1000))
    return timedelta(seconds=round((turn[-1].at - before.at).total_seconds()))


def name_of(spoken: Spoken) -> str:
    """The speaker's name as printed over words and in citations, or the phrase agreed on, or that nobody is sure of it."""
    if spoken.speaker:
        return spoken.speaker.name
    asks = _role(spoken) == "question"
    if spoken.unnamed and spoken.content:
        return spoken.content.attribution or (_("Asker not named") if asks else _("Not attributed"))
    if spoken.guess:
        return _("Asker not confirmed") if asks else _("Speaker not confirmed")
    return _("Unknown asker") if asks else _("Unknown speaker")


def voice_details(voice: Voice, language: str) -> str:
    """Title, outlet and region in one line, the region by its name in `language`."""
    region = regions.named(voice.region, language) if voice.region else ""
    return ", ".join(part for part in (voice.title, voice.outlet, region) if part)


def cited_as(spoken: Spoken, language: str) -> str:
    """The name, with title or outlet, as a citation has it."""
    details = voice_details(spoken.speaker, language) if spoken.speaker else ""
    return f"{name_of(spoken)} ({details})" if details else name_of(spoken)


def cited_when(spoken: Spoken, edition: Edition) -> str:
    """When it was said, as a citation has it; of a transcript that was supplied only its day is known."""
    if edition.source_sha256:
        return date_format(edition.date, "DATE_FORMAT") if edition.date else ""
    at = timezone.localtime(spoken.at)
    return f"{date_format(at, 'DATETIME_FORMAT')} ({zone_of(at)})"


def terms_of(spoken: Spoken) -> str:
    """The term of the ground rule that goes with a citation; empty on the record."""
    rule = spoken.rule.content if spoken.rule else None
    terms = {"background": _("on background"), "deep background": _("on deep background")}
    return terms.get(rule.rule, "") if isinstance(rule, RuleSet) else ""


def _role(spoken: Spoken) -> str:
    return spoken.content.role.value if spoken.content else ""


MOST_COMPARED = 4_000_000
"""Pairs of words (or of sentences) compared for one difference: a few thousandths of a second."""


def _compare(before: str, now: str) -> Iterator[Run]:
    """Sentence by sentence, and word by word where sentences differ, so that the work stays close to linear."""
    for old, new in _aligned(_sentences(before), _sentences(now)):
        if old == new:
            yield Run("", new)
            continue
        for struck, put in _aligned(_words(old), _words(new)):
            if struck == put:
                yield Run("", put)
            else:
                yield from (Run("del", struck),) if struck else ()
                yield from _inserted(put)


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Both texts in pairs of stretches, equal ones and different ones in turn; one that is too long to compare is whole."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    yield "".join(old[:start]), "".join(new[:start])
    if len(middle[0]) * len(middle[1]) > MOST_COMPARED:
        yield "".join(middle[0]), "".join(middle[1])
    else:
        steps = Levenshtein.opcodes(*middle)
        for _same, found in itertools.groupby(steps, key=lambda step: step.tag == "equal"):
            run = list(found)
            i, j, k, m = run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end
            yield "".join(middle[0][i:j]), "".join(middle[1][k:m])
    yield "".join(old[len(old) - end :]), "".join(new[len(new) - end :])


def _common(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _pair in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _inserted(text: str) -> Iterator[Run]:
    """The words marked, the space around them not. Space that was struck is marked: nobody quotes it."""
    words = text.strip()
    start = text.index(words)
    runs = (Run("", text[:start]), Run("ins", words), Run("", text[start + len(words) :]))
    return (run for run in runs if run.text)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?…。\n])(?=\s)", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\n{2,}|\s+|\w+|[^\w\s]+", text)


def _split(runs: Iterable[Run]) -> Iterator[list[Run]]:
    paragraph: list[Run] = []
    for run in runs:
        first, *others = re.split(r"\n{2,}", run.text)
        paragraph += [replace(run, text=first)] if first else []
        for part in others:
            if paragraph:
                yield paragraph
            paragraph = [replace(run, text=part)] if part else []
    if paragraph:
        yield paragraph

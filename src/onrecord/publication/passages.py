"""Utterances made ready to be set on a page: who hands over to whom, what is struck, what may be cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onrecord.events import regions
from onrecord.events.models import Edition
from onrecord.pages.zones import to_the_minute, zone_of
from onrecord.proceedings.contents import RuleSet, Voice
from onrecord.proceedings.readers import Spoken, Stretch
from onrecord.publication.comparing import Run, compare, marked_up


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
        return [Run("", now)] if before == now else compare(before, now)

    @property
    def words(self) -> SafeString:
        """The same as HTML, by paragraph."""
        return marked_up(self.runs)

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
        continued = before is not None and same_turn(before, turn[0])
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
        if found and same_turn(found[-1][-1], spoken):
            found[-1].append(spoken)
        else:
            found.append([spoken])
    return found


def same_turn(before: Spoken, spoken: Spoken) -> bool:
    """Whether nobody else has begun between the two, nothing else, and no other ground rule."""
    return _turn_of(before) == _turn_of(spoken)


def _turn_of(spoken: Spoken) -> tuple[object, ...]:
    return (spoken.voice, _role(spoken), spoken.exchange, spoken.rule and spoken.rule.index)


def _opens_exchange(spoken: Spoken) -> bool:
    return spoken.exchange is not None and spoken.exchange == spoken.index


def _lasted(turn: list[Spoken], before: Spoken | None, behind: Spoken | None) -> timedelta | None:
    """How long an answer took: by the source's clock, else from the last words before it to its own last words,
    since a live utterance is recorded when it has been said. Nothing while it may still go on."""
    first, last = turn[0].content, turn[-1].content
    if _role(turn[0]) != "answer" or before is None or behind is None or same_turn(turn[-1], behind):
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
    return f"{to_the_minute(at)} ({zone_of(at)})"


def terms_of(spoken: Spoken) -> str:
    """The term of the ground rule that goes with a citation; empty on the record."""
    rule = spoken.rule.content if spoken.rule else None
    if not isinstance(rule, RuleSet):
        return ""
    return {"background": _("on background"), "deep background": _("on deep background")}.get(rule.rule, "")


def _role(spoken: Spoken) -> str:
    return spoken.content.role.value if spoken.content else ""

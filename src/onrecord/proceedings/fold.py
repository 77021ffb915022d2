"""What was said, read off the log: utterances and their exchanges, the ground rule and the hold, what was later said about
the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.proceedings import models
from onrecord.proceedings.contents import HoldSet, RuleSet, UtteranceSpoken
from onrecord.proceedings.damage import stand_ins
from onrecord.record.contents import Content
from onrecord.record.entry import milliseconds
from onrecord.record.folds import ContentOf, Fold, Recorded, Row
from onrecord.transcripts.model import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A ground rule and the entry that ended it; `until`: an embargo, in ms since 1970, UTC."""

    index: int
    rule: str
    until: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """An utterance's place: `exchange` is the index of the exchange's first question, `number` which exchange that is."""

    index: int
    role: str
    exchange: int | None = None
    number: int | None = None
    rule: int | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A later entry about an utterance: a correction, a confirmation, a translation…"""

    index: int
    of: int
    kind: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One asker's question with its answers and follow-ups, by the index of the first question.

    `number` counts the questions that are public by now, so it is another one once an earlier question is opened or
    erased: only `index` is there to be cited. `unbroken`: all that was said since is public; else somebody else may have
    asked meanwhile, and an answer is not said to be to this question.
    """

    index: int
    number: int
    unbroken: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """All that the place of the next words depends on."""

    exchange: Exchange | None = None
    """The exchange that is under way."""
    exchanges: int = 0
    rule: Rule | None = None
    """The ground rule in force; None: nobody has set one, and everything is on the record."""
    hold: int = 0
    """Seconds for which words are held back before they open by themselves."""


def follow(state: State, entry: Recorded, content_of: ContentOf) -> tuple[State, Sequence[Row]]:
    match entry.kind:
        case "utterance.spoken":
            return _spoken(state, entry, content_of)
        case "session.started":
            return replace(state, exchange=None), []
        case "session.ended":
            ended = [replace(state.rule, ended=entry.index)] if state.rule else []
            return State(exchanges=state.exchanges), ended
    match entry.content:
        case RuleSet() as content:
            return _ruled(state, entry.index, content)
        case HoldSet(seconds=seconds):
            return replace(state, hold=seconds), []
        case Content(annotates=True) if entry.ref is not None:
            return state, [Annotation(entry.index, of=entry.ref, kind=entry.kind)]
    return state, []


def _ruled(state: State, index: int, content: RuleSet) -> tuple[State, Sequence[Row]]:
    rule = Rule(index, content.rule, until=milliseconds(content.until) if content.until else None)
    ended = [replace(state.rule, ended=index)] if state.rule else []
    return replace(state, rule=rule), [*ended, rule]


def _spoken(state: State, entry: Recorded, content_of: ContentOf) -> tuple[State, Sequence[Row]]:
    content = entry.content
    rule = state.rule.index if state.rule else None
    if not isinstance(content, UtteranceSpoken):
        exchange = replace(state.exchange, unbroken=False) if state.exchange else None
        return replace(state, exchange=exchange), [Utterance(entry.index, role="", rule=rule)]
    if content.role is Role.QUESTION:
        state = _asked(state, entry.index, content, content_of)
    elif content.role is Role.STATEMENT:
        state = replace(state, exchange=None)
    utterance = Utterance(entry.index, role=content.role.value, rule=rule)
    if state.exchange and state.exchange.unbroken and content.role in (Role.QUESTION, Role.ANSWER):
        utterance = replace(utterance, exchange=state.exchange.index, number=state.exchange.number)
    return state, [utterance]


def _asked(state: State, index: int, content: UtteranceSpoken, content_of: ContentOf) -> State:
    """A question goes on with the exchange of the same asker; unknown askers never share one."""
    asker = _asker(content)
    if state.exchange and asker and asker == _asker(content_of(state.exchange.index)):
        return replace(state, exchange=replace(state.exchange, unbroken=True))
    number = state.exchanges + 1
    return replace(state, exchange=Exchange(index, number=number), exchanges=number)


def _asker(content: Content | None) -> tuple[str, str] | None:
    """Name and outlet of who asked, confirmed or suggested; None: unknown."""
    if not isinstance(content, UtteranceSpoken):
        return None
    who = content.speaker or content.suggestion
    return (who.name, who.outlet or "") if who else None


SPOKEN = Fold(
    name="spoken",
    version=1,
    state=State,
    tables={Rule: models.Rule, Utterance: models.Utterance, Annotation: models.Annotation},
    follow=follow,
    stand_ins=stand_ins,
)

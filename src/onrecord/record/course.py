"""How a conference runs, read off its log: sessions, utterances, exchanges.

Pure: a fold over what the log says and what of it is open. `follow` takes one entry and gives what changes;
the stored projections are those changes written down, so replaying the log gives them again row for row.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

from onrecord.proceedings.contents import HoldSet, RuleSet, UtteranceSpoken
from onrecord.record.contents import Content
from onrecord.record.entry import milliseconds
from onrecord.transcripts.model import Role


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as the fold sees it: `content` is None while it isn't public, or of an unknown kind."""

    index: int
    kind: str
    ref: int | None
    content: Content | None


@dataclass(frozen=True, slots=True)
class Session:
    index: int
    ended: int | None = None
    incomplete: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    index: int
    ended: int | None = None


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
class Course:
    """Where the conference stands: all that the place of the next entry depends on."""

    session: Session | None = None
    exchange: Exchange | None = None
    """The exchange that is under way."""
    exchanges: int = 0
    rule: Rule | None = None
    """The ground rule in force; None: nobody has set one, and everything is on the record."""
    pause: Pause | None = None
    hold: int = 0
    """Seconds for which words are held back before they open by themselves."""

    @property
    def running(self) -> bool:
        """Whether a session has begun and not ended."""
        return self.session is not None and self.session.ended is None

    def dump(self) -> str:
        """One line of JSON for the log's row; `load` reads it again."""
        parts = (self.session, self.exchange, self.exchanges, self.rule, self.pause, self.hold)
        return json.dumps([part if part is None or isinstance(part, int) else astuple(part) for part in parts])

    @classmethod
    def load(cls, line: str) -> Course:
        if not line:
            return cls()
        session, exchange, exchanges, rule, pause, hold = json.loads(line)
        return cls(
            session=Session(*session) if session else None,
            exchange=Exchange(*exchange) if exchange else None,
            exchanges=exchanges,
            rule=Rule(*rule) if rule else None,
            pause=Pause(*pause) if pause else None,
            hold=hold,
        )


ContentOf = Callable[[int], Content | None]
"""The content of an earlier entry, None while it isn't public."""

Row = Session | Pause | Rule | Utterance | Annotation


def follow(course: Course, entry: Recorded, content_of: ContentOf) -> tuple[Course, list[Row]]:
    """The course after `entry`, and the rows it adds to the projections or replaces in them."""
    match entry.kind:
        case "session.started":
            session = Session(entry.index)
            return replace(course, session=session, exchange=None), [session]
        case "session.ended" if course.session:
            course, closed = _closed(course, entry.index)
            session = replace(course.session, ended=entry.index) if course.session else Session(entry.index)
            return replace(course, session=session, exchange=None), [session, *closed]
        case "session.incomplete" if course.session:
            session = replace(course.session, incomplete=entry.index)
            return replace(course, session=session), [session]
        case "session.paused":
            pause = Pause(entry.index)
            return replace(course, pause=pause), [pause]
        case "session.resumed" if course.pause:
            return replace(course, pause=None), [replace(course.pause, ended=entry.index)]
        case "utterance.spoken":
            return _spoken(course, entry, content_of)
    match entry.content:
        case RuleSet() as content:
            return _ruled(course, entry.index, content)
        case HoldSet(seconds=seconds):
            return replace(course, hold=seconds), []
        case Content(annotates=True) if entry.ref is not None:
            return course, [Annotation(entry.index, of=entry.ref, kind=entry.kind)]
    return course, []


def _ruled(course: Course, index: int, content: RuleSet) -> tuple[Course, list[Row]]:
    rule = Rule(index, content.rule, until=milliseconds(content.until) if content.until else None)
    ended: list[Row] = [replace(course.rule, ended=index)] if course.rule else []
    return replace(course, rule=rule), [*ended, rule]


def _closed(course: Course, index: int) -> tuple[Course, list[Row]]:
    """What a session's end ends with it: the ground rule, a pause, the hold."""
    rows: list[Row] = [replace(one, ended=index) for one in (course.rule, course.pause) if one]
    return replace(course, rule=None, pause=None, hold=0), rows


def _spoken(course: Course, entry: Recorded, content_of: ContentOf) -> tuple[Course, list[Row]]:
    content = entry.content
    rule = course.rule.index if course.rule else None
    if not isinstance(content, UtteranceSpoken):
        exchange = replace(course.exchange, unbroken=False) if course.exchange else None
        return replace(course, exchange=exchange), [Utterance(entry.index, role="", rule=rule)]
    if content.role is Role.QUESTION:
        course = _asked(course, entry.index, content, content_of)
    elif content.role is Role.STATEMENT:
        course = replace(course, exchange=None)
    utterance = Utterance(entry.index, role=content.role.value, rule=rule)
    if course.exchange and course.exchange.unbroken and content.role in (Role.QUESTION, Role.ANSWER):
        utterance = replace(utterance, exchange=course.exchange.index, number=course.exchange.number)
    return course, [utterance]


def _asked(course: Course, index: int, content: UtteranceSpoken, content_of: ContentOf) -> Course:
    """A question goes on with the exchange of the same asker; unknown askers never share one."""
    asker = _asker(content)
    if course.exchange and asker and asker == _asker(content_of(course.exchange.index)):
        return replace(course, exchange=replace(course.exchange, unbroken=True))
    number = course.exchanges + 1
    return replace(course, exchange=Exchange(index, number=number), exchanges=number)


def _asker(content: Content | None) -> tuple[str, str] | None:
    """Name and outlet of who asked, confirmed or suggested; None: unknown."""
    if not isinstance(content, UtteranceSpoken):
        return None
    who = content.speaker or content.suggestion
    return (who.name, who.outlet or "") if who else None

"""How a conference runs, read off its log: sessions, utterances, exchanges.

Pure: a fold over what the log says and what of it is open. `follow` takes one entry and gives what changes;
the stored projections are those changes written down, so replaying the log gives them again row for row.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.record.contents import Content, UtteranceCorrected, UtteranceSpoken
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
class Utterance:
    index: int
    role: str
    exchange: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    index: int
    of: int


@dataclass(frozen=True, slots=True)
class Exchange:
    index: int
    number: int
    questions: int
    answers: int


@dataclass(frozen=True, slots=True)
class Course:
    """Where the conference stands: all that the place of the next entry depends on."""

    session: Session | None = None
    exchange: Exchange | None = None
    """The exchange that is under way."""
    exchanges: int = 0

    def dump(self) -> str:
        """One line of JSON for the log's row; `load` reads it again."""
        session, exchange = self.session, self.exchange
        return json.dumps(
            [
                [session.index, session.ended, session.incomplete] if session else None,
                [exchange.index, exchange.number, exchange.questions, exchange.answers] if exchange else None,
                self.exchanges,
            ]
        )

    @classmethod
    def load(cls, line: str) -> Course:
        if not line:
            return cls()
        session, exchange, exchanges = json.loads(line)
        return cls(
            session=Session(*session) if session else None,
            exchange=Exchange(*exchange) if exchange else None,
            exchanges=exchanges,
        )


ContentOf = Callable[[int], Content | None]
"""The content of an earlier entry, None while it isn't public."""

Row = Session | Utterance | Correction | Exchange


def follow(course: Course, entry: Recorded, content_of: ContentOf) -> tuple[Course, list[Row]]:
    """The course after `entry`, and the rows it adds to the projections or replaces in them."""
    match entry.kind:
        case "session.started":
            session = Session(entry.index)
            return replace(course, session=session, exchange=None), [session]
        case "session.ended" if course.session:
            session = replace(course.session, ended=entry.index)
            return replace(course, session=session, exchange=None), [session]
        case "session.incomplete" if course.session:
            session = replace(course.session, incomplete=entry.index)
            return replace(course, session=session), [session]
        case "utterance.spoken":
            return _spoken(course, entry, content_of)
        case "utterance.corrected" if entry.ref is not None and isinstance(entry.content, UtteranceCorrected):
            return course, [Correction(entry.index, of=entry.ref)]
    return course, []


def _spoken(course: Course, entry: Recorded, content_of: ContentOf) -> tuple[Course, list[Row]]:
    content = entry.content
    if not isinstance(content, UtteranceSpoken):
        return course, [Utterance(entry.index, role="", exchange=None)]
    if content.role is Role.QUESTION:
        course = _asked(course, entry.index, content, content_of)
    elif content.role is Role.ANSWER and course.exchange:
        course = replace(course, exchange=replace(course.exchange, answers=course.exchange.answers + 1))
    elif content.role is Role.STATEMENT:
        course = replace(course, exchange=None)
    exchange = course.exchange if content.role in (Role.QUESTION, Role.ANSWER) else None
    utterance = Utterance(entry.index, role=content.role.value, exchange=exchange.index if exchange else None)
    return course, [utterance, exchange] if exchange else [utterance]


def _asked(course: Course, index: int, content: UtteranceSpoken, content_of: ContentOf) -> Course:
    """A question goes on with the exchange of the same asker; unknown askers never share one."""
    asker = _asker(content)
    if course.exchange and asker and asker == _asker(content_of(course.exchange.index)):
        return replace(course, exchange=replace(course.exchange, questions=course.exchange.questions + 1))
    number = course.exchanges + 1
    exchange = Exchange(index, number=number, questions=1, answers=0)
    return replace(course, exchange=exchange, exchanges=number)


def _asker(content: Content | None) -> tuple[str, str] | None:
    """Name and outlet of who asked, confirmed or suggested; None: unknown."""
    if not isinstance(content, UtteranceSpoken):
        return None
    who = content.speaker or content.suggestion
    return (who.name, who.outlet or "") if who else None

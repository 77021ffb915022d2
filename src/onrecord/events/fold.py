"""The sessions of a conference and their pauses, read off its log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.events import models
from onrecord.record.folds import ContentOf, Fold, Recorded, Row


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
class State:
    session: Session | None = None
    """The newest one."""
    pause: Pause | None = None
    """The one that lasts."""

    @property
    def running(self) -> bool:
        """Whether a session has begun and not ended."""
        return self.session is not None and self.session.ended is None


def follow(state: State, entry: Recorded, content_of: ContentOf) -> tuple[State, Sequence[Row]]:
    match entry.kind:
        case "session.started":
            session = Session(entry.index)
            return replace(state, session=session), [session]
        case "session.ended" if state.session:
            session = replace(state.session, ended=entry.index)
            paused = [replace(state.pause, ended=entry.index)] if state.pause else []
            return State(session), [session, *paused]
        case "session.incomplete" if state.session:
            session = replace(state.session, incomplete=entry.index)
            return replace(state, session=session), [session]
        case "session.paused":
            pause = Pause(entry.index)
            return replace(state, pause=pause), [pause]
        case "session.resumed" if state.pause:
            return replace(state, pause=None), [replace(state.pause, ended=entry.index)]
    return state, []


SESSIONS = Fold(
    name="sessions", version=1, state=State, tables={Session: models.Session, Pause: models.Pause}, follow=follow
)

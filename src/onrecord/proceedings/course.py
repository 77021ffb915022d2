"""Where a conference stands: its session, and what holds for what is said now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.events.fold import SESSIONS, Pause, Session, State
from onrecord.keeping import timekeeping
from onrecord.proceedings.fold import SPOKEN, Exchange, Rule
from onrecord.proceedings.models import Rule as RuleRow
from onrecord.record import folds
from onrecord.record.models import Log


@dataclass(frozen=True, slots=True)
class Course:
    """What acts and the desk ask of a conference that may be running; `rule` and `hold` are those of the next words."""

    sessions: State
    rule: Rule | None
    hold: int
    exchange: Exchange | None
    """The exchange that is under way."""

    @property
    def session(self) -> Session | None:
        return self.sessions.session

    @property
    def pause(self) -> Pause | None:
        return self.sessions.pause

    @property
    def running(self) -> bool:
        return self.sessions.running


def as_set(log: Log) -> Course:
    """The course with what was set for the session; see `course_of`."""
    sessions, spoken = folds.read(log, SESSIONS, SPOKEN)
    return Course(sessions, spoken.rule, spoken.hold, spoken.exchange)


def course_of(log: Log) -> Course:
    """Where the conference stands now, for which `log` is brought up to date; inside an act on it, it stays true.

    Between two sessions its ground rule is the one under which the next begins.
    """
    course = as_set(log)
    return course if course.rule or course.running else replace(course, rule=_outliving(log, course))


def _outliving(log: Log, course: Course) -> Rule | None:
    """What the last session's ground rule still restricts after its end; None: nothing, or another was set since."""
    ended = course.session.ended if course.session else None
    row = RuleRow.objects.filter(log=log, ended=ended).first() if ended is not None else None
    if row is None:
        return None
    until = row.until if row.until is not None and row.until > timekeeping.surely() else None
    return None if row.rule == "on the record" and until is None else Rule(row.index, row.rule, until)

"""An edition opens; its session begins, pauses, goes on and ends."""

from __future__ import annotations

from datetime import date as Date

from django.utils.translation import gettext as _

from onrecord.events.contents import (
    EditionDated,
    SessionEnded,
    SessionIncomplete,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    Standard,
)
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.course import Course, as_set, course_of
from onrecord.proceedings.fold import Rule
from onrecord.record import openings
from onrecord.record.contents import EditionOpened
from onrecord.record.entry import rfc3339
from onrecord.record.models import Log
from onrecord.record.writer import Draft, append, open_log


def open_edition(origin: str, content: EditionOpened) -> Log:
    """A new log for an edition, its first entry saying what the edition is."""
    with act():
        if Log.objects.filter(origin=origin).exists():
            raise ActRefused(_("the log {origin} already exists").format(origin=origin))
        log = open_log(origin)
        append(log, Draft(content))
    return log


def date_edition(log: Log, *, date: Date) -> int:
    """The day of an edition, where its first entry, which never changes, names none; returns the entry's index."""
    with act(log):
        opening = openings.contents_of(log, [0]).get(0)
        if not isinstance(opening, EditionOpened) or opening.date is not None:
            raise ActRefused(_("its first entry names the day, which can't be changed, or can't be read"))
        return append(log, Draft(EditionDated(date=date)))[0]


def start_session(log: Log, *, standard: Standard = "draft") -> int:
    """The conference begins; returns the entry's index.

    A ground rule that the last session ended under is set again, unless everything may be quoted under it: a session's end,
    which a transcriber may cause, never loosens what the office has agreed on. Another rule ends it.
    """
    with act(log):
        course = course_of(log)
        if course.running:
            raise ActRefused(_("a session is already running; end it first"))
        drafts: list[Draft] = [Draft(SessionStarted(standard=standard))]
        if course.rule and not as_set(log).rule:
            drafts.append(Draft(_set_again(log, course.rule)))
        return append(log, *drafts)[0]


def pause_session(log: Log, *, note: str | None = None) -> int:
    """A break: nothing is recorded until the session goes on."""
    with act(log):
        require_session(log)
        return append(log, Draft(SessionPaused(note=note)))[0]


def resume_session(log: Log) -> int:
    """The session goes on after a break."""
    with act(log):
        if not course_of(log).pause:
            raise ActRefused(_("the session is not paused"))
        return append(log, Draft(SessionResumed()))[0]


def end_session(log: Log, *, note: str | None = None) -> int:
    """The conference is over, and with it the hold and a break; a ground rule that restricts also binds the next session."""
    with act(log):
        require_session(log, paused=True)
        return append(log, Draft(SessionEnded(note=note)))[0]


def leave_incomplete(log: Log, *, reason: str) -> int:
    """The record stops before the session did, and says so."""
    with act(log):
        require_session(log, paused=True)
        return append(log, Draft(SessionIncomplete(reason=reason)))[0]


def _set_again(log: Log, rule: Rule) -> RuleSet:
    content = openings.contents_of(log, [rule.index]).get(rule.index)
    if not isinstance(content, RuleSet):
        raise ActRefused(
            _("the ground rule of entry {index} can no longer be read; set one before the session starts").format(
                index=rule.index
            )
        )
    return content.model_copy(update={"since": None, "until": rfc3339(rule.until) if rule.until else None})


def require_session(log: Log, *, paused: bool = False) -> Course:
    """The course of a conference that is running. Raises ActRefused where it isn't, or (unless `paused`) pauses."""
    course = course_of(log)
    if not course.running:
        raise ActRefused(_("no session is running; start one first"))
    if course.pause and not paused:
        raise ActRefused(_("the session is paused; resume it first"))
    return course

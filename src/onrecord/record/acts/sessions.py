"""An edition opens; its session begins, pauses, goes on and ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.record.contents import (
    EditionOpened,
    SessionEnded,
    SessionIncomplete,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    Standard,
)
from onrecord.record.course import Course
from onrecord.record.errors import ActRefused
from onrecord.record.models import Log
from onrecord.record.storage import act
from onrecord.record.writer import Draft, append, open_log


def open_edition(origin: str, content: EditionOpened) -> Log:
    """A new log for an edition, its first entry saying what the edition is."""
    with act():
        if Log.objects.filter(origin=origin).exists():
            raise ActRefused(_("the log {origin} exists already").format(origin=origin))
        log = open_log(origin)
        append(log, Draft(content))
    return log


def start_session(log: Log, *, standard: Standard = "draft") -> int:
    """The conference begins; returns the entry's index."""
    with act(log):
        if course_of(log).running:
            raise ActRefused(_("a session is running already; end it first"))
        return append(log, Draft(SessionStarted(standard=standard)))[0]


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
    """The conference is over, and with it the ground rule, the hold and a break."""
    with act(log):
        require_session(log, paused=True)
        return append(log, Draft(SessionEnded(note=note)))[0]


def leave_incomplete(log: Log, *, reason: str) -> int:
    """The record stops before the session did, and says so."""
    with act(log):
        require_session(log, paused=True)
        return append(log, Draft(SessionIncomplete(reason=reason)))[0]


def course_of(log: Log) -> Course:
    """Where the conference stands now, for which `log` is brought up to date; inside an act on it, it stays true."""
    log.refresh_from_db(fields=["course", "size", "segments"])
    return Course.load(log.course)


def require_session(log: Log, *, paused: bool = False) -> Course:
    """The course of a conference that is running. Raises ActRefused where it isn't, or (unless `paused`) pauses."""
    course = course_of(log)
    if not course.running:
        raise ActRefused(_("no session is running; start one first"))
    if course.pause and not paused:
        raise ActRefused(_("the session is paused; let it go on first"))
    return course

"""The day of an edition is named; its session begins, pauses, goes on and ends. One function an act, on the record alone."""

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
from onrecord.events.fold import SESSIONS, State
from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record import folds
from onrecord.record.models import Log
from onrecord.record.reads import opening_entry
from onrecord.record.writer import Draft, append


def date_edition(log: Log, *, date: Date) -> int:
    """The day of an edition, where its first entry, which never changes, names none; returns the entry's index."""
    with act(log):
        opening = opening_entry(log)
        if opening is None or opening.date is not None:
            raise ActRefused(_("its first entry names the day, which can't be changed, or can't be read"))
        return append(log, Draft(EditionDated(date=date)))[0]


def start_session(log: Log, *, standard: Standard = "draft") -> int:
    """The conference begins; returns the entry's index."""
    with act(log):
        if state_of(log).running:
            raise ActRefused(_("a session is already running; end it first"))
        if Edition.objects.filter(log=log, archived__isnull=False).exists():
            raise ActRefused(_("This edition is archived. Take it out of the archive first, on its page for staff."))
        return append(log, Draft(SessionStarted(standard=standard)))[0]


def pause_session(log: Log, *, note: str | None = None) -> int:
    """A break: nothing is recorded until the session goes on."""
    with act(log):
        require_running(state_of(log))
        return append(log, Draft(SessionPaused(note=note)))[0]


def resume_session(log: Log) -> int:
    """The session goes on after a break."""
    with act(log):
        if not state_of(log).pause:
            raise ActRefused(_("the session is not paused"))
        return append(log, Draft(SessionResumed()))[0]


def end_session(log: Log, *, note: str | None = None) -> int:
    """The conference is over, and with it a break."""
    with act(log):
        require_running(state_of(log), paused=True)
        return append(log, Draft(SessionEnded(note=note)))[0]


def leave_incomplete(log: Log, *, reason: str) -> int:
    """The record stops before the session did, and says so."""
    with act(log):
        require_running(state_of(log), paused=True)
        return append(log, Draft(SessionIncomplete(reason=reason)))[0]


def state_of(log: Log) -> State:
    """The session and its pause as they stand, for which `log` is brought up to date; inside an act on it, it stays true."""
    state: State
    [state] = folds.read(log, SESSIONS)
    return state


def require_running(state: State, *, paused: bool = False) -> None:
    """Raises ActRefused unless a conference is running, and where it pauses (unless `paused`)."""
    if not state.running:
        raise ActRefused(_("no session is running; start one first"))
    if state.pause and not paused:
        raise ActRefused(_("the session is paused; resume it first"))

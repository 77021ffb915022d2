"""What the log says about the conference as an event: the day it takes place, and its sessions."""

from __future__ import annotations

from datetime import date as Date
from typing import ClassVar, Literal

from onrecord.record.contents import Content, Line

Standard = Literal["prepared", "draft", "as delivered", "corrected", "as interpreted"]


class EditionDated(Content):
    """The day of an edition whose first entry names none; the newest of these entries counts."""

    kind: ClassVar[str] = "edition.dated"
    date: Date


class SessionStarted(Content):
    """The conference begins."""

    kind: ClassVar[str] = "session.started"
    wordless: ClassVar[bool] = True
    standard: Standard


class SessionEnded(Content):
    """The conference is over."""

    kind: ClassVar[str] = "session.ended"
    note: Line | None = None


class SessionIncomplete(Content):
    """The record of the session stops before the session did."""

    kind: ClassVar[str] = "session.incomplete"
    reason: Line


class SessionPaused(Content):
    """A break; what is said until the session goes on is no part of it."""

    kind: ClassVar[str] = "session.paused"
    note: Line | None = None


class SessionResumed(Content):
    "The session continues."

    kind: ClassVar[str] = "session.resumed"
    wordless: ClassVar[bool] = True

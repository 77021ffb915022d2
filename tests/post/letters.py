"""Letters that tests write, the clock they are sent by, and what a reader gets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from onrecord.post import acts, kinds
from onrecord.post.acts import Face
from onrecord.post.models import Letter, now
from onrecord.post.sending import post_due
from onrecord.record.models import Log
from tests.smtp import Answers, Post

NOTE = kinds.register("tests.note", "Note")
ADA, BOHDAN = "ada.reyes@example.org", "bohdan.lis@example.org"
SECRET = "The bus leaves at seven."


class Clock:
    """The time by which letters are sent; tests move it."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return now() + self._ahead

    def forward(self, **by: float) -> None:
        self._ahead += timedelta(**by)


def note(
    log: Log | None = None,
    *,
    to: str = ADA,
    text: str = SECRET,
    entries: Collection[int] = (),
    contact: str = "press@example.org",
) -> Letter:
    face = Face("Press conference for regional media", contact=contact)
    return acts.write(NOTE, to=to, subject="Your bus", text=text, language="en", face=face, log=log, entries=entries)


def send(clock: Any = now) -> None:
    """All that is due, over as many conversations as it takes."""
    for _ in post_due(clock):
        pass


def ids(server: Post) -> list[str]:
    """The Message-IDs of what it took since it was last asked."""
    return [str(mail["Message-ID"]) for mail in server.taken()]


def state(letter: Letter) -> tuple[str, str, int]:
    """Where it stands, why it isn't sent, and how often it was tried."""
    letter.refresh_from_db()
    return letter.state, letter.reason, letter.tries


def refusing(address: str, answer: str, at: str = "RCPT") -> Answers:
    """A mail server that answers so to one address."""
    return lambda line: answer if line.upper().startswith(at) and address in line.lower() else None

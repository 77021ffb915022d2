"""The session begins, pauses, goes on and ends."""

from __future__ import annotations

from uuid import UUID

from onrecord.events import conducting
from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.transcription.acts.once import remembered


def start(edition: Edition, *, key: UUID, by: Person, hold: int = 0) -> int:
    """The session begins on the record; its words wait for `hold` seconds before readers get them."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.start(edition, seconds=hold, by=by))


def pause(edition: Edition, *, key: UUID, by: Person) -> int:
    """A break."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.pause(edition, by=by))


def resume(edition: Edition, *, key: UUID, by: Person) -> int:
    """The session goes on."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.go_on(edition, by=by))


def end(edition: Edition, *, key: UUID, by: Person) -> int:
    """The conference is over."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.end(edition, by=by))

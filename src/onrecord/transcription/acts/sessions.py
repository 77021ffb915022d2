"""The session begins, pauses, goes on and ends."""

from __future__ import annotations

from uuid import UUID

from onrecord.events.models import Act, Edition
from onrecord.people.models import Person
from onrecord.record import acts as record
from onrecord.transcription.acts.once import once
from onrecord.transcription.acts.ruling import on_the_record


def start(edition: Edition, *, key: UUID, by: Person, hold: int = 0) -> int:
    """The session begins on the record; its words wait for `hold` seconds before readers get them."""

    def begin() -> int:
        index = record.start_session(edition.log)
        record.set_rule(edition.log, on_the_record())
        if hold:
            record.set_hold(edition.log, seconds=hold)
        return index

    return once(edition, key=key, by=by, name=Act.START, do=begin, seconds=hold)


def pause(edition: Edition, *, key: UUID, by: Person) -> int:
    """A break."""
    return once(edition, key=key, by=by, name=Act.PAUSE, do=lambda: record.pause_session(edition.log))


def resume(edition: Edition, *, key: UUID, by: Person) -> int:
    """The session goes on."""
    return once(edition, key=key, by=by, name=Act.RESUME, do=lambda: record.resume_session(edition.log))


def end(edition: Edition, *, key: UUID, by: Person) -> int:
    """The conference is over."""
    return once(edition, key=key, by=by, name=Act.END, do=lambda: record.end_session(edition.log))

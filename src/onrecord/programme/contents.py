"""What the log says of the programme: all of it, each time that it is published."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from onrecord.record.contents import Content, Line, Moment, Part, Reason, Sentence

Kind = Literal["session", "stop"]
Access = Literal["open", "pooled", "closed"]
Named = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Item(Part):
    """A session, or a stop of the tour. `code` stays the same whatever else changes; `sequence` counts its published changes, as
    calendars do (RFC 5545, 3.8.7.4)."""

    code: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    what: Kind
    title: Named
    starts: Moment
    ends: Moment | None = None
    zone: Line
    """Of the clocks there."""
    place: Line | None = None
    access: Access
    pays: Line | None = None
    """Who pays for what."""
    note: Sentence | None = None
    cancelled: bool = False
    sequence: Annotated[int, Field(ge=0)] = 0


class ProgrammePublished(Content):
    """The programme of the conference."""

    kind: ClassVar[str] = "programme.published"
    governs: ClassVar[bool] = True
    items: list[Item]


class ProgrammeChanged(Content):
    """From here on this is the programme that entry `ref` published. What was cancelled is still in it."""

    kind: ClassVar[str] = "programme.changed"
    governs: ClassVar[bool] = True
    items: list[Item]
    reason: Reason

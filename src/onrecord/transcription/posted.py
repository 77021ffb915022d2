"""What a desk's page sends: one typed model an act, from JSON or from a plain form."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from onrecord.events.languages import TAG
from onrecord.keeping.errors import ActRefused
from onrecord.pages.addresses import MOST
from onrecord.pages.lines import plain_lines
from onrecord.pages.moments import LocalTime
from onrecord.proceedings.contents import CorrectionKind, Rule
from onrecord.record.contents import Moment, Reason, Text
from onrecord.transcription.fields import what_is_right
from onrecord.transcription.models import Part
from onrecord.transcripts.model import Role

Milliseconds = Annotated[int, Field(ge=0, le=10**9)]
Index = Annotated[int, Field(ge=0, le=MOST)]


class Posted(BaseModel):
    """`key` names the act for good: sent again, it is done once. `typed_at`: its time on the desk's clock, in ms since 1970;
    `not_before` where that clock isn't sure of it: the time it was at least, by the server's clock. `seen`, of a plain form: how many
    entries the log had when the form was made.

    `back` and `anyway` of words: see `acts.Typing`.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    key: UUID = Field(default_factory=uuid4)
    typed_at: Annotated[int, Field(ge=0, le=10**13)] | None = None
    not_before: Annotated[int, Field(ge=0, le=10**13)] | None = None
    seen: Index | None = None
    back: UUID | None = None
    anyway: bool = False

    @model_validator(mode="before")
    @classmethod
    def _as_meant(cls, given: Any) -> Any:
        """A form sends what nobody filled in as an empty string, and lines with its own ends."""
        if not isinstance(given, dict):
            return given
        told = {name: plain_lines(one) if isinstance(one, str) else one for name, one in given.items()}
        return {name: one for name, one in told.items() if one != ""}


class Timed(Posted):
    """Words with their times from the session's start, where the page knows them.

    `started`: when that was, in ms since 1970; in another session the times mean nothing.
    """

    started: Annotated[int, Field(ge=0, le=10**13)] | None = None
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None


class Say(Timed):
    act: Literal["say"]
    text: Text
    speaker: UUID | None = None
    role: Role | None = None
    language: Annotated[str, Field(max_length=35, pattern=f"^({TAG.pattern})?$")] = ""


class Correct(Posted):
    act: Literal["correct"]
    utterance: Index
    version: Index
    text: Text
    kind: CorrectionKind
    reason: Reason
    speaker: UUID | None = None


class Confirm(Posted):
    act: Literal["confirm"]
    utterance: Index
    version: Index


class Switch(Posted):
    """Off the record, and back to the ground rule before. What a return ends: `ends`, the entry of the ground rule that the page
    showed, or `off`, the key of the page's own switch of which it hadn't heard yet."""

    act: Literal["off", "back"]
    off: UUID | None = None
    ends: Index | None = None


class Catch(Posted):
    """Without `since`: all that is still held."""

    act: Literal["catch"]
    since: Index | None = None


class SetRule(Posted):
    """`seen`: how many entries the log had as far as the page knew when the rule was chosen."""

    act: Literal["rule"]
    rule: Rule
    sentence: Annotated[str, Field(min_length=1, max_length=4_000)]
    attribution: Annotated[str, Field(max_length=300)] | None = None
    until: Moment | None = None
    """In a form also as the field has it, `2026-05-14T18:00`, in the edition's time."""

    @field_validator("until", mode="before")
    @classmethod
    def _in_utc(cls, given: Any) -> Any:
        if not isinstance(given, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", given):
            return given
        try:
            local = LocalTime(input_formats=["%Y-%m-%dT%H:%M"]).clean(given)
        except DjangoValidationError as error:
            if error.error_list[0].code == "invalid":
                return given
            raise Unreadable(_("Embargo until: {why}").format(why=error.messages[0])) from None
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class SetHold(Posted):
    act: Literal["hold"]
    seconds: Annotated[int, Field(ge=0, le=300)]


class Start(Posted):
    act: Literal["start"]
    hold: Annotated[int, Field(ge=0, le=300)] = 0


class Run(Posted):
    act: Literal["pause", "resume", "end"]


class KeepSpeaker(Posted):
    act: Literal["speaker"]
    speaker: UUID = Field(default_factory=uuid4)
    name: Annotated[str, Field(min_length=1, max_length=300)]
    title: Annotated[str, Field(max_length=300)] = ""
    outlet: Annotated[str, Field(max_length=300)] = ""
    outlet_kind: Annotated[str, Field(max_length=100)] = ""
    region: Annotated[str, Field(max_length=100)] = ""
    part: Part = Part.JOURNALIST
    digit: Annotated[int, Field(ge=1, le=9)] | None = None


class ForgetSpeaker(Posted):
    act: Literal["forget speaker"]
    speaker: UUID


class Abbreviate(Posted):
    act: Literal["abbreviate"]
    short: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^\S+$")]
    long: Annotated[str, Field(min_length=1, max_length=300)]


class ForgetAbbreviation(Posted):
    act: Literal["forget abbreviation"]
    short: Annotated[str, Field(min_length=1, max_length=20)]


class Deliver(Timed):
    act: Literal["deliver"]
    prepared: Index
    paragraph: Index
    text: Text


class Skip(Posted):
    act: Literal["skip"]
    prepared: Index
    paragraph: Index


class Publish(Posted):
    act: Literal["publish"]
    prepared: Index
    disclosing: Annotated[str, Field(pattern=r"^[0-9]{1,15}( [0-9]{1,15})*$", max_length=20_000)] = ""
    """The utterances of which the text tells more than the record, as the form showed them."""


Any_ = Annotated[
    Say
    | Correct
    | Confirm
    | Switch
    | Catch
    | SetRule
    | SetHold
    | Start
    | Run
    | KeepSpeaker
    | ForgetSpeaker
    | Abbreviate
    | ForgetAbbreviation
    | Deliver
    | Skip
    | Publish,
    Field(discriminator="act"),
]
_any: TypeAdapter[Any] = TypeAdapter(Any_)


class Unreadable(ActRefused):
    """What was sent is no act; the message names the field and what would be right."""


def parse(given: Any) -> Posted:
    """The act that was sent. Raises Unreadable."""
    try:
        posted: Posted = _any.validate_python(given)
    except ValidationError as error:
        where, kind = error.errors()[0]["loc"], error.errors()[0]["type"]
        if kind == "string_unicode":
            raise Unreadable(
                _("The text contains half a character, perhaps part of an emoji. Delete it and type it again.")
            ) from None
        raise Unreadable(what_is_right(str(where[1]) if len(where) > 1 else "act")) from None
    return posted

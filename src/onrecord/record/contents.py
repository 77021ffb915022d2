"""What an entry of each kind says: typed, versioned, serialised once and hashed as it stands.

A content is public only as far as its opening is; the leaf in the log carries none of it. A kind that this
version doesn't know is kept as it came, shown as unknown and verified all the same.
"""

from __future__ import annotations

import json
from datetime import date as Date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.transcripts.model import Role

MOST_CHARACTERS = 200_000
Text = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS)]
Line = Annotated[str, StringConstraints(max_length=1_000)]
Standard = Literal["prepared", "draft", "as delivered", "corrected", "as interpreted"]
CorrectionKind = Literal["transcription", "attribution", "speaker's clarification", "disputed"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(_Part):
    """The content of an entry. `kind` is its name in the log, `v` the version of its shape."""

    kind: ClassVar[str]
    v: Literal[1] = 1

    def canonical(self) -> bytes:
        """RFC 8785 canonical JSON, absent members left out: the bytes that the commitment covers.

        Contents have no floats and only ASCII names, and there the standard library's sorted, compact form is
        the canonical one, at a sixth of the cost; the tests hold it against the `rfc8785` package.
        """
        members = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Voice(_Part):
    """Who spoke, and as whom."""

    name: Line
    title: Line | None = None
    outlet: Line | None = None
    outlet_kind: Line | None = None
    region: Line | None = None


class SuggestedAsker(_Part):
    """Who an unnamed asker may be: never more than a suggestion until a person confirms it."""

    name: Line
    outlet: Line | None = None
    line: int | None = None


class SuggestedRule(_Part):
    """A ground rule that the opening lines seem to announce."""

    rule: Line
    sentence: Annotated[str, StringConstraints(max_length=4_000)]
    line: int


class SuggestedSamePerson(_Part):
    """Two speakers who may be one."""

    name: Line
    other: Line
    reason: Line


class Source(_Part):
    """The file an edition was read from."""

    name: Line
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    format: Line
    url: Line | None = None


class Note(_Part):
    """Something the reader of the source should look at."""

    message: Line
    line: int | None = None


class Predecessor(_Part):
    """The last checkpoint of the edition before, so that the editions form one chain."""

    origin: Line
    checkpoint: Annotated[str, StringConstraints(max_length=4_000)]


class EditionOpened(Content):
    """The log begins: what the event is and which rules are in force."""

    kind: ClassVar[str] = "edition.opened"
    series: Line
    title: Line
    number: int | None = None
    date: Date | None = None
    place: Line | None = None
    host: Line | None = None
    languages: list[Line] = []
    rules: list[Annotated[str, StringConstraints(max_length=4_000)]] = []
    accredited: int | None = None
    regions: int | None = None
    previous: Predecessor | None = None
    source: Source | None = None
    suggested_rules: list[SuggestedRule] = []
    suggested_same_person: list[SuggestedSamePerson] = []
    notes: list[Note] = []


class SessionStarted(Content):
    """The conference begins."""

    kind: ClassVar[str] = "session.started"
    standard: Standard


class SessionEnded(Content):
    """The conference is over."""

    kind: ClassVar[str] = "session.ended"
    note: Line | None = None


class SessionIncomplete(Content):
    """The record of the session stops before the session did."""

    kind: ClassVar[str] = "session.incomplete"
    reason: Line


class UtteranceSpoken(Content):
    """Words, and who spoke them as what. No speaker means: unknown."""

    kind: ClassVar[str] = "utterance.spoken"
    role: Role
    text: Text
    standard: Standard
    speaker: Voice | None = None
    suggestion: SuggestedAsker | None = None
    language: Line | None = None
    topic: Line | None = None
    start_ms: Annotated[int, Field(ge=0)] | None = None
    end_ms: Annotated[int, Field(ge=0)] | None = None
    line: int | None = None


class UtteranceCorrected(Content):
    """New words, or another speaker, for the utterance the entry refers to; the old ones stay."""

    kind: ClassVar[str] = "utterance.corrected"
    correction: CorrectionKind
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    text: Text
    speaker: Voice | None = None


class Opened(Content):
    """The opening of the entry referred to is public from here on."""

    kind: ClassVar[str] = "opened"
    reason: Line


class Erased(Content):
    """The opening of the entry referred to was destroyed; the proofs hold without it."""

    kind: ClassVar[str] = "erased"
    legal_basis: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


KINDS: dict[str, type[Content]] = {
    content.kind: content
    for content in (
        EditionOpened,
        SessionStarted,
        SessionEnded,
        SessionIncomplete,
        UtteranceSpoken,
        UtteranceCorrected,
        Opened,
        Erased,
    )
}


def parse(kind: str, content: bytes) -> Content | None:
    """The typed content, or None where the kind or its version is not one this version knows.

    Raises pydantic.ValidationError when a known kind and version doesn't have its shape.
    """
    model = KINDS.get(kind)
    if model is None:
        return None
    if _version(content) != 1:
        return None
    return model.model_validate_json(content)


class _Versioned(BaseModel):
    v: int


def _version(content: bytes) -> int:
    return _Versioned.model_validate_json(content).v

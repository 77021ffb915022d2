"""What an entry says: typed, versioned, serialised once and hashed as it stands. Here is what all kinds have in common, and
the few that the log itself needs; every other kind is a class in `contents` of the room that it belongs to (`record.kinds`).

A content is public only as far as its opening is; the leaf in the log carries none of it. A kind that this
version doesn't know is kept as it came, shown as unknown and verified all the same.
"""

from __future__ import annotations

import json
from datetime import date as Date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_CHARACTERS = 200_000
Text = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS)]
Line = Annotated[str, StringConstraints(max_length=1_000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Commitment = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9+/]{43}=$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
"""RFC 3339 in UTC with milliseconds, as in the leaf."""


class Part(BaseModel):
    """A part of a content."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(Part):
    """The content of an entry. `kind` is its name in the log, `v` the version of its shape; the rest is how entries of this
    kind behave, whatever they say."""

    kind: ClassVar[str]
    annotates: ClassVar[bool] = False
    """It is said about another entry, is shown with it, and opens with it."""
    repeats: ClassVar[bool] = False
    """It repeats words of the entry it is about; what nobody has read yet goes with that, whatever it says."""
    quotes: ClassVar[bool] = False
    """The office says something in its own words about the entry it is about, and may quote it."""
    changes_earlier: ClassVar[bool] = False
    """It changes what is known of an earlier entry, so that the log is read again from there."""
    governs: ClassVar[bool] = False
    """Without it, what came after would be read as said under another rule: it can't be erased."""
    wordless: ClassVar[bool] = False
    """It says nothing but that something happened: there is nothing to erase."""
    names_edition: ClassVar[bool] = False
    """It says what edition this is, as every page does: it can't be erased."""
    published_by_act: ClassVar[bool] = False
    """Where it is held, an act may publish it on its own; if it annotates, only what is public."""

    undisclosed: ClassVar[bool] = False
    """Only the office ever reads it, until the room that it belongs to destroys it; readers aren't told that it was."""

    tallies: ClassVar[str] = ""
    """This member says how many entries of some kinds the log has before it, by their kind: whoever verifies counts them."""

    belongs: ClassVar[str] = ""
    """Its commitment may be made elsewhere, and this member names the entry which `ref` is as ORIGIN#INDEX: so whoever
    copies a leaf can't open the copy."""

    v: Literal[1] = 1

    def canonical(self) -> bytes:
        """RFC 8785 canonical JSON, absent members left out: the bytes that the commitment covers.

        Contents have no floats and only ASCII names, and there the standard library's sorted, compact form is
        the canonical one, at a sixth of the cost; the tests hold it against the `rfc8785` package.
        """
        members = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class SuggestedRule(Part):
    """A ground rule that the opening lines seem to announce."""

    rule: Line
    sentence: Annotated[str, StringConstraints(max_length=4_000)]
    line: int


class SuggestedSamePerson(Part):
    """Two speakers who may be one."""

    name: Line
    other: Line
    reason: Line


class Source(Part):
    """The file an edition was read from."""

    name: Line
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    format: Line
    url: Line | None = None


class Note(Part):
    """Something the reader of the source should look at."""

    message: Line
    line: int | None = None


class Predecessor(Part):
    """The last checkpoint of the edition before, so that the editions form one chain."""

    origin: Line
    checkpoint: Annotated[str, StringConstraints(max_length=4_000)]


class EditionOpened(Content):
    """The log begins: what the event is and which rules are in force."""

    kind: ClassVar[str] = "edition.opened"
    names_edition: ClassVar[bool] = True
    series: Line
    title: Line
    number: int | None = None
    date: Date | None = None
    starts: Moment | None = None
    """When it was announced to begin."""
    place: Line | None = None
    venue: Line | None = None
    """Where in that place: building, room, entrance."""
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


class LogContinued(Content):
    """The log goes on under another name: entries that were published under the old one are missing in it.

    `size` is how many entries of the old log it begins with, and its own index; `checkpoint` the old log's last one here,
    of just as many; `published` the newest one that readers were given. Both are signed under the old name `origin`.
    """

    kind: ClassVar[str] = "log.continued"
    origin: Line
    size: Annotated[int, Field(ge=0)]
    checkpoint: Annotated[str, StringConstraints(max_length=4_000)]
    published: Annotated[str, StringConstraints(max_length=4_000)]


class Opened(Content):
    """The opening of the entry referred to is public from here on."""

    kind: ClassVar[str] = "opened"
    changes_earlier: ClassVar[bool] = True
    quotes: ClassVar[bool] = True
    reason: Line


class Erased(Content):
    """The opening of the entry referred to was destroyed; the proofs hold without it."""

    kind: ClassVar[str] = "erased"
    changes_earlier: ClassVar[bool] = True
    legal_basis: Reason

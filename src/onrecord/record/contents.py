"""What an entry of each kind says: typed, versioned, serialised once and hashed as it stands.

A content is public only as far as its opening is; the leaf in the log carries none of it. A kind that this
version doesn't know is kept as it came, shown as unknown and verified all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date as Date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from onrecord.transcripts.model import Role

MOST_CHARACTERS = 200_000
Text = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS)]
Line = Annotated[str, StringConstraints(max_length=1_000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Commitment = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9+/]{43}=$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
"""RFC 3339 in UTC with milliseconds, as in the leaf."""
Standard = Literal["prepared", "draft", "as delivered", "corrected", "as interpreted"]
Rule = Literal["on the record", "background", "deep background", "off the record"]
STRICTNESS: tuple[Rule, ...] = ("on the record", "background", "deep background", "off the record")
"""The ground rules by how little they disclose: the name, a phrase in its place, no source at all, not a word. An embargo
is another axis: it may come with any rule under which words are stored, and only says when."""
CorrectionKind = Literal["transcription", "attribution", "speaker's clarification", "disputed"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(_Part):
    """The content of an entry. `kind` is its name in the log, `v` the version of its shape; the rest is how entries of this
    kind behave, whatever they say."""

    kind: ClassVar[str]
    annotates: ClassVar[bool] = False
    """It is said about an utterance, is shown with it, and opens with it."""
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
    """Where it is held, an act may publish it on its own."""

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
    names_edition: ClassVar[bool] = True
    series: Line
    title: Line
    number: int | None = None
    date: Date | None = None
    starts: Moment | None = None
    """When it was announced to begin."""
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


class EditionDated(Content):
    """The day of an edition whose first entry names none; the newest of these entries counts."""

    kind: ClassVar[str] = "edition.dated"
    date: Date


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


class RuleSet(Content):
    """The ground rule for what is said from here on, as the full sentence that was agreed.

    `attribution` is the phrase that stands in the speaker's place on background. `until` is an embargo: what is
    said under the rule opens then. `since` is only set where words still held back are caught by the rule: the
    first entry of them.
    """

    kind: ClassVar[str] = "rule.set"
    governs: ClassVar[bool] = True
    rule: Rule
    sentence: Sentence
    attribution: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = None
    until: Moment | None = None
    since: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> RuleSet:
        if (self.rule == "background") != (self.attribution is not None):
            raise ValueError("a rule has an attribution phrase if, and only if, it is background")
        if self.rule == "off the record" and self.until:
            raise ValueError("off the record can't have an embargo, because nothing is stored")
        return self

    @property
    def strictness(self) -> int:
        """Its place in STRICTNESS."""
        return STRICTNESS.index(self.rule)


class HoldSet(Content):
    """How long words are held back before they open by themselves, so that a mistake can be caught; 0: not at all."""

    kind: ClassVar[str] = "hold.set"
    governs: ClassVar[bool] = True
    seconds: Annotated[int, Field(ge=0, le=300)]


class TextPrepared(Content):
    """A text handed over before it was spoken: to be checked against delivery."""

    kind: ClassVar[str] = "text.prepared"
    published_by_act: ClassVar[bool] = True
    title: Line
    paragraphs: Annotated[list[Text], Field(min_length=1, max_length=2_000)]
    speaker: Voice | None = None
    language: Line | None = None


class UtteranceSpoken(Content):
    """Words, and who spoke them as what. No speaker means: unknown.

    On background `attribution` stands in the speaker's place and `speaker_commit` binds the office to the true
    one (the construction of `entry.commitment` with the kind `utterance.speaker`); on deep background only the
    latter is there. `paragraph` counts, from 0, in the prepared text that the entry refers to.
    """

    kind: ClassVar[str] = "utterance.spoken"
    published_by_act: ClassVar[bool] = True
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
    attribution: Line | None = None
    speaker_commit: Commitment | None = None
    paragraph: Annotated[int, Field(ge=0)] | None = None


class UtteranceCorrected(Content):
    """New words, or another speaker, for the utterance the entry refers to; the old ones stay."""

    kind: ClassVar[str] = "utterance.corrected"
    annotates: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    correction: CorrectionKind
    reason: Reason
    text: Text
    speaker: Voice | None = None
    speaker_commit: Commitment | None = None


class UtteranceConfirmed(Content):
    """A second person has compared the words with the sound. `version`: the entry whose words they were."""

    kind: ClassVar[str] = "utterance.confirmed"
    annotates: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    version: Annotated[int, Field(ge=0)]


class UtteranceWithheld(Content):
    """The host keeps back the words of the entry referred to; nobody edits them."""

    kind: ClassVar[str] = "utterance.withheld"
    annotates: ClassVar[bool] = True
    quotes: ClassVar[bool] = True
    reason: Reason


class TranslationAdded(Content):
    """The words of the entry referred to in another language. `version`: the entry whose words were translated."""

    kind: ClassVar[str] = "translation.added"
    annotates: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    language: Annotated[str, StringConstraints(min_length=2, max_length=35)]
    text: Text
    version: Annotated[int, Field(ge=0)]
    standard: Literal["as interpreted", "translated"] = "translated"


class TranslationRevised(TranslationAdded):
    """The translation into that language anew, because its source was corrected or it was wrong."""

    kind: ClassVar[str] = "translation.revised"
    reason: Reason


class CorrectionAnswered(Content):
    """What a reader asked to have corrected in the words of the entry referred to, and what the office decided."""

    kind: ClassVar[str] = "correction.answered"
    annotates: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    passage: Annotated[str, StringConstraints(max_length=2_000)]
    asked: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    decision: Literal["corrected", "declined"]
    answer: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


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


KINDS: dict[str, type[Content]] = {
    content.kind: content
    for content in (
        EditionOpened,
        EditionDated,
        LogContinued,
        SessionStarted,
        SessionEnded,
        SessionIncomplete,
        SessionPaused,
        SessionResumed,
        RuleSet,
        HoldSet,
        TextPrepared,
        UtteranceSpoken,
        UtteranceCorrected,
        UtteranceConfirmed,
        UtteranceWithheld,
        TranslationAdded,
        TranslationRevised,
        CorrectionAnswered,
        Opened,
        Erased,
    )
}


def kinds_that(trait: Callable[[type[Content]], bool]) -> frozenset[str]:
    """The names of the kinds with a trait: `kinds_that(lambda kind: kind.governs)`."""
    return frozenset(name for name, kind in KINDS.items() if trait(kind))


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

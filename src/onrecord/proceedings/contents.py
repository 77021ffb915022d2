"""What was said, and under which ground rule: the words, and what is later said about them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from onrecord.events.contents import Standard
from onrecord.record.contents import Commitment, Content, Line, Moment, Part, Reason, Sentence, Text
from onrecord.transcripts.model import Role

Rule = Literal["on the record", "background", "deep background", "off the record"]
STRICTNESS: tuple[Rule, ...] = ("on the record", "background", "deep background", "off the record")
"""The ground rules by how little they disclose: the name, a phrase in its place, no source at all, not a word. An embargo
is another axis: it may come with any rule under which words are stored, and only says when."""
CorrectionKind = Literal["transcription", "attribution", "speaker's clarification", "disputed"]


class Voice(Part):
    """Who spoke, and as whom."""

    name: Line
    title: Line | None = None
    outlet: Line | None = None
    outlet_kind: Line | None = None
    region: Line | None = None


class SuggestedAsker(Part):
    """Who an unnamed asker may be: never more than a suggestion until a person confirms it."""

    name: Line
    outlet: Line | None = None
    line: int | None = None


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
    published_by_act: ClassVar[bool] = True
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

"""The neutral model every transcript passes through, whatever it was written in and whatever it becomes.

A reader (one module a format) cuts a file into a `Draft` of `Block`s and judges nothing. `interpret` turns
the draft into a `Document`: who spoke, in which role, what is only suggested. A writer takes a `Document`.

Lines are 1-based lines of the source file; times are milliseconds from the start of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from enum import StrEnum


class TranscriptError(ValueError):
    """A source that cannot become a document. The message names the file or line and what would be right."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line is not None else message)
        self.line = line


class Role(StrEnum):
    """What an utterance is in the course of a press conference."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    REMARK = "remark"  # moderators, hand-overs, voices that neither ask nor answer


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at; the document stands all the same."""

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of speech as the source has it: a label (may be empty) and the words after it.

    `text` has its soft line breaks joined; paragraphs are separated by one empty line. `role`, `language`
    and `title` are set only where the source states them; an interpreter honours them.
    """

    line: int
    label: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    role: Role | None = None
    language: str = ""
    title: str = ""


@dataclass(slots=True)
class Draft:
    """What a reader found, uninterpreted. `preface` and `afterword` are lines that are not speech."""

    format: str
    blocks: list[Block]
    title: str = ""
    date: Date | None = None
    place: str = ""
    language: str = ""
    source_url: str = ""
    preface: list[tuple[int, str]] = field(default_factory=list)
    afterword: list[tuple[int, str]] = field(default_factory=list)
    ended: bool | None = None
    """True when an end mark was seen, False when the source visibly stops midway, None when it can't be told."""
    warnings: list[Warning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, or a voice known only by its label; `key` is unique in the document."""

    key: str
    name: str
    title: str = ""
    labels: tuple[str, ...] = ()
    outlet: str = ""

    @property
    def office(self) -> str:
        """Title and outlet in one line."""
        return ", ".join(filter(None, (self.title, self.outlet)))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who an unnamed asker may be, because of what was said at `line`. A suggestion, until a person confirms it."""

    name: str
    outlet: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two speakers who may be one; never merged without a person."""

    key: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleSuggestion:
    """A ground rule announced in the opening lines. `rule`: background, deep background, off the record, embargo."""

    rule: str
    sentence: str
    line: int


@dataclass(frozen=True, slots=True)
class Revision:
    """Words that stood before a correction."""

    text: str
    kind: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice said before another one did. `speaker` is a `Speaker.key`, or None: unknown."""

    text: str
    role: Role
    speaker: str | None = None
    label: str = ""
    line: int | None = None
    notes: tuple[str, ...] = ()
    """The transcriber's notes that stand in `text`, without their brackets: inaudible, laughter, crosstalk."""
    suggestion: Suggestion | None = None
    language: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    index: int | None = None
    """Its index in the edition's log, once it has one."""
    revisions: tuple[Revision, ...] = ()
    ground_rule: str = ""
    """The full sentence of the rule it was spoken under, where its words may not be quoted by name."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole transcript."""

    title: str
    format: str
    utterances: tuple[Utterance, ...]
    speakers: tuple[Speaker, ...]
    date: Date | None = None
    place: str = ""
    language: str = ""
    source_name: str = ""
    source_sha256: str = ""
    source_url: str = ""
    complete: bool = True
    same_person: tuple[SamePerson, ...] = ()
    rules: tuple[RuleSuggestion, ...] = ()
    warnings: tuple[Warning, ...] = ()
    chosen_because: str = ""
    """Why this format was chosen, when it was chosen automatically."""
    standard: str = ""
    """What kind of text this is: prepared, draft, as delivered, as interpreted. Empty: nobody has said."""
    ground_rules: tuple[str, ...] = ()
    """The full sentences of the ground rules that were in force."""
    withheld: int = 0
    """How many passages stand on the record and not here: held back, under embargo, erased."""

    def speaker(self, utterance: Utterance) -> Speaker | None:
        """The speaker of an utterance, or None when unknown."""
        return next((s for s in self.speakers if s.key == utterance.speaker), None)

"""What the desk shows: where the conference stands, the last words (held ones included), who is here. For the office only."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any, Literal

from onrecord.events import presence
from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.record import models, office, openings
from onrecord.record.contents import (
    RuleSet,
    TextPrepared,
    UtteranceConfirmed,
    UtteranceCorrected,
    UtteranceSpoken,
    Voice,
)
from onrecord.record.course import Course
from onrecord.record.entry import Leaf
from onrecord.transcription.models import Abbreviation, PreparedText, Speaker, Typed
from onrecord.transcripts.model import Role

LAST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One of the last utterances. Times in ms since 1970, UTC.

    `state`: public, held (until `until`; None: until somebody publishes it) or destroyed, and then without words.
    `who` is empty for an unknown voice; `unnamed`: readers don't see who it is. `version`: the entry whose words stand.
    """

    index: int
    at: int
    state: str
    until: int | None
    who: str = ""
    unnamed: bool = False
    role: str = ""
    text: str = ""
    version: int = 0
    corrected: bool = False
    confirmed: bool = False
    typist: str = ""
    mine: bool = False
    """Whether who asks recorded the words that stand: somebody else confirms them."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a desk's page shows; `last` is None where nothing was added since the page asked before."""

    now: int
    size: int
    segments: int
    session: Literal["none", "live", "paused", "ended"]
    started: int | None
    rule: dict[str, Any] | None
    hold: int
    asked: bool
    last: list[Line] | None
    people: list[dict[str, Any]]
    speakers: list[dict[str, Any]]
    abbreviations: dict[str, str]
    prepared: list[dict[str, Any]]
    languages: list[str]
    me: str
    directs: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def state(edition: Edition, *, of: Person, after: int | None = None) -> State:
    """Where the desk of `of` stands; `after`: how many entries the page knows of."""
    log = edition.log
    course = Course.load(log.course)
    return State(
        now=time.time_ns() // 1_000_000,
        size=log.size,
        segments=log.segments,
        session=_session(course),
        started=_at(log, course.session.index) if course.running and course.session else None,
        rule=_rule(log, course),
        hold=course.hold,
        asked=_asked(edition, course),
        last=None if after == log.size else last_lines(edition, of=of),
        people=[{"name": one.person.name, "typing": one.typing} for one in presence.here(edition)],
        speakers=[_speaker(one) for one in Speaker.objects.filter(edition=edition)],
        abbreviations=dict(Abbreviation.objects.filter(edition=edition).values_list("short", "long")),
        prepared=[_prepared(one) for one in PreparedText.objects.filter(edition=edition)],
        languages=languages(edition),
        me=of.name,
        directs=of.has_perm("events.direct", edition),
    )


def languages(edition: Edition) -> list[str]:
    """The edition's languages, its main one first."""
    opened = openings.contents_of(edition.log, [0]).get(0)
    found = [edition.language, *getattr(opened, "languages", [])]
    return list(dict.fromkeys(one for one in found if one))


def last_lines(edition: Edition, *, of: Person, limit: int = LAST) -> list[Line]:
    """The last utterances, those held back included, with the words that stand now."""
    log = edition.log
    rows = models.Utterance.objects.filter(log=log).order_by("-index").values_list("index", flat=True)[:limit]
    indexes = sorted(rows)
    if not indexes:
        return []
    leaves, about = {}, defaultdict[int, list[int]](list)
    for index, entry in openings.leaves(log, indexes[0]):
        leaf = Leaf.decode(entry)
        leaves[index] = leaf
        if leaf.ref is not None and leaf.ref in leaves:
            about[leaf.ref].append(index)
    wanted = [*indexes, *(later for index in indexes for later in about[index])]
    contents = openings.kept_contents_of(log, wanted)
    stored = {
        row.index: row
        for row in models.Opening.objects.filter(log=log, index__in=indexes).only("index", "state", "until", "log")
    }
    wrote = _recorders(edition, wanted)

    def line(index: int) -> Line:
        at, row, content = leaves[index].at, stored[index], contents.get(index)
        if not isinstance(content, UtteranceSpoken):
            return Line(index, at, row.state, row.until)
        version, text, who, confirmed = index, content.text, _voice(log, index, content), False
        for later in about[index]:
            match contents.get(later):
                case UtteranceCorrected() as correction:
                    version, text, confirmed = later, correction.text, False
                    who = _voice(log, later, correction) or who
                case UtteranceConfirmed(version=of_version):
                    confirmed = of_version == version
        recorders = wrote[version]
        return Line(
            index,
            at,
            row.state,
            row.until,
            who=who.name if who else "",
            unnamed=content.speaker_commit is not None,
            role=content.role.value,
            text=text,
            version=version,
            corrected=version != index,
            confirmed=confirmed,
            typist=", ".join(one.name for one in recorders),
            mine=of in recorders,
        )

    return [line(index) for index in indexes]


def _recorders(edition: Edition, indexes: list[int]) -> dict[int, list[Person]]:
    """Who wrote the words of each entry, by the journal, as `events.reads.recorders` has it for one."""
    found = defaultdict[int, list[Person]](list)
    for one in edition.journal.filter(index__in=indexes, person__isnull=False).select_related("person"):
        if one.index is not None and one.person is not None:
            found[one.index].append(one.person)
    return found


def prepared_text(edition: Edition, index: int) -> tuple[PreparedText, TextPrepared] | None:
    """A prepared text with its words, which are under embargo: for the desk only."""
    row = PreparedText.objects.filter(edition=edition).select_related("speaker").filter(index=index).first()
    content = openings.kept_contents_of(edition.log, [index]).get(index) if row else None
    return (row, content) if row and isinstance(content, TextPrepared) else None


def _session(course: Course) -> Literal["none", "live", "paused", "ended"]:
    if course.session is None:
        return "none"
    if not course.running:
        return "ended"
    return "paused" if course.pause else "live"


def _rule(log: models.Log, course: Course) -> dict[str, Any] | None:
    rule = office.rule_in_force(log, course)
    if rule is None or course.rule is None or not isinstance(rule.content, RuleSet):
        return None
    content, until = rule.content, course.rule.until if rule.until else None
    said = {"rule": content.rule, "sentence": rule.sentence, "attribution": content.attribution}
    return said | {"until": until, "since": _at(log, rule.index), "index": rule.index, "restricts": rule.restricts}


def _asked(edition: Edition, course: Course) -> bool:
    """Whether a question was asked in this session, be it public or not."""
    if course.session is None:
        return False
    questions = Typed.objects.filter(edition=edition, role=Role.QUESTION.value, index__gt=course.session.index)
    return course.exchange is not None or questions.exists()


def _voice(log: models.Log, index: int, content: UtteranceSpoken | UtteranceCorrected) -> Voice | None:
    """Who spoke, on background too."""
    if content.speaker_commit is None:
        return content.speaker
    true = openings.true_speaker(log, index)
    told = json.loads(true.content) if true else None
    return Voice.model_validate(told) if told else None


def _speaker(speaker: Any) -> dict[str, Any]:
    names = ("name", "title", "outlet", "outlet_kind", "region", "part", "key")
    return {"id": str(speaker.pk)} | {name: getattr(speaker, name) for name in names}


def _prepared(text: PreparedText) -> dict[str, Any]:
    return {"index": text.index, "next": text.next, "paragraphs": text.paragraphs}


def _at(log: models.Log, index: int) -> int:
    _, leaf = next(openings.leaves_of(log, [index]))
    return Leaf.decode(leaf).at


def published(edition: Edition) -> set[int]:
    """The entries of the prepared texts that everybody may read."""
    indexes = list(PreparedText.objects.filter(edition=edition).values_list("index", flat=True))
    rows = models.Opening.objects.filter(log=edition.log, index__in=indexes, state=models.Opening.State.PUBLIC)
    return set(rows.values_list("index", flat=True))

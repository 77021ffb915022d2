"""What the desk shows: where the conference stands, the last words (held ones included), who is here. For staff only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from anyascii import anyascii

from onrecord.accreditation import accredited
from onrecord.accreditation.accredited import Accredited
from onrecord.events import presence
from onrecord.events.languages import TAG
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.errors import SealedDamaged
from onrecord.people.models import Person
from onrecord.proceedings import office
from onrecord.proceedings.contents import RuleSet, TextPrepared, Voice
from onrecord.proceedings.course import Course, as_set, course_of
from onrecord.proceedings.readers import Spoken
from onrecord.proceedings.wrote import recorders as recorders_of
from onrecord.proceedings.wrote import set_by_office
from onrecord.record import openings
from onrecord.record.models import Log, Opening
from onrecord.transcription.models import Abbreviation, PreparedText, Speaker, Typed
from onrecord.transcripts.model import Role

LAST = 10
ERASED = "erased"
"""The state of a line whose words were erased after they were recorded for good, and not taken back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the last utterances. Times in ms since 1970, UTC.

    `state`: public, held (until `until`; None: until somebody publishes it), or without words: destroyed, as it was taken
    back before it was public, erased, or damaged.
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
    embargoed: bool = False
    """Whether an embargo sets `until`, and not the hold."""
    mine: bool = False
    """Whether the words that stand, or their attribution, are theirs who asks: somebody else confirms them."""


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
    held: int
    """How many utterances can still be taken back: all since the last public one."""
    asked: bool
    last: list[Line] | None
    people: list[dict[str, Any]]
    speakers: list[dict[str, Any]]
    accredited: list[dict[str, Any]] | None
    """Who is accredited and not among the speakers, in the same shape; None where the page knows them already."""
    abbreviations: dict[str, str]
    prepared: list[dict[str, Any]]
    languages: list[str]
    me: str
    directs: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def state(edition: Edition, *, of: Person, after: int | None = None, words: bool = True) -> State:
    """Where the desk of `of` stands; `after`: how many entries the page knows of. Without a word from the floor, unless `words`."""
    log = edition.log
    course = course_of(log)
    speakers = list(Speaker.objects.filter(edition=edition))
    return State(
        now=timekeeping.now(),
        size=log.size,
        segments=log.segments,
        session=_session(course),
        started=openings.recorded_at(log, course.session.index) if course.running and course.session else None,
        rule=_rule(edition, course),
        hold=course.hold,
        held=len(office.held_run(log)),
        asked=asked(edition),
        last=None if after == log.size or not words else last_lines(edition, of=of),
        people=[{"name": one.person.name, "typing": one.typing} for one in presence.here(edition)],
        speakers=[_speaker(one) for one in speakers],
        accredited=_accredited(edition, after=after, besides={one.pk for one in speakers}),
        abbreviations=dict(Abbreviation.objects.filter(edition=edition).values_list("short", "long")),
        prepared=[_prepared(one) for one in texts(edition)],
        languages=languages(edition),
        me=of.name,
        directs=of.has_perm("events.direct", edition),
    )


def languages(edition: Edition) -> list[str]:
    """The edition's languages, its main one first; an imported one may have others, which the desk takes no words in."""
    opened = openings.contents_of(edition.log, [0]).get(0)
    found = [edition.language, *getattr(opened, "languages", [])]
    return list(dict.fromkeys(one for one in found if TAG.fullmatch(one)))


def last_lines(edition: Edition, *, of: Person, limit: int = LAST) -> list[Line]:
    """The last utterances, those held back included, with the words that stand now."""
    log = edition.log
    last = office.last_utterances(log, limit=limit)[::-1]
    indexes = [one.index for one in last]
    held = openings.held_until(log, indexes)
    recorders = recorders_of(edition, *last)
    destroyed = {one.index for one in last if one.state == Opening.State.DESTROYED}
    erased = destroyed - office.taken_back(log, destroyed)

    def line(spoken: Spoken) -> Line:
        index, at = spoken.index, round(spoken.at.timestamp() * 1000)
        why, until = held.get(index, ("", None))
        content, current = spoken.content, spoken.current
        if content is None or current is None:
            return Line(index, at, ERASED if index in erased else spoken.state, until)
        who = _true_speaker(log, index) if spoken.unnamed else spoken.speaker
        return Line(
            index,
            at,
            spoken.state,
            until,
            who=who.name if who else "",
            unnamed=spoken.unnamed,
            role=content.role.value,
            text=current.text,
            version=current.index,
            corrected=current.correction is not None,
            confirmed=current.confirmed is not None,
            typist=", ".join(one.name for one in recorders[index]),
            embargoed=why == Opening.Why.EMBARGO,
            mine=of in recorders[index],
        )

    return [line(one) for one in last]


def _true_speaker(log: Log, index: int) -> Voice | None:
    try:
        return office.true_speaker(log, index)
    except SealedDamaged:  # the rest of the desk goes on
        return None


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


def _rule(edition: Edition, course: Course) -> dict[str, Any] | None:
    log = edition.log
    rule = office.rule_in_force(log, course)
    if rule is None or course.rule is None or not isinstance(rule.content, RuleSet):
        return None
    content, until = rule.content, course.rule.until if rule.until else None
    said = {"rule": content.rule, "sentence": rule.sentence, "attribution": content.attribution}
    return said | {
        "until": until,
        "since": openings.recorded_at(log, rule.index),
        "index": rule.index,
        "restricts": rule.restricts,
        "office": content.rule == "off the record" and set_by_office(edition),
    }


def asked(edition: Edition) -> bool:
    """Whether a question was asked in this session, be it public or not."""
    course = as_set(edition.log)
    if course.session is None:
        return False
    questions = Typed.objects.filter(edition=edition, role=Role.QUESTION.value, index__gt=course.session.index)
    return course.exchange is not None or questions.exists()


def _speaker(speaker: Any) -> dict[str, Any]:
    names = ("name", "title", "outlet", "outlet_kind", "region", "part", "key")
    latin = anyascii(f"{speaker.name} {speaker.outlet} {speaker.title}")
    return {"id": str(speaker.pk), "latin": latin} | {name: getattr(speaker, name) for name in names}


def _accredited(edition: Edition, *, after: int | None, besides: set[UUID]) -> list[dict[str, Any]] | None:
    if after is not None and (after == edition.log.size or not accredited.may_have_changed(edition, since=after)):
        return None
    found = [accredited_speaker(edition, one) for one in accredited.of(edition) if one.id not in besides]
    return [_speaker(one) | {"accredited": True} for one in found]


def accredited_speaker(edition: Edition, one: Accredited) -> Speaker:
    """Somebody who is accredited, as they come on the desk's list once they speak."""
    details = {"name": one.name[:300], "outlet": one.outlet[:300], "outlet_kind": one.outlet_kind, "region": one.region}
    return Speaker(pk=one.id, edition=edition, **details)


def texts(edition: Edition) -> list[PreparedText]:
    """The prepared texts that were not erased."""
    found = list(PreparedText.objects.filter(edition=edition))
    states = openings.states(edition.log, (one.index for one in found))
    return [one for one in found if states[one.index] != Opening.State.DESTROYED]


def prepared_texts(edition: Edition) -> list[tuple[PreparedText, TextPrepared]]:
    """The same with their words, which are under embargo: for the desk only."""
    rows = texts(edition)
    contents = openings.kept_contents_of(edition.log, [row.index for row in rows])
    return [(row, one) for row in rows if isinstance(one := contents.get(row.index), TextPrepared)]


def _prepared(text: PreparedText) -> dict[str, Any]:
    return {"index": text.index, "next": text.next, "paragraphs": text.paragraphs}


def published(edition: Edition) -> set[int]:
    """The entries of the prepared texts that everybody may read."""
    indexes = list(PreparedText.objects.filter(edition=edition).values_list("index", flat=True))
    states = openings.states(edition.log, indexes)
    return {index for index, state in states.items() if state == Opening.State.PUBLIC}

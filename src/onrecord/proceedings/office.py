"""What the office sees of the record: as `readers`, and with it what is held back. Never for a public page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from onrecord.keeping import timekeeping
from onrecord.proceedings import damage, speakers
from onrecord.proceedings.contents import (
    CorrectionAnswered,
    HoldSet,
    RuleSet,
    TextPrepared,
    UtteranceCorrected,
    UtteranceSpoken,
    Voice,
)
from onrecord.proceedings.course import Course, as_set
from onrecord.proceedings.models import Annotation, Rule, SpeakerOpening, Utterance
from onrecord.proceedings.readers import (
    DAMAGED,
    Answered,
    Spoken,
    Stretch,
    Version,
    binding,
    translations_of,
    versions_of,
    withheld_of,
)
from onrecord.record import openings
from onrecord.record.contents import Erased
from onrecord.record.entry import Leaf
from onrecord.record.models import Entry, Log, Opening
from onrecord.record.reads import moment

HELD, DESTROYED = Opening.State.HELD, Opening.State.DESTROYED
CORRECTED, CONFIRMED = "utterance.corrected", "utterance.confirmed"
TRANSLATED = ("translation.added", "translation.revised")


@dataclass(frozen=True, slots=True)
class Held:
    """Words that are not public yet. `until` is when they open by themselves; None: by an act."""

    spoken: Spoken
    until: datetime | None
    embargoed: bool
    """Whether a ground rule set that time, and not the mistake window."""

    @property
    def index(self) -> int:
        return self.spoken.index


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text that was handed over and is not public."""

    index: int
    at: datetime
    content: TextPrepared


@dataclass(frozen=True, slots=True)
class Clarification:
    """What a speaker clarified under an embargo or a delay, about words that are public: it opens later than they did."""

    index: int
    at: datetime
    of: int
    content: UtteranceCorrected
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is held back, in the order of the log."""

    words: list[Held]
    texts: list[Prepared]
    clarifications: list[Clarification]


def rule_in_force(log: Log, course: Course) -> Stretch | None:
    """What is in force of the ground rule now, with its full sentence; None: nobody has set one."""
    if course.rule is None:
        return None
    rule = _rules(log, {course.rule.index}).get(course.rule.index)
    return rule.as_of(moment(timekeeping.surely())) if rule else None


def last_utterances(log: Log, *, before: int | None = None, limit: int) -> list[Spoken]:
    """The last `limit` utterances (before an index, where given), held ones with their words, the latest first."""
    rows = Utterance.objects.filter(log=log).order_by("-index")
    rows = rows if before is None else rows.filter(index__lt=before)
    return utterances(log, rows.values_list("index", flat=True)[:limit])[::-1]


def taken_back(log: Log, indexes: Iterable[int]) -> set[int]:
    """Which of the utterances were destroyed by a ground rule that was set for them, and not erased later."""
    gone = {
        ref: index
        for ref, index in Entry.objects.filter(log=log, kind=Erased.kind, ref__in=list(indexes)).values_list(
            "ref", "index"
        )
        if ref is not None
    }
    if not gone:
        return set()
    rows = Rule.objects.filter(log=log, index__gt=min(gone)).exclude(
        rule="on the record"
    )  # an embargo destroys nothing
    rules = openings.contents_of(log, rows.values_list("index", flat=True))
    since = {index: one.since for index, one in rules.items() if isinstance(one, RuleSet) and one.since is not None}
    return {
        spoken
        for spoken, erased in gone.items()
        if any(first <= spoken < rule < erased for rule, first in since.items())
    }


def chosen_hold(log: Log) -> int | None:
    """The hold that is in force, or that was set for the session that is to begin; None: nobody has set one for it."""
    course = as_set(log)
    if course.running or course.hold:
        return course.hold
    since = course.session.ended or 0 if course.session else 0
    chosen = Entry.objects.filter(log=log, index__gte=since, kind=HoldSet.kind).exists()
    return course.hold if chosen else None


def indexes(log: Log, start: int) -> list[int]:
    """The utterances from entry `start` on."""
    return list(Utterance.objects.filter(log=log, index__gte=start).order_by("index").values_list("index", flat=True))


def left(log: Log, start: int) -> int:
    """How many utterances from entry `start` on still have their words."""
    return sum(state != DESTROYED for state in openings.states(log, indexes(log, start)).values())


def held_run(log: Log) -> list[int]:
    """The newest utterances that the hold keeps back, in the order of the log: what is taken back at one stroke.

    What was withheld is not among them and nothing before it, nor what an embargo keeps back for longer than the hold has
    lasted already: a slip is taken back, and no briefing.
    """
    hold = as_set(log).hold
    slip = timekeeping.now() - hold * 1000
    spoken = Opening.objects.filter(log=log, index__in=Utterance.objects.filter(log=log).values("index"))
    run: list[int] = []
    for row in (
        spoken.exclude(state=DESTROYED).order_by("-index").only("index", "state", "why", "until", "log").iterator()
    ):
        long_held = row.why == Opening.Why.EMBARGO and openings.recorded_at(log, row.index) < slip
        if row.state != HELD or row.until is None or long_held:
            break
        run.append(row.index)
    return run[::-1]


def utterance(log: Log, index: int) -> Spoken | None:
    """One utterance, with its words where they are held back; None where the entry is none."""
    found = utterances(log, [index])
    return found[0] if found else None


def utterances(log: Log, indexes: Iterable[int]) -> list[Spoken]:
    """These utterances in the order of the log. Held ones have their words, and `state` says that they are held."""
    rows = list(Utterance.objects.filter(log=log, index__in=list(indexes)).order_by("index"))
    wanted = [row.index for row in rows]
    states = dict(Opening.objects.filter(log=log, index__in=wanted).values_list("index", "state"))
    about = _about(log, wanted, held={index for index, state in states.items() if state == HELD})
    every = sorted({*wanted, *(index for later in about.values() for index in later)})
    contents = openings.kept_contents_of(log, every)
    times = {index: moment(Leaf.decode(leaf).at) for index, leaf in openings.leaves_of(log, every)}
    rules = _rules(log, {row.rule for row in rows if row.rule is not None})

    def spoken(row: Utterance) -> Spoken:
        content, state = contents.get(row.index), states.get(row.index, DESTROYED)
        later = [(index, times[index], contents[index]) for index in about[row.index] if index in contents]
        rule = binding(rules.get(row.rule) if row.rule is not None else None, times[row.index])
        if not isinstance(content, UtteranceSpoken):
            state = state if state == DESTROYED else DAMAGED
            return Spoken(row.index, times[row.index], state, None, rule=rule)
        versions = versions_of(Version(row.index, times[row.index], content.text, content.speaker), later)
        return Spoken(
            index=row.index,
            at=times[row.index],
            state=state,
            content=content,
            exchange=row.exchange,
            versions=versions,
            rule=rule,
            withheld=withheld_of(later) if state == HELD else None,
            translations=translations_of(later, versions[-1].index),
            requests=[Answered(index, at, one) for index, at, one in later if isinstance(one, CorrectionAnswered)],
        )

    return [spoken(row) for row in rows]


def held(log: Log, *, most: int = 200) -> Kept:
    """What is not public yet: the last `most` utterances of it, and the prepared texts."""
    rows = Opening.objects.filter(log=log, state=HELD, index__in=Utterance.objects.filter(log=log).values("index"))
    newest = {row.index: row for row in rows.order_by("-index").only("index", "why", "until", "log")[:most]}
    return Kept(
        words=[
            Held(
                one,
                moment(until) if (until := newest[one.index].until) else None,
                embargoed=newest[one.index].why == Opening.Why.EMBARGO,
            )
            for one in utterances(log, newest)
        ],
        texts=_texts(log),
        clarifications=clarifications(log),
    )


def clarifications(log: Log, *, of: int | None = None) -> list[Clarification]:
    """The corrections that are held back while the words they are about (all, or those of entry `of`) are public."""
    about = Entry.objects.filter(log=log, kind=CORRECTED, ref__isnull=False)
    about = (about if of is None else about.filter(ref=of)).filter(_held("index"), ~_held("ref"))
    leaves = {index: Leaf.decode(bytes(leaf)) for index, leaf in about.order_by("index").values_list("index", "leaf")}
    untils = dict(Opening.objects.filter(log=log, index__in=leaves).values_list("index", "until"))
    contents = openings.kept_contents_of(log, leaves)
    return [
        Clarification(index, moment(leaf.at), leaf.ref, content, moment(until) if (until := untils[index]) else None)
        for index, leaf in leaves.items()
        if leaf.ref is not None and isinstance(content := contents.get(index), UtteranceCorrected)
    ]


def unconfirmed(log: Log) -> list[int]:
    """The utterances whose words nobody has confirmed since they were recorded, or last corrected. Opens nothing."""
    newest, confirmed = _newest(log, CORRECTED), _newest(log, CONFIRMED)
    destroyed = set(Opening.objects.filter(log=log, state=DESTROYED).values_list("index", flat=True))
    every = Utterance.objects.filter(log=log).order_by("index").values_list("index", flat=True)
    return [one for one in every if confirmed.get(one, -1) <= newest.get(one, -1) and one not in destroyed]


def outdated(log: Log) -> list[int]:
    """The utterances with a translation that is not of the words that stand now."""
    corrected = _newest(log, CORRECTED)
    translated = set(
        Annotation.objects.filter(log=log, kind__in=TRANSLATED, of__in=list(corrected)).values_list("of", flat=True)
    )
    return [one.index for one in utterances(log, translated) if any(text.outdated for text in one.translations)]


def unnamed(log: Log) -> list[int]:
    """The utterances on background, whose true speaker is kept for the office."""
    kept = SpeakerOpening.objects.filter(log=log).values("index")
    return list(Utterance.objects.filter(log=log, index__in=kept).order_by("index").values_list("index", flat=True))


def true_speaker(log: Log, index: int) -> Voice | None:
    """Who spoke the words of utterance `index` on background; None: nobody knows, or nothing is kept."""
    later = [one for one, leaf in openings.referring(log, index) if leaf.kind == CORRECTED]  # held ones, too
    named = SpeakerOpening.objects.filter(log=log, index__in=[index, *later]).order_by("-index").first()
    opening = speakers.true_speaker(log, named.index) if named else None
    return Voice.model_validate_json(opening.content) if opening and opening.content != b"null" else None


def _newest(log: Log, kind: str) -> dict[int, int]:
    """The newest entry of `kind` about each utterance that has one, held ones included."""
    found = list(Annotation.objects.filter(log=log, kind=kind).values_list("index", "of"))
    secret = Entry.objects.filter(_held("index"), log=log, kind=kind, ref__isnull=False)
    found += [(index, ref) for index, ref in secret.values_list("index", "ref") if ref is not None]
    return {of: index for index, of in sorted(found)}


def _about(log: Log, indexes: list[int], *, held: set[int]) -> dict[int, list[int]]:
    """The entries about each of the utterances, of those `held` back what is held with them, too."""
    about: dict[int, list[int]] = defaultdict(list)
    for index, of in Annotation.objects.filter(log=log, of__in=indexes).order_by("index").values_list("index", "of"):
        about[of].append(index)
    if held:
        secret = Entry.objects.filter(_held("index"), log=log, ref__in=held).order_by("index")
        for index, ref in secret.values_list("index", "ref"):
            if ref is not None:
                about[ref].append(index)
    return about


def _held(column: str) -> Exists:
    """Whether the opening of the entry that stands in this column is held: looked up for each row, however many are."""
    return Exists(Opening.objects.filter(log_id=OuterRef("log_id"), index=OuterRef(column), state=HELD))


def _rules(log: Log, indexes: set[int]) -> dict[int, Stretch]:
    contents = openings.contents_of(log, indexes)
    contents |= damage.rules(log, contents, indexes)
    times = {index: moment(Leaf.decode(leaf).at) for index, leaf in openings.leaves_of(log, indexes)}
    return {index: Stretch(index, times[index], one) for index, one in contents.items() if isinstance(one, RuleSet)}


def _texts(log: Log) -> list[Prepared]:
    held = Opening.objects.filter(log=log, state=HELD, why=Opening.Why.PREPARED).order_by("index")
    texts = list(held.values_list("index", flat=True))
    leaves = {index: Leaf.decode(leaf) for index, leaf in openings.leaves_of(log, texts)}
    contents = openings.kept_contents_of(log, texts)
    return [
        Prepared(index, moment(leaves[index].at), one)
        for index in texts
        if isinstance(one := contents.get(index), TextPrepared)
    ]

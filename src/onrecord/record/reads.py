"""What pages and exports ask of the record. Only what is public comes out of here.

`upto`: as the first so many entries had it, see `horizon`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from django.db.models import Max

from onrecord.record import course, horizon, openings
from onrecord.record.contents import (
    Content,
    CorrectionAnswered,
    EditionOpened,
    Erased,
    RuleSet,
    SessionPaused,
    TranslationAdded,
    UtteranceConfirmed,
    UtteranceCorrected,
    UtteranceSpoken,
    UtteranceWithheld,
    Voice,
)
from onrecord.record.entry import Leaf, milliseconds
from onrecord.record.models import Annotation, Exchange, Log, Opening, Pause, Rule, Session, Utterance

Status = Literal["announced", "live", "ended", "incomplete"]


@dataclass(frozen=True, slots=True)
class Version:
    """The words of an utterance as one entry gives them; `correction` is None for the words first recorded."""

    index: int
    at: datetime
    text: str
    speaker: Voice | None
    correction: UtteranceCorrected | None = None
    confirmed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The utterance in another language. `outdated`: its source was corrected since and it was not revised."""

    index: int
    at: datetime
    content: TranslationAdded
    outdated: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A reader's request for a correction, with the office's answer."""

    index: int
    at: datetime
    content: CorrectionAnswered


@dataclass(frozen=True, slots=True)
class Stretch:
    """A ground rule, or a pause, from one entry to another; `ended` is None while it lasts."""

    index: int
    at: datetime
    content: RuleSet | SessionPaused
    ended: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """When the embargo ends, where the rule is one."""
        until = self.content.until if isinstance(self.content, RuleSet) else None
        return moment(milliseconds(until)) if until else None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance as a reader may see it. `versions` is empty while it is held or once it was erased.

    `rule` is the ground rule it was spoken under, None where nobody had set one; `withheld` the reason why the host
    keeps it back.
    """

    index: int
    at: datetime
    state: str
    content: UtteranceSpoken | None
    exchange: int | None = None
    exchange_number: int | None = None
    versions: Sequence[Version] = field(default=())
    rule: Stretch | None = None
    withheld: str | None = None
    translations: Sequence[Translation] = field(default=())
    requests: Sequence[Answered] = field(default=())

    @property
    def current(self) -> Version | None:
        """The words that stand now."""
        return self.versions[-1] if self.versions else None

    @property
    def speaker(self) -> Voice | None:
        """Who spoke, as far as anyone knows for certain and may name them."""
        return self.versions[-1].speaker if self.versions else None

    @property
    def unnamed(self) -> bool:
        """Whether somebody spoke who is known and not to be named."""
        return self.content is not None and self.content.speaker_commit is not None

    @property
    def voice(self) -> tuple[str, ...]:
        """What tells one voice from the next: person, or label; a suggested asker counts as a voice of its own."""
        if self.content is None:
            return ("", self.state)
        who = self.speaker
        if who:
            return (who.name, who.title or "", who.outlet or "")
        if self.unnamed:
            return ("unnamed", self.content.attribution or "")
        guess = self.content.suggestion
        return ("?", guess.name, guess.outlet or "") if guess else ("?",)


def spoken(
    log: Log, *, start: int = 0, stop: int | None = None, limit: int | None = None, upto: horizon.Upto = None
) -> list[Spoken]:
    """The utterances with index in [start, stop), at most `limit` of them, in the order of the log."""
    seen = horizon.of(log, upto)
    rows = seen.before(Utterance.objects.filter(log=log, index__gte=start)).order_by("index")
    if stop is not None:
        rows = rows.filter(index__lt=stop)
    return _read(seen, list(rows[:limit] if limit is not None else rows))


def last_spoken(log: Log, *, before: int | None = None, limit: int, upto: horizon.Upto = None) -> list[Spoken]:
    """The last `limit` utterances (before an index, where given), in the order of the log."""
    seen = horizon.of(log, upto)
    rows = seen.before(Utterance.objects.filter(log=log)).order_by("-index")
    if before is not None:
        rows = rows.filter(index__lt=before)
    return _read(seen, list(rows[:limit])[::-1])


def utterance(log: Log, index: int, *, upto: horizon.Upto = None) -> Spoken | None:
    """One utterance with all its versions, or None where the entry is none."""
    found = spoken(log, start=index, stop=index + 1, upto=upto)
    return found[0] if found else None


def _read(seen: horizon.Horizon, stored: list[Utterance]) -> list[Spoken]:
    if not stored:
        return []
    log, rows = seen.log, seen.place(stored)
    indexes = [row.index for row in rows]
    about = _annotations(seen, indexes)
    wanted = sorted({*indexes, *(index for later in about.values() for index in later)})
    contents = seen.contents(wanted)
    leaves = _leaves(log, wanted)
    numbers = seen.numbers({row.exchange for row in rows if row.exchange is not None})
    states = _states(log, [index for index in indexes if index not in contents and index not in seen.held])
    rules = {one.index: one for one in _rules(seen, {row.rule for row in rows if row.rule is not None})}

    def spoken(row: Utterance | course.Utterance) -> Spoken:
        at = moment(leaves[row.index].at)
        later = [(index, moment(leaves[index].at), contents[index]) for index in about[row.index] if index in contents]
        rule = rules.get(row.rule) if row.rule is not None else None
        content = contents.get(row.index)
        if not isinstance(content, UtteranceSpoken):
            state = states.get(row.index, Opening.State.HELD)
            return Spoken(row.index, at, state, None, rule=rule, withheld=withheld_of(later))
        versions = versions_of(Version(row.index, at, content.text, content.speaker), later)
        return Spoken(
            index=row.index,
            at=at,
            state=Opening.State.PUBLIC,
            content=content,
            exchange=row.exchange,
            exchange_number=numbers.get(row.exchange) if row.exchange is not None else None,
            versions=versions,
            rule=rule,
            translations=translations_of(later, versions[-1].index),
            requests=[Answered(index, at, one) for index, at, one in later if isinstance(one, CorrectionAnswered)],
        )

    return [spoken(row) for row in rows]


Later = Sequence[tuple[int, datetime, Content]]
"""Entries about an utterance: index, time, content; in the order of the log."""


def _annotations(seen: horizon.Horizon, indexes: Sequence[int]) -> dict[int, list[int]]:
    """The public entries about each of the utterances, within the horizon."""
    about: dict[int, list[int]] = defaultdict(list)
    for batch in _batches(indexes):
        for index, of in (
            Annotation.objects.filter(log=seen.log, of__in=batch).order_by("index").values_list("index", "of")
        ):
            if seen.within(index) is not None and index not in seen.held:
                about[of].append(index)
    return about


def versions_of(first: Version, later: Later) -> list[Version]:
    """The words first recorded, and each correction's."""
    versions = [first]
    for index, at, content in later:
        if isinstance(content, UtteranceCorrected):
            versions.append(Version(index, at, content.text, content.speaker or versions[-1].speaker, content))
        elif isinstance(content, UtteranceConfirmed):
            versions = [replace(one, confirmed=at) if one.index == content.version else one for one in versions]
    return versions


def translations_of(later: Later, current: int) -> list[Translation]:
    """The newest translation into each language, flagged where it is not of the words that stand."""
    newest = {
        content.language: Translation(index, at, content, outdated=content.version != current)
        for index, at, content in later
        if isinstance(content, TranslationAdded)
    }
    return list(newest.values())


def withheld_of(later: Later) -> str | None:
    """The reason why the host keeps the words back, where it does."""
    return next((one.reason for _, _, one in reversed(later) if isinstance(one, UtteranceWithheld)), None)


def stretches(log: Log, *, start: int = 0, stop: int | None = None, upto: horizon.Upto = None) -> list[Stretch]:
    """The ground rules and pauses set by entries with index in [start, stop), in the order of the log."""
    seen = horizon.of(log, upto)
    found = [*_rules(seen, None), *_pauses(seen)]
    return sorted(
        (one for one in found if one.index >= start and (stop is None or one.index < stop)), key=lambda one: one.index
    )


def stretch_before(log: Log, index: int) -> int | None:
    """The entry of the ground rule or pause that entry `index` ended; None where it ended none."""
    for model in (Rule, Pause):
        found = model._default_manager.filter(log=log, ended=index).values_list("index", flat=True).first()
        if found is not None:
            return int(found)
    return None


def _rules(seen: horizon.Horizon, indexes: set[int] | None) -> list[Stretch]:
    rows = Rule.objects.filter(log=seen.log).order_by("index")
    rows = rows if indexes is None else rows.filter(index__in=indexes)
    return _stretches(seen, list(rows.values_list("index", "ended")))


def _pauses(seen: horizon.Horizon) -> list[Stretch]:
    rows = Pause.objects.filter(log=seen.log).order_by("index")
    return _stretches(seen, list(rows.values_list("index", "ended")))


def _stretches(seen: horizon.Horizon, rows: list[tuple[int, int | None]]) -> list[Stretch]:
    rows = [(index, seen.within(ended)) for index, ended in rows if seen.within(index) is not None]
    if not rows:
        return []
    contents = seen.contents([index for index, _ in rows])
    leaves = _leaves(seen.log, [one for row in rows for one in row if one is not None])
    return [
        Stretch(index, moment(leaves[index].at), content, moment(leaves[ended].at) if ended is not None else None)
        for index, ended in rows
        if isinstance(content := contents.get(index), RuleSet | SessionPaused)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an edition stands: its status, and the counts a reader asks for first."""

    status: Status
    statement_given: bool
    utterances: int
    exchanges: int
    answered: int
    started: datetime | None
    ended: datetime | None
    updated: datetime | None


def standing(log: Log, *, upto: horizon.Upto = None) -> Standing:
    """Counted from the projections, without opening anything."""
    seen = horizon.of(log, upto)
    session, utterances = _session(seen), seen.utterances()
    return Standing(
        status=_status(session),
        statement_given=any(row.role == "statement" for row in utterances),
        utterances=len(utterances),
        exchanges=len({row.exchange for row in utterances if row.exchange is not None}),
        answered=len({row.exchange for row in utterances if row.role == "answer" and row.exchange is not None}),
        started=_at(log, session.index) if session else None,
        ended=_at(log, session.ended) if session and session.ended is not None else None,
        updated=_updated(seen),
    )


def unknown_askers(log: Log) -> int:
    """Exchanges whose asker is not known, not even by suggestion. Opens the first question of every exchange."""
    firsts = list(Exchange.objects.filter(log=log).values_list("index", flat=True))
    return sum(
        1
        for content in openings.contents_of(log, firsts).values()
        if isinstance(content, UtteranceSpoken) and not content.speaker and not content.suggestion
    )


def _session(seen: horizon.Horizon) -> course.Session | None:
    """The newest session, its end included where that is not beyond the horizon."""
    found = seen.before(Session.objects.filter(log=seen.log)).order_by("-index").first()
    if found is None:
        return None
    return course.Session(found.index, seen.within(found.ended), seen.within(found.incomplete))


def _updated(seen: horizon.Horizon) -> datetime | None:
    if seen.size is not None:
        return _at(seen.log, seen.size - 1) if seen.size else None
    return moment(seen.log.last_at) if seen.log.size else None


def statuses(logs: Iterable[Log]) -> dict[int, Status]:
    """The status of many logs at once, by primary key; two queries."""
    pks = [log.pk for log in logs]
    last = Session.objects.filter(log__in=pks).values("log").annotate(index=Max("index"))
    newest = {row["log"]: row["index"] for row in last}
    rows = Session.objects.filter(log__in=pks)
    found = {row.log_id: _status(row) for row in rows if newest[row.log_id] == row.index}
    return {pk: found.get(pk, "announced") for pk in pks}


def opening_entry(log: Log) -> EditionOpened | None:
    """What the first entry says of the edition, while it is public."""
    content = openings.contents_of(log, [0]).get(0)
    return content if isinstance(content, EditionOpened) else None


def erasure(log: Log, index: int) -> tuple[int, str] | None:
    """The entry that says that entry `index` was erased, and the legal basis it names; None where none says so."""
    for later, entry in openings.leaves(log, index + 1):
        leaf = Leaf.decode(entry)
        if leaf.kind == Erased.kind and leaf.ref == index:
            content = openings.contents_of(log, [later]).get(later)
            return later, content.legal_basis if isinstance(content, Erased) else ""
    return None


def _status(session: Session | course.Session | None) -> Status:
    if session is None:
        return "announced"
    if session.incomplete is not None:
        return "incomplete"
    return "live" if session.ended is None else "ended"


def _leaves(log: Log, indexes: Sequence[int]) -> dict[int, Leaf]:
    return {index: Leaf.decode(entry) for index, entry in openings.leaves_of(log, indexes)}


def _states(log: Log, indexes: Sequence[int]) -> dict[int, str]:
    return {
        row.index: row.state
        for batch in _batches(indexes)
        for row in Opening.objects.filter(log=log, index__in=batch).only("index", "state", "log")
    }


def _at(log: Log, index: int) -> datetime:
    return moment(_leaves(log, [index])[index].at)


def moment(milliseconds: int) -> datetime:
    """The time of an entry, given in ms since 1970, UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _batches(indexes: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (indexes[i : i + size] for i in range(0, len(indexes), size))

"""What pages and exports ask of the record. Only what is public comes out of here.

`upto`: as the first so many entries had it, see `horizon`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from django.db.models import Max

from onrecord.record import course, horizon, openings
from onrecord.record.contents import EditionOpened, Erased, UtteranceCorrected, UtteranceSpoken, Voice
from onrecord.record.entry import Leaf
from onrecord.record.models import Correction, Exchange, Log, Opening, Session, Utterance

Status = Literal["announced", "live", "ended", "incomplete"]


@dataclass(frozen=True, slots=True)
class Version:
    """The words of an utterance as one entry gives them; `correction` is None for the words first recorded."""

    index: int
    at: datetime
    text: str
    speaker: Voice | None
    correction: UtteranceCorrected | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance as a reader may see it. `versions` is empty while it is held or once it was erased."""

    index: int
    at: datetime
    state: str
    content: UtteranceSpoken | None
    exchange: int | None = None
    exchange_number: int | None = None
    versions: Sequence[Version] = field(default=())

    @property
    def current(self) -> Version | None:
        """The words that stand now."""
        return self.versions[-1] if self.versions else None

    @property
    def speaker(self) -> Voice | None:
        """Who spoke, as far as anyone knows for certain."""
        return self.versions[-1].speaker if self.versions else None

    @property
    def voice(self) -> tuple[str, ...]:
        """What tells one voice from the next: person, or label; a suggested asker counts as a voice of its own."""
        if self.content is None:
            return ("", self.state)
        who = self.speaker
        if who:
            return (who.name, who.title or "", who.outlet or "")
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
    corrections: dict[int, list[int]] = defaultdict(list)
    for batch in _batches(indexes):
        for correction in Correction.objects.filter(log=log, of__in=batch).order_by("index"):
            if correction.index == seen.within(correction.index) and correction.index not in seen.held:
                corrections[correction.of].append(correction.index)
    wanted = sorted({*indexes, *(index for later in corrections.values() for index in later)})
    contents = seen.contents(wanted)
    leaves = _leaves(log, wanted)
    numbers = seen.numbers({row.exchange for row in rows if row.exchange is not None})
    states = _states(log, [index for index in indexes if index not in contents and index not in seen.held])

    def version(index: int, speaker: Voice | None) -> Version:
        content, leaf = contents[index], leaves[index]
        assert isinstance(content, UtteranceSpoken | UtteranceCorrected)
        correction = content if isinstance(content, UtteranceCorrected) else None
        return Version(index, _moment(leaf.at), content.text, content.speaker or speaker, correction)

    found = []
    for row in rows:
        content = contents.get(row.index)
        if not isinstance(content, UtteranceSpoken):
            state = states.get(row.index, Opening.State.HELD)
            found.append(Spoken(row.index, _moment(leaves[row.index].at), state, None))
            continue
        versions = [version(row.index, None)]
        for index in corrections[row.index]:
            versions.append(version(index, versions[-1].speaker))
        found.append(
            Spoken(
                index=row.index,
                at=_moment(leaves[row.index].at),
                state=Opening.State.PUBLIC,
                content=content,
                exchange=row.exchange,
                exchange_number=numbers.get(row.exchange) if row.exchange is not None else None,
                versions=versions,
            )
        )
    return found


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
    return _moment(seen.log.last_at) if seen.log.size else None


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
    return _moment(_leaves(log, [index])[index].at)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _batches(indexes: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (indexes[i : i + size] for i in range(0, len(indexes), size))

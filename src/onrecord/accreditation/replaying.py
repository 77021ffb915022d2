"""A draw of places checked from outside: its entries, their times, and the outcome, from a log's files alone. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from onrecord.accreditation import drawing
from onrecord.accreditation.contents import CallOpened, SelectionClosed, SelectionCommitted, SelectionRevealed
from onrecord.fairness import drand
from onrecord.fairness.draw import DrawError, check_parts
from onrecord.fairness.selection import Outcome, by_step
from onrecord.record.contents import Content
from onrecord.record.entry import Leaf
from onrecord.record.kinds import Kinds
from onrecord.record.verifier import Missing, Source, check_opening, fetch_entries, leaf_of


class NothingDrawn(Exception):
    """There is no draw in this log, or it is not finished; the message says which."""


@dataclass(slots=True)
class Replay:
    """What held, what didn't, what somebody has to look up themselves, and the outcome."""

    code: str = ""
    checks: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    open_ends: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    waiting: dict[str, int] = field(default_factory=dict)
    """Who waits, with the number for that kind of place."""

    def outcome_lines(self, ticket: str) -> Iterator[str]:
        if self.outcome is None:
            return
        if ticket:
            yield _got(self.outcome, self.waiting, ticket)
            return
        for step, number in by_step(self.outcome):
            yield f"{step}: {number}"
        yield f"waiting list: {len(self.outcome.waiting)}"


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    leaf: Leaf
    content: Content

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.leaf.at / 1000, UTC)


def replay(source: Source, size: int, kinds: Kinds, *, value: str = "") -> Replay:
    """The draw in a log that was verified up to `size`; `value`: the outside beacon's, as somebody looked it up. Raises
    NothingDrawn."""
    leaves = [leaf_of(index, entry) for index, entry in enumerate(fetch_entries(source, 0, size))]
    found = Replay()
    committed = _only(source, leaves, kinds, SelectionCommitted, found, "a second one was committed to: it was redrawn")
    closed = _only(source, leaves, kinds, SelectionClosed, found, "the list was closed twice")
    revealed = _only(source, leaves, kinds, SelectionRevealed, found, "it was revealed twice")
    if committed is None:
        raise NothingDrawn("there is no draw of places in this record")
    if closed is None or revealed is None:
        raise NothingDrawn(
            "the draw is not finished: "
            + ("its list is not closed" if closed is None else "its secret was not revealed")
            + ". A host who never does so may have disliked the outcome"
        )
    assert isinstance(committed.content, SelectionCommitted)
    assert isinstance(closed.content, SelectionClosed) and isinstance(revealed.content, SelectionRevealed)
    found.code = closed.content.code
    _times(found, committed, closed, revealed)
    _terms(found, next(iter(_entries(source, leaves, kinds, CallOpened)), None), closed.content)
    try:
        bound = drawing.bound(committed.content, closed.content)
    except DrawError as error:
        found.failures.append(str(error))
        return found
    said = bytes.fromhex(closed.content.closing)
    done = replace(
        bound,
        closing=said,
        secret=bytes.fromhex(revealed.content.secret),
        value=bytes.fromhex(revealed.content.value),
        beacon=bytes.fromhex(revealed.content.beacon),
    )
    for finding in check_parts(done, drawing.parts(closed.content)):
        (found.checks if finding.holds else found.failures).append(finding.says)
    found.outcome = drawing.outcome_of(committed.content, closed.content, revealed.content)
    found.waiting = drawing.waiting_numbers(closed.content, found.outcome)
    _value(found, committed.content, revealed.content, value)
    return found


def _entries(source: Source, leaves: list[Leaf], kinds: Kinds, kind: type[Content]) -> Iterator[_Entry]:
    for index, leaf in enumerate(leaves):
        if leaf.kind == kind.kind:
            try:
                opening = source.fetch(f"open/{index}")
            except Missing:
                raise NothingDrawn(f"entry {index} is not public in this copy; take a whole bundle") from None
            content = kinds.parse(leaf.kind, check_opening(index, leaf, opening))
            if isinstance(content, kind):
                yield _Entry(index, leaf, content)


def _only(
    source: Source, leaves: list[Leaf], kinds: Kinds, kind: type[Content], found: Replay, twice: str
) -> _Entry | None:
    entries = list(_entries(source, leaves, kinds, kind))
    if len(entries) > 1:
        found.failures.append(twice)
    return entries[0] if entries else None


def _times(found: Replay, committed: _Entry, closed: _Entry, revealed: _Entry) -> None:
    assert isinstance(committed.content, SelectionCommitted)
    out = drand.comes_out(committed.content.round)
    latest = out - timedelta(minutes=drawing.EARLIEST_MINUTES)
    _either(
        found,
        closed.at <= latest,
        f"the list was closed at {_clock(closed.at)}, {drawing.EARLIEST_MINUTES} minutes or more before the number came out",
        f"the list was closed at {_clock(closed.at)}, less than {drawing.EARLIEST_MINUTES} minutes before {_clock(out)}, when the "
        "number came out",
    )
    _either(
        found,
        committed.index < closed.index < revealed.index,
        "the entries stand in their order",
        "the entries do not stand in their order",
    )


def _terms(found: Replay, call: _Entry | None, closed: SelectionClosed) -> None:
    """The steps are those that were announced."""
    lot = call.content.terms.lot if call and isinstance(call.content, CallOpened) else None
    announced = (lot.each_region, lot.per_outlet, lot.first_timers) if lot else None
    _either(
        found,
        announced == (closed.each_region, closed.per_outlet, closed.first_timers),
        "the steps are those of the call as it was opened",
        "the steps are not those of the call as it was opened",
    )


def _value(found: Replay, committed: SelectionCommitted, revealed: SelectionRevealed, value: str) -> None:
    where = drand.address(committed.round) if committed.source == drand.SOURCE else committed.source
    if not value:
        found.open_ends.append(
            f"whether {revealed.value} is what came out: compare it with {where}, or give it with --value"
        )
        return
    _either(
        found,
        value == revealed.value,
        "the number from outside is the one you gave",
        f"the number from outside is not the one you gave, but {revealed.value}",
    )


def _got(outcome: Outcome, waiting: Mapping[str, int], ticket: str) -> str:
    for one in outcome.selected:
        if one.ticket == ticket:
            return f"{ticket}: a place, in the step “{one.step}”"
    if ticket in waiting:
        return f"{ticket}: number {waiting[ticket]} on the waiting list"
    return f"{ticket}: not in this draw"


def _either(found: Replay, holds: bool, good: str, bad: str) -> None:
    (found.checks if holds else found.failures).append(good if holds else bad)


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"

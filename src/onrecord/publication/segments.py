"""One segment of the live record: what one append changed on the page, as the bytes every reader gets.

A segment is rendered as of its last entry, so that any node gives the same bytes at any later time. It holds no more
than the page itself shows: what was destroyed since is left out of it from then on.
"""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.contents import UtteranceSpoken
from onrecord.proceedings.readers import Spoken
from onrecord.publication.passages import Item, Passage, index_of, passages, rail
from onrecord.publication.reads import about
from onrecord.publication.shown import Shown, knot_of, shown
from onrecord.publication.tail import Tail, news, tail_of
from onrecord.record import horizon, openings
from onrecord.record import segments as numbered
from onrecord.record.contents import Erased
from onrecord.record.entry import Leaf
from onrecord.record.horizon import Horizon
from onrecord.record.kinds import known
from onrecord.record.models import Log

STRETCHES = frozenset({"rule.set", "session.paused", "session.resumed", "session.ended"})
"""Kinds that begin or end a ground rule or a pause."""
MOST_PASSAGES = 120
MOST_CHARACTERS = 60_000
"""What a segment holds of new words, and a single passage of any length; the rest is read like any other part of the record."""
FEW = (8, 32, MOST_PASSAGES)
"""Utterances read to find where a turn begins or ends: few at first, as most turns are short; a longer one is cut."""
TURNS_BEHIND = 2
"""Turns behind an utterance that may look different when it does: the one that goes on there, and the next."""
NOT_IN_HEAD = frozenset({"stretches", "breaks", "checkpoint", "size"})
"""What the head tells nothing of: the rest of what a page shows may be in it."""
UNDER_WAY = frozenset({"announced", "live"})


@dataclass(frozen=True, slots=True)
class Segment:
    """Its bytes; `live`: whether more is to come; `erases`: whether earlier segments must be rendered anew."""

    json: bytes
    live: bool = True
    erases: bool = False


@dataclass(slots=True)
class Kept:
    """What is kept from one segment to the next by whoever renders them in order, in one language."""

    tail: Tail | None = None
    head: tuple[dict[str, Any], str] | None = None
    """What the newest head showed, and its HTML: most segments show the same."""


def segment(edition: Edition, n: int, kept: Kept | None = None) -> Segment:
    """Segment `n`, which must exist: one line of JSON, all HTML in it escaped.

    A tick is `{"n": 7}`; any other is `{"n", "status", "passages": [{"id", "html"}], "standing", "knot"}`, with
    `"later"`, an index, where there are more than MOST_PASSAGES and the rest begins there.
    """
    with timezone.override(zoneinfo.ZoneInfo(edition.timezone)):
        kept = kept or Kept()
        return _next(edition, n, kept) or _any(edition, n, kept)


def _next(edition: Edition, n: int, kept: Kept) -> Segment | None:
    """The segment that follows what is kept; None where it must be rendered like any other."""
    found = news(edition, n, kept.tail, most=MOST_PASSAGES) if kept.tail else None
    if found is None or kept.tail is None:
        return None
    start, kept.tail = kept.tail.place.size, found.tail
    if not found.passages:
        return Segment(_line({"n": n}))
    return _rendered(edition, n, found.tail.context, _bounded(found.passages, start), kept)


def _any(edition: Edition, n: int, kept: Kept) -> Segment:
    entries = numbered.entries(edition.log, n)
    if not entries:
        return Segment(_line({"n": n}))
    kept.tail = None
    while True:
        seen = horizon.of(edition.log, upto=entries[-1][0] + 1)
        context, changed = about(edition, upto=seen), _changed(edition, entries, seen)
        if seen.still_true():  # else words may be in it that came later
            break
    kept.tail = _tail(edition, context, seen)
    erases = any(leaf.kind == Erased.kind for _, leaf in entries)
    return _rendered(edition, n, context, _bounded(changed, entries[0][0]), kept, erases=erases)


def _tail(edition: Edition, context: dict[str, Any], seen: Horizon) -> Tail | None:
    """What is kept of the log's end, where `seen` reaches it."""
    if seen.size is None or seen.held or seen.known > seen.size:
        return None
    before, turn = _turn_before(edition.log, seen.size, seen)
    return tail_of(edition, seen.size, context, [before, *turn] if before else turn)


def _rendered(
    edition: Edition, n: int, context: dict[str, Any], bounded: _Bounded, kept: Kept, *, erases: bool = False
) -> Segment:
    status = context["standing"].status
    members = {
        "n": n,
        "status": status,
        "passages": [{"id": f"u{one.index}", "html": _html(one)} for one in shown(bounded.items, edition)],
        "standing": _head(context, kept),
        "knot": render_to_string("publication/knot.html", {"knot": knot_of(context)}),
    }
    later = {"later": bounded.later} if bounded.later is not None else {}
    return Segment(_line(members | later), live=status in UNDER_WAY, erases=erases)


@dataclass(frozen=True, slots=True)
class _Bounded:
    """What a segment shows, and the index where the rest begins, if there is any."""

    items: Sequence[Item]
    later: int | None = None


def _bounded(changed: Sequence[Item], start: int) -> _Bounded:
    """Cut among what is new from entry `start` on: what was there before stands on pages already."""
    room, new = MOST_CHARACTERS, 0
    for count, item in enumerate(changed):
        if index_of(item) < start:
            continue
        room -= len(item.spoken.current.text) if isinstance(item, Passage) and item.spoken.current else 0
        if count >= MOST_PASSAGES or (new and room < 0):
            return _Bounded(changed[:count], later=index_of(item))
        new += 1
    return _Bounded(changed)


def _changed(edition: Edition, entries: Sequence[tuple[int, Leaf]], seen: Horizon) -> list[Item]:
    """What looks different on the rail after `entries`: the earlier items they touch, and the new ones."""
    touched = {leaf.ref for _, leaf in entries if known.touches(leaf.kind) and leaf.ref is not None}
    found = [passage for ref in touched for passage in _touched(edition.log, _uttered(edition, ref), seen)]
    if any(leaf.kind == UtteranceSpoken.kind for _, leaf in entries):
        found += _new(edition.log, entries[0][0], seen)
    return rail({passage.spoken.index: passage for passage in found}.values(), _sentences(edition.log, entries, seen))


def _sentences(log: Log, entries: Sequence[tuple[int, Leaf]], seen: Horizon) -> list[readers.Stretch]:
    """The ground rules and pauses that `entries` began or ended."""
    if STRETCHES.isdisjoint(leaf.kind for _, leaf in entries):
        return []
    ended = {readers.stretch_before(log, index) for index, _ in entries}
    return [one for one in readers.stretches(log, upto=seen) if one.index in ended or one.index >= entries[0][0]]


def _new(log: Log, start: int, seen: Horizon) -> list[Passage]:
    """The passages from `start` on, and the one whose turn is over by them: it says now how long it was."""
    behind = readers.place_before(log, start)
    spoken = readers.spoken(log, start=start if behind is None else behind, limit=MOST_PASSAGES + 3, upto=seen)
    after, new = (None, spoken) if behind is None else (spoken[0], spoken[1:])
    found = passages(new, after=after)
    if not any(passage.opens_turn for passage in found):  # the one before goes on
        return found[: MOST_PASSAGES + 1]
    after, before = _turn_before(log, start, seen)
    found = passages([*before, *new], after=after)
    over = [passage for passage in found[: len(before)] if passage.opens_turn][-1:]
    return [*(passage for passage in over if passage.lasted), *found[len(before) : len(before) + MOST_PASSAGES + 1]]


def _touched(log: Log, index: int, seen: Horizon) -> list[Passage]:
    """The utterance at `index` and the one behind it, which may open a turn now, or no longer; and those that open the
    turns around, since how long they lasted may be another time now."""
    after, before = _turn_before(log, index, seen)
    place = len(before)
    for limit in FEW:
        spoken = readers.spoken(log, start=index, limit=limit, upto=seen)
        then = spoken.pop() if len(spoken) == limit else None
        found = passages([*before, *spoken], after=after, then=then)
        opening = [one for one, passage in enumerate(found) if passage.opens_turn]
        if then is None or sum(one > place for one in opening) > TURNS_BEHIND:
            break
    whole = len(found) if then is None else opening[-1]  # the last turn may go on
    near = {place, place + 1}
    return [found[one] for one in sorted(near | {*opening}) if one < whole or (one in near and one < len(found))]


def _turn_before(log: Log, start: int, seen: Horizon) -> tuple[Spoken | None, list[Spoken]]:
    """The utterances before `start` back to the beginning of their turn at least, and the one before those."""
    for limit in FEW:
        before = readers.last_spoken(log, before=start, limit=limit, upto=seen)
        if len(before) < limit:
            return None, before
        if any(passage.opens_turn for passage in passages(before[1:], after=before[0])):
            break
    return before[0], before[1:]


def _uttered(edition: Edition, index: int) -> int:
    """The utterance that entry `index` is, or is about."""
    leaf = next(Leaf.decode(entry) for _, entry in openings.leaves(edition.log, index, index + 1))
    return leaf.ref if known[leaf.kind].annotates and leaf.ref is not None else index


def _head(context: dict[str, Any], kept: Kept) -> str:
    """What stands at the top, to the minute and without the counts that it doesn't tell."""
    standing = context["standing"]
    at = standing.updated and standing.updated.replace(second=0, microsecond=0)
    told = {name: value for name, value in context.items() if name not in NOT_IN_HEAD}
    told["standing"] = replace(standing, updated=at, utterances=0, exchanges=0, answered_last=None)
    if kept.head is None or kept.head[0] != told:
        kept.head = told, render_to_string("publication/standing.html", told)
    return kept.head[1]


def _html(one: Shown) -> str:
    return render_to_string("publication/passages.html", {"part": {"items": [one]}}).strip()


def _line(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()

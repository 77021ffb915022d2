"""One segment of the live record: what one append changed on the page, as the bytes every reader gets.

A segment is rendered as of its last entry, so that any node gives the same bytes at any later time. It holds no more
than the page itself shows: what was destroyed since is left out of it from then on.
"""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.readers import Spoken
from onrecord.publication.passages import Item, Passage, index_of, passages, rail
from onrecord.publication.reads import about
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
"""Passages in one segment; the rest is read like any other part of the record."""
FEW = (8, 32, MOST_PASSAGES)
"""Utterances read to find where a turn begins or ends: few at first, as most turns are short; a longer one is cut."""
TURNS_BEHIND = 2
"""Turns behind an utterance that may look different when it does: the one that goes on there, and the next."""
UNDER_WAY = frozenset({"announced", "live"})


@dataclass(frozen=True, slots=True)
class Segment:
    """Its bytes; `live`: whether more is to come; `erases`: whether earlier segments must be rendered anew."""

    json: bytes
    live: bool = True
    erases: bool = False


def segment(edition: Edition, n: int) -> Segment:
    """Segment `n`, which must exist: one line of JSON, all HTML in it escaped.

    A tick is `{"n": 7}`; any other is `{"n", "status", "passages": [{"id", "html"}], "standing", "knot"}`, with
    `"later"`, an index, where there are more than MOST_PASSAGES and the rest begins there.
    """
    entries = numbered.entries(edition.log, n)
    if not entries:
        return Segment(_line({"n": n}))
    while True:
        seen = horizon.of(edition.log, upto=entries[-1][0] + 1)
        members = _members(edition, entries, seen)
        if seen.still_true():  # else words may be in it that came later
            break
    erases = any(leaf.kind == Erased.kind for _, leaf in entries)
    return Segment(_line({"n": n} | members), live=members["status"] in UNDER_WAY, erases=erases)


def _members(edition: Edition, entries: Sequence[tuple[int, Leaf]], seen: Horizon) -> dict[str, Any]:
    with timezone.override(zoneinfo.ZoneInfo(edition.timezone)):
        context = about(edition, upto=seen)
        changed = _changed(edition, entries, seen)
        shown = changed[:MOST_PASSAGES]
        members = {
            "status": context["standing"].status,
            "passages": [{"id": f"u{index_of(one)}", "html": _html(edition, one)} for one in shown],
            "standing": render_to_string("publication/standing.html", context),
            "knot": render_to_string("publication/knot.html", context),
        }
    return members | ({"later": index_of(changed[len(shown)])} if len(changed) > len(shown) else {})


def _changed(edition: Edition, entries: Sequence[tuple[int, Leaf]], seen: Horizon) -> list[Item]:
    """What looks different on the rail after `entries`: the earlier items they touch, and the new ones."""
    touched = {leaf.ref for _, leaf in entries if _touches(leaf) and leaf.ref is not None}
    found = [passage for ref in touched for passage in _touched(edition.log, _uttered(edition, ref), seen)]
    found += _new(edition.log, entries[0][0], seen)
    return rail({passage.spoken.index: passage for passage in found}.values(), _sentences(edition.log, entries, seen))


def _touches(leaf: Leaf) -> bool:
    """Whether it changes how an earlier utterance is shown."""
    return known[leaf.kind].annotates or known[leaf.kind].changes_earlier


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


def _html(edition: Edition, item: Item) -> str:
    context = {"item": item, "edition": edition, "clocked": not edition.source_sha256}
    return render_to_string("publication/item.html", context)


def _line(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()

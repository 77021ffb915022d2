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
from onrecord.publication.passages import Item, Passage, index_of, passages, rail
from onrecord.publication.reads import about
from onrecord.record import horizon, openings, reads
from onrecord.record import segments as numbered
from onrecord.record.contents import Erased
from onrecord.record.course import ANNOTATED
from onrecord.record.entry import Leaf

TOUCHES = ANNOTATED | {"opened", "erased"}
"""Kinds that change how an earlier utterance is shown."""
ENDS_STRETCHES = frozenset({"rule.set", "session.resumed", "session.ended"})
"""Kinds that end a ground rule or a pause."""
MOST_PASSAGES = 120
"""Passages in one segment; the rest is read like any other part of the record."""
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
    upto = entries[-1][0] + 1
    while True:
        opened = horizon.opened_since(edition.log, upto)
        members = _members(edition, entries, upto)
        if opened == horizon.opened_since(edition.log, upto):  # else words may be in it that came later
            break
    erases = any(leaf.kind == Erased.kind for _, leaf in entries)
    return Segment(_line({"n": n} | members), live=members["status"] in UNDER_WAY, erases=erases)


def _members(edition: Edition, entries: Sequence[tuple[int, Leaf]], upto: int) -> dict[str, Any]:
    with timezone.override(zoneinfo.ZoneInfo(edition.timezone)):
        context = about(edition, upto=upto)
        changed = _changed(edition, entries, upto)
        shown = changed[:MOST_PASSAGES]
        members = {
            "status": context["standing"].status,
            "passages": [{"id": f"u{index_of(one)}", "html": _html(edition, one)} for one in shown],
            "standing": render_to_string("publication/standing.html", context),
            "knot": render_to_string("publication/knot.html", context),
        }
    return members | ({"later": index_of(changed[len(shown)])} if len(changed) > len(shown) else {})


def _changed(edition: Edition, entries: Sequence[tuple[int, Leaf]], upto: int) -> list[Item]:
    """What looks different on the rail after `entries`: the earlier items they touch, and the new ones."""
    start, found = entries[0][0], dict[int, Passage]()
    log, sentences = edition.log, dict[int, reads.Stretch]()
    ended = {reads.stretch_before(log, index) for index, leaf in entries if leaf.kind in ENDS_STRETCHES}
    for first in [*(one for one in ended if one is not None), start]:
        stop = upto if first == start else first + 1
        sentences |= {one.index: one for one in reads.stretches(log, start=first, stop=stop, upto=upto)}
    for touched in {leaf.ref for _, leaf in entries if leaf.kind in TOUCHES and leaf.ref is not None}:
        # with the one behind it, which may have to name its voice now
        for passage in _passages(edition, start=_uttered(edition, touched), limit=2, upto=upto):
            found[passage.spoken.index] = passage
    for passage in _passages(edition, start=start, limit=MOST_PASSAGES + 1, upto=upto):
        found[passage.spoken.index] = passage
    return rail(found.values(), sentences.values())


def _uttered(edition: Edition, index: int) -> int:
    """The utterance that entry `index` is, or is about."""
    leaf = next(Leaf.decode(entry) for _, entry in openings.leaves(edition.log, index, index + 1))
    return leaf.ref if leaf.kind in ANNOTATED and leaf.ref is not None else index


def _passages(edition: Edition, *, start: int, limit: int, upto: int) -> list[Passage]:
    spoken = reads.spoken(edition.log, start=start, limit=limit, upto=upto)
    if not spoken:
        return []
    before = reads.last_spoken(edition.log, before=spoken[0].index, limit=1, upto=upto)
    return passages(spoken, after=before[0] if before else None)


def _html(edition: Edition, item: Item) -> str:
    context = {"item": item, "edition": edition, "clocked": not edition.source_sha256}
    return render_to_string("publication/item.html", context)


def _line(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()

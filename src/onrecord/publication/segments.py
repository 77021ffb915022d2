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
from onrecord.publication.passages import Passage, passages
from onrecord.publication.reads import about
from onrecord.record import horizon, openings, reads
from onrecord.record import segments as numbered
from onrecord.record.contents import Erased, UtteranceCorrected
from onrecord.record.entry import Leaf
from onrecord.record.horizon import Horizon
from onrecord.record.models import Utterance

TOUCHES = frozenset({UtteranceCorrected.kind, "opened", "erased"})
"""Kinds that change how an earlier utterance is shown."""
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
            "passages": [{"id": f"u{one.spoken.index}", "html": _html(edition, one)} for one in shown],
            "standing": render_to_string("publication/standing.html", context),
            "knot": render_to_string("publication/knot.html", context),
        }
    return members | ({"later": changed[len(shown)].spoken.index} if len(changed) > len(shown) else {})


def _changed(edition: Edition, entries: Sequence[tuple[int, Leaf]], seen: Horizon) -> list[Passage]:
    """The passages that look different after `entries`: the earlier ones they touch, and the new ones."""
    start, found = entries[0][0], dict[int, Passage]()
    for touched in {leaf.ref for _, leaf in entries if leaf.kind in TOUCHES and leaf.ref is not None}:
        # with the one behind it, which may have to name its voice now
        for passage in _passages(edition, start=_uttered(edition, touched), limit=2, seen=seen):
            found[passage.spoken.index] = passage
    for passage in _passages(edition, start=start, limit=MOST_PASSAGES + 1, seen=seen):
        found[passage.spoken.index] = passage
    return [found[index] for index in sorted(found)]


def _uttered(edition: Edition, index: int) -> int:
    """The utterance that entry `index` is, or corrects."""
    leaf = next(Leaf.decode(entry) for _, entry in openings.leaves(edition.log, index, index + 1))
    return leaf.ref if leaf.kind == UtteranceCorrected.kind and leaf.ref is not None else index


def _passages(edition: Edition, *, start: int, limit: int, seen: Horizon) -> list[Passage]:
    rows = seen.before(Utterance.objects.filter(log=edition.log, index__lt=start)).order_by("-index")
    ahead = rows.values_list("index", flat=True).first()  # read with the others, since reading costs the same for one
    spoken = reads.spoken(edition.log, start=start if ahead is None else ahead, limit=limit + 1, upto=seen)
    if ahead is None:
        return passages(spoken[:limit])
    return passages(spoken[1:], after=spoken[0])


def _html(edition: Edition, passage: Passage) -> str:
    context = {"passage": passage, "edition": edition, "clocked": not edition.source_sha256}
    return render_to_string("publication/passage.html", context)


def _line(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()

"""One segment of the live record: what entry n changes on the page, as the bytes every reader gets.

A segment holds no more than the page itself shows; when an opening is destroyed, the segment rendered from
then on shows the gap.
"""

from __future__ import annotations

import json
import zoneinfo

from django.template.loader import render_to_string
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.publication.passages import passages
from onrecord.publication.reads import about
from onrecord.record import openings, reads
from onrecord.record.contents import UtteranceCorrected
from onrecord.record.entry import Leaf

TOUCHES = frozenset({UtteranceCorrected.kind, "opened", "erased"})
"""Kinds that change how an earlier utterance is shown."""


def segment(edition: Edition, index: int) -> bytes:
    """Segment `index` as JSON: `{"n", "passages": [{"id", "html"}], "standing", "knot"}`, all HTML escaped."""
    log = edition.log
    leaf = next(Leaf.decode(entry) for _, entry in openings.leaves(log, index, index + 1))
    shown = leaf.ref if leaf.kind in TOUCHES else index
    with timezone.override(zoneinfo.ZoneInfo(edition.timezone)):
        return json.dumps(
            {"n": index, "passages": _passages(edition, shown)} | _head(edition), ensure_ascii=False
        ).encode()


def _passages(edition: Edition, index: int | None) -> list[dict[str, str]]:
    spoken = reads.utterance(edition.log, index) if index is not None else None
    if spoken is None:
        return []
    before = reads.last_spoken(edition.log, before=spoken.index, limit=1)
    passage = passages([spoken], after=before[0] if before else None)[0]
    context = {"passage": passage, "edition": edition, "clocked": not edition.source_sha256}
    return [{"id": f"u{spoken.index}", "html": render_to_string("publication/passage.html", context)}]


def _head(edition: Edition) -> dict[str, str]:
    context = about(edition)
    return {
        "standing": render_to_string("publication/standing.html", context),
        "knot": render_to_string("publication/knot.html", context),
    }

"""What the head of an edition's pages shows."""

from __future__ import annotations

from typing import Any

from onrecord.events.models import Edition
from onrecord.record import reads


def about(edition: Edition, *, upto: int | None = None) -> dict[str, Any]:
    """What the head of every page of an edition shows, or showed when the log had `upto` entries."""
    unended = [one for one in reads.stretches(edition.log, upto=upto) if one.ended is None]
    opening, standing = reads.opening_entry(edition.log), reads.standing(edition.log, upto=upto)
    return {
        "edition": edition,
        "opening": opening,
        "standing": standing,
        "in_force": unended[-1] if unended else None,
        "checkpoint": edition.log.checkpoint if upto is None else "",
        "size": edition.log.size if upto is None else upto,
        "waiting": max(opening.accredited - standing.answered, 0) if opening and opening.accredited else None,
        "clocked": not edition.source_sha256,
    }

"""What the head of an edition's pages shows."""

from __future__ import annotations

from typing import Any

from onrecord.events.models import Edition
from onrecord.record import reads


def about(edition: Edition) -> dict[str, Any]:
    """What the head of every page of an edition shows."""
    opening, standing = reads.opening_entry(edition.log), reads.standing(edition.log)
    return {
        "edition": edition,
        "opening": opening,
        "standing": standing,
        "waiting": max(opening.accredited - standing.answered, 0) if opening and opening.accredited else None,
        "clocked": not edition.source_sha256,
    }

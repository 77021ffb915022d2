"""What the head of an edition's pages shows."""

from __future__ import annotations

from typing import Any

from onrecord.accreditation import reads as accreditation
from onrecord.accreditation.shown import in_words
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.proceedings import readers
from onrecord.record import horizon, serving
from onrecord.record.contents import EditionOpened


def about(edition: Edition, *, upto: horizon.Upto = None) -> dict[str, Any]:
    """What the head of every page of an edition shows, or showed when the log had `upto` entries.

    Whether an embargo has passed, a page tells by the clock; what is shown as of an entry, by the time of that entry.
    """
    seen = horizon.of(edition.log, upto)
    opening, standing = readers.opening_entry(edition.log), readers.standing(edition.log, upto=seen)
    stretches = readers.stretches(edition.log, upto=seen)
    rule, pause = readers.lasting(stretches)
    at = readers.moment(timekeeping.surely()) if seen.size is None else standing.updated
    return {
        "edition": edition,
        "opening": opening,
        "standing": standing,
        "stretches": stretches,
        "in_force": rule.as_of(at) if rule and at else rule,
        "pause": pause,
        "breaks": readers.breaks(edition.log),
        "checkpoint": serving.checkpoint(edition.log) if seen.size is None else "",
        "size": edition.log.size if seen.size is None else seen.size,
        "varied": any(one.restricts for one in stretches),
        "clocked": not edition.source_sha256,
    } | _who_came(edition, opening, seen)


def _who_came(edition: Edition, opening: EditionOpened | None, seen: horizon.Horizon) -> dict[str, Any]:
    """How many are accredited, and from how many regions: from the decisions where their totals were published, else as the
    edition was opened with."""
    counted = accreditation.published(edition, upto=seen)
    if counted:
        return {"accredited": in_words(counted[0].accepted), "regions": len(counted[0].by_region)}
    return {"accredited": opening.accredited if opening else None, "regions": opening.regions if opening else None}

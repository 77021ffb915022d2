"""A programme, made by the same acts as any other."""

from __future__ import annotations

from typing import Any

from onrecord.events.models import Edition
from onrecord.programme import acts
from onrecord.programme.contents import Item

DAY = "2026-05-14T"


def item(**other: Any) -> Item:
    usual: dict[str, Any] = {
        "code": "new",
        "what": "session",
        "title": "Opening session",
        "starts": f"{DAY}07:00:00.000Z",
        "ends": f"{DAY}09:00:00.000Z",
        "zone": "Europe/Riga",
        "place": "Press Centre, Gate 2",
        "access": "open",
    }
    return Item(**(usual | other))


HARBOUR = {
    "what": "stop",
    "title": "The harbour of Pelm",
    "starts": "2026-05-13T06:00:00.000Z",
    "ends": None,
    "zone": "Europe/Moscow",
    "place": "Pelm, the old crane",
    "access": "pooled",
    "pays": "The host pays for the bus.",
    "note": "Meet at the gate at 8:40.",
}


def published(edition: Edition) -> int:
    """A programme with a session and a stop; returns the entry."""
    acts.add(edition, item(), by=None)
    acts.add(edition, item(**HARBOUR), by=None)
    return acts.publish(edition, by=None)

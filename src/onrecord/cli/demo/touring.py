"""The programme of the demonstration: a press tour of two days before, and the conference. One stop was moved, one cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.cli.demo.stage import Stage

TOUR: list[dict[str, Any]] = [
    {
        "days": -2,
        "hour": 6,
        "title": "The waterworks of Verkhna",
        "place": "Verkhna, main gate",
        "access": "open",
        "pays": "The host pays for the bus; outlets pay for their rooms.",
        "note": "The bus leaves at 8:15 from the Press Centre.",
    },
    {"days": -2, "hour": 11, "title": "The harbour of Pelm", "place": "Pelm, the old crane", "access": "pooled"},
    {
        "days": -1,
        "hour": 7,
        "title": "The new school on Linden Street",
        "place": "Brodna, Linden Street 4",
        "access": "open",
    },
    {
        "days": -1,
        "hour": 13,
        "title": "Meeting with the regional council",
        "place": "Brodna, Town Hall",
        "access": "closed",
    },
]


def publish_programme(stage: Stage) -> None:
    """Publish the tour and the conference, and then what was changed of them, by the same acts as anybody's."""
    from onrecord.programme import acts, reads
    from onrecord.programme.contents import Item

    officer, edition = stage.cast["press-officer"], stage.edition
    today = edition.date or datetime.now(UTC).date()

    def item(days: int, hour: int, hours: int = 2, **more: Any) -> Item:
        starts = datetime.combine(today, datetime.min.time(), UTC) + timedelta(days=days, hours=hour)
        times = {"starts": starts, "ends": starts + timedelta(hours=hours)}
        said = {name: f"{at:%Y-%m-%dT%H:%M}:00.000Z" for name, at in times.items()}
        return Item(code="new", zone=edition.timezone, **({"what": "stop"} | said | more))

    for stop in TOUR:
        acts.add(edition, item(**stop), by=officer)
    acts.add(
        edition,
        item(0, 7, title="Press conference", what="session", place="Press Centre, Gate 2", access="open"),
        by=officer,
    )
    acts.publish(edition, by=officer)
    harbour, school = (
        next(one for one in reads.working(edition) if word in one.title) for word in ("harbour", "school")
    )
    acts.change(edition, harbour.model_copy(update={"place": "Pelm, pier 3"}), by=officer)
    acts.cancel(edition, school.code, by=officer)
    acts.publish(edition, reason="The old crane is being painted, and the school has exams.", by=officer)

"""What of a programme is not public yet and may get out on no way, and the ways out of its pages."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.events.models import Edition
from tests.addresses import EDITION, E
from tests.leaks.place import Place, page

RESTRICTED = {
    "a draft of the programme: a title": "Oystercatcher",
    "a draft of the programme: a note": "dunlin",
    "a draft of the programme: a change": "whimbrel",
}


def restrict(edition: Edition) -> None:
    from onrecord.programme import acts, reads
    from tests.programme.building import item, published

    published(edition)
    note = f"Bring boots for the {RESTRICTED['a draft of the programme: a note']}."
    acts.add(edition, item(title=RESTRICTED["a draft of the programme: a title"], note=note), by=None)
    first = reads.working(edition)[0]
    place = RESTRICTED["a draft of the programme: a change"]
    acts.change(edition, first.model_copy(update={"place": place}), by=None)


WAYS: dict[str, Callable[[Place], bytes]] = {
    EDITION + "programme/": page(E + "programme/"),
    EDITION + "programme/calendar.ics": page(E + "programme/calendar.ics"),
}

"""Who may open the addresses of the programme."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.programme import reads
from tests.addresses import EDITION, MAY_DIRECT, Desk, E, Public, Where
from tests.programme.building import published


def _with_a_programme(path: str) -> Where:
    def make(edition: Edition) -> str:
        if not reads.is_published(edition):
            published(edition)
        return E + path

    return make


ADDRESSES = {
    EDITION + "programme/": Public(E + "programme/"),
    EDITION + "programme/calendar.ics": Public(_with_a_programme("programme/calendar.ics")),
    EDITION + "desk/programme/": Desk(E + "desk/programme/", MAY_DIRECT),
    EDITION + "desk/programme/add/": Desk(E + "desk/programme/add/", MAY_DIRECT),
    EDITION + "desk/programme/publish/": Desk(E + "desk/programme/publish/", MAY_DIRECT),
    EDITION + "desk/programme/item/<slug:code>/": Desk(_with_a_programme("desk/programme/item/item-1/"), MAY_DIRECT),
}

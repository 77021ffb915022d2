"""Who may open the addresses of running a conference, and of asking for a correction."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.proceedings import acts
from tests.addresses import EDITION, MAY_DIRECT, MAY_TRANSCRIBE, Desk, E, Form


def _with_a_request(edition: Edition) -> str:
    asked = acts.ask(edition, index=2, passage="", reason="It was four.", contact="")
    return f"{E}desk/requests/{asked.pk}/"


ADDRESSES = {
    EDITION + "u/<number:index>/ask/": Form(E + "u/2/ask/"),
    EDITION + "desk/day/": Desk(E + "desk/day/", MAY_DIRECT),
    EDITION + "desk/requests/": Desk(E + "desk/requests/", MAY_DIRECT),
    EDITION + "desk/requests/<number:pk>/": Desk(_with_a_request, MAY_DIRECT),
    EDITION + "desk/utterances/": Desk(E + "desk/utterances/", MAY_TRANSCRIBE),
    EDITION + "desk/u/<number:index>/": Desk(E + "desk/u/2/", MAY_TRANSCRIBE),
    EDITION + "desk/journal/": Desk(E + "desk/journal/", MAY_DIRECT),
    EDITION + "desk/journal.csv": Desk(E + "desk/journal.csv", MAY_DIRECT),
    EDITION + "desk/letters/": Desk(E + "desk/letters/", MAY_DIRECT),
}

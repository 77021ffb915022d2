"""Who may open the addresses of the transcriber's desk."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.transcription import acts
from tests import cast
from tests.addresses import EDITION, MAY_TRANSCRIBE, Desk, E, Post


def _with_a_text(edition: Edition) -> str:
    esi = cast.person("Esi Moran")
    text = acts.prepare(edition, by=esi, title="Words", paragraphs=["Good morning."], speaker=None)
    return f"{E}desk/prepared/{text.index}/"


ADDRESSES = {
    EDITION + "desk/": Desk(E + "desk/", MAY_TRANSCRIBE),
    EDITION + "desk/acts/": Post(E + "desk/acts/", MAY_TRANSCRIBE, {"act": "off"}),
    EDITION + "desk/state/": Desk(E + "desk/state/", MAY_TRANSCRIBE),
    EDITION + "desk/prepare/": Desk(E + "desk/prepare/", MAY_TRANSCRIBE),
    EDITION + "desk/prepared/<number:index>/": Desk(_with_a_text, MAY_TRANSCRIBE),
    EDITION + "desk/replace/": Desk(E + "desk/replace/", MAY_TRANSCRIBE),
    EDITION + "desk/worker.js": Desk(E + "desk/worker.js", MAY_TRANSCRIBE),
}

"""Who may open the addresses of the transcriber's desk."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.transcription import acts
from tests import cast
from tests.addresses import EDITION, MAY_TRANSCRIBE, Desk, E, Post


def _with_a_text(edition: Edition) -> str:
    esi = cast.person("Esi Moran")
    text = acts.prepare(edition, by=esi, title="Words", paragraphs=["Good morning."], speaker=None)
    return f"{E}desk/transcribe/prepared/{text.index}/"


ADDRESSES = {
    EDITION + "desk/": Desk(E + "desk/", MAY_TRANSCRIBE, then=302),
    EDITION + "desk/transcribe/": Desk(E + "desk/transcribe/", MAY_TRANSCRIBE),
    EDITION + "desk/transcribe/acts/": Post(E + "desk/transcribe/acts/", MAY_TRANSCRIBE, {"act": "off"}),
    EDITION + "desk/transcribe/state/": Desk(E + "desk/transcribe/state/", MAY_TRANSCRIBE),
    EDITION + "desk/transcribe/prepare/": Desk(E + "desk/transcribe/prepare/", MAY_TRANSCRIBE),
    EDITION + "desk/transcribe/prepared/<number:index>/": Desk(_with_a_text, MAY_TRANSCRIBE),
    EDITION + "desk/transcribe/replace/": Desk(E + "desk/transcribe/replace/", MAY_TRANSCRIBE),
    EDITION + "desk/transcribe/worker.js": Desk(E + "desk/transcribe/worker.js", MAY_TRANSCRIBE),
}

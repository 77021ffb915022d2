"""Who may open what: every address of the product stands in this table, or `test_permissions` fails.

To add an address: one line in ADDRESSES, with an example of it and who may. To add a method or a body, use `Post`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.people import links
from onrecord.proceedings import acts as proceedings
from onrecord.transcription import acts as transcription
from tests import cast

NOBODY, PERSON, ELSEWHERE = "nobody", "a person without a role", "an administrator of another edition"
TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR = "transcriber", "press officer", "administrator of the edition"
INSTALLATION = "administrator of the installation"
EVERYBODY = (NOBODY, PERSON, ELSEWHERE, TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION)

SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}
MAY_TRANSCRIBE = frozenset({TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION})
MAY_DIRECT = MAY_TRANSCRIBE - {TRANSCRIBER}
MAY_ADMINISTER = MAY_DIRECT - {PRESS_OFFICER}
MAY_ADMINISTER_ALL = frozenset({INSTALLATION})


@dataclass(frozen=True)
class Public:
    """Anyone reads it; it sets no cookie, varies with none, and takes no POST."""

    path: str


@dataclass(frozen=True)
class Form(Public):
    """As `Public`, with a form in it: a post without what the form holds is answered 400."""


@dataclass(frozen=True)
class Open:
    """Needs no sign-in, but is about signing in, so it may use a session. `status` by who asks, where it isn't 200."""

    path: str
    status: dict[str, int] = field(default_factory=dict)
    otherwise: int = 200


@dataclass(frozen=True)
class Desk:
    """A page for `may`: 200 for them, to the sign-in for nobody, 403 for the others."""

    path: str
    may: frozenset[str]


@dataclass(frozen=True)
class Post:
    """As `Desk`, but only to post to; `then` is what it answers to those who may."""

    path: str
    may: frozenset[str]
    body: dict[str, Any] = field(default_factory=dict)
    then: int = 302


E = "/regional-media/13/"
EDITION, LOG = "<slug:series>/<slug:edition>/", "<slug:series>/<slug:edition>/log/"
LEADS_ON = dict.fromkeys(SIGNED_IN, 302)

ADDRESSES: dict[str, Public | Open | Desk | Post] = {
    "": Public("/"),
    "verify/": Public("/verify/"),
    "verify/onrecord_check.py": Public("/verify/onrecord_check.py"),
    "<slug:series>/": Public("/regional-media/"),
    EDITION: Public(E),
    EDITION + "record/": Public(E + "record/"),
    EDITION + "record/part/": Public(E + "record/part/"),
    EDITION + "record/find/": Public(E + "record/find/?q=school"),
    EDITION + "screen/": Public(E + "screen/"),
    EDITION + "u/<number:index>/": Public(E + "u/2/"),
    EDITION + "u/<number:index>/ask/": Form(E + "u/2/ask/"),
    EDITION + "u/<number:index>.tlog-proof": Public(E + "u/2.tlog-proof"),
    EDITION + "export/<slug:format>/": Public(E + "export/json/"),
    LOG + "checkpoint": Public(E + "log/checkpoint"),
    LOG + "verifier.key": Public(E + "log/verifier.key"),
    LOG + "tile/<path:path>": Public(E + "log/tile/0/000.p/4"),
    LOG + "open/<number:index>": Public(E + "log/open/2"),
    "sign-in/": Open("/sign-in/", LEADS_ON),
    "sign-in/code/": Open("/sign-in/code/", otherwise=302),
    "sign-in/link/": Open("/sign-in/link/?token=LINK"),
    "sign-in/first/": Open("/sign-in/first/", otherwise=410),
    "sign-out/": Open("/sign-out/", otherwise=200, status={NOBODY: 302}),
    "mail/": Open("/mail/", otherwise=404),
    "desk/": Desk("/desk/", SIGNED_IN),
    "desk/open/": Desk("/desk/open/", MAY_ADMINISTER_ALL),
    "desk/people/": Desk("/desk/people/", MAY_ADMINISTER_ALL),
    "desk/journal/": Desk("/desk/journal/", MAY_ADMINISTER_ALL),
    "desk/journal.csv": Desk("/desk/journal.csv", MAY_ADMINISTER_ALL),
    "desk/letters/": Desk("/desk/letters/", MAY_ADMINISTER_ALL),
    EDITION + "desk/day/": Desk(E + "desk/day/", MAY_DIRECT),
    EDITION + "desk/requests/": Desk(E + "desk/requests/", MAY_DIRECT),
    EDITION + "desk/requests/<number:pk>/": Desk(E + "desk/requests/REQUEST/", MAY_DIRECT),
    EDITION + "desk/utterances/": Desk(E + "desk/utterances/", MAY_TRANSCRIBE),
    EDITION + "desk/u/<number:index>/": Desk(E + "desk/u/2/", MAY_TRANSCRIBE),
    EDITION + "desk/journal/": Desk(E + "desk/journal/", MAY_DIRECT),
    EDITION + "desk/journal.csv": Desk(E + "desk/journal.csv", MAY_DIRECT),
    EDITION + "desk/letters/": Desk(E + "desk/letters/", MAY_DIRECT),
    EDITION + "desk/": Desk(E + "desk/", MAY_TRANSCRIBE),
    EDITION + "desk/acts/": Post(E + "desk/acts/", MAY_TRANSCRIBE, {"act": "off"}),
    EDITION + "desk/state/": Desk(E + "desk/state/", MAY_TRANSCRIBE),
    EDITION + "desk/prepare/": Desk(E + "desk/prepare/", MAY_TRANSCRIBE),
    EDITION + "desk/prepared/<number:index>/": Desk(E + "desk/prepared/PREPARED/", MAY_TRANSCRIBE),
    EDITION + "desk/replace/": Desk(E + "desk/replace/", MAY_TRANSCRIBE),
    EDITION + "desk/worker.js": Desk(E + "desk/worker.js", MAY_TRANSCRIBE),
    EDITION + "desk/people/": Desk(E + "desk/people/", MAY_ADMINISTER),
    EDITION + "desk/people/<number:appointment>/dismiss/": Post(E + "desk/people/APPOINTMENT/dismiss/", MAY_ADMINISTER),
}


def filled(path: str, edition: Edition) -> str:
    """An address of the table, with what it is about made on the edition."""
    if "APPOINTMENT" in path:
        fresh = cast.person("Yusuf Adeyemi")
        Edition.objects.get(pk=edition.pk).appointments.filter(person=fresh).delete()
        appointment = events.appoint(edition, person=fresh, role="transcriber", by=None)
        path = path.replace("APPOINTMENT", str(appointment.pk))
    if "REQUEST" in path:
        asked = proceedings.ask(edition, index=2, passage="", reason="It was four.", contact="")
        path = path.replace("REQUEST", str(asked.pk))
    if "PREPARED" in path:
        words = ["Good morning."]
        text = transcription.prepare(
            edition, by=cast.person("Esi Moran"), title="Words", paragraphs=words, speaker=None
        )
        path = path.replace("PREPARED", str(text.index))
    if "LINK" in path:
        path = path.replace("LINK", links.sign_in_link(cast.person("Yusuf Adeyemi")).partition("token=")[2])
    return path

"""What the journal says of the day of a conference."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onrecord.pages.zones import in_words
from onrecord.people.journal import Phrase, named, register
from onrecord.proceedings import labels
from onrecord.proceedings.models import CorrectionRequest


def _until(milliseconds: int) -> str:
    return _("until {time}").format(time=in_words(datetime.fromtimestamp(milliseconds / 1000, UTC)))


SECONDS = Phrase(lambda n: _("delay {n} s").format(n=n), 60)
RULE_SET = named(labels.RULES, example="background")
UNTIL = Phrase(_until, 1_778_745_667_000)
ABOUT = Phrase(lambda n: _("entry {n}").format(n=n), 7)

START = register("start", gettext_lazy("session started"), seconds=SECONDS)
PAUSE = register("pause", gettext_lazy("session paused"))
RESUME = register("resume", gettext_lazy("session resumed"))
END = register("end", gettext_lazy("session ended"))

STOP_SHORT = register("stop-short", gettext_lazy("recording stopped early, record marked incomplete"))

RULE = register("rule", gettext_lazy("ground rule set"), rule=RULE_SET, until=UNTIL)
HOLD = register("hold", gettext_lazy("publication delay set"), seconds=SECONDS)
CATCH = register(
    "catch",
    gettext_lazy("words taken back during the delay"),
    rule=RULE_SET,
    until=UNTIL,
    since=Phrase(lambda n: _("since entry {n}").format(n=n), 7),
)
RECORD_AGAIN = register(
    "record-again", gettext_lazy("recorded again"), was=Phrase(lambda n: _("was entry {n}").format(n=n), 7)
)
PUBLISH = register("publish", gettext_lazy("published"), about=ABOUT)
CORRECT = register(
    "correct", gettext_lazy("corrected"), kind=named(labels.CORRECTIONS, example="transcription"), about=ABOUT
)
CONFIRM = register(
    "confirm",
    gettext_lazy("confirmed"),
    about=ABOUT,
    version=Phrase(lambda n: _("following entry {n}").format(n=n), 8),
)

WITHHOLD = register("withhold", gettext_lazy("withheld"), about=ABOUT)
LOOK_BEHIND = register("look-behind", gettext_lazy("looked up the speaker"), about=ABOUT)
TRANSLATE = register("translate", gettext_lazy("translated"), language=Phrase(str, "de"), about=ABOUT)
REVISE = register("revise", gettext_lazy("translation revised"), language=Phrase(str, "de"), about=ABOUT)
ERASE = register(
    "erase",
    gettext_lazy("words erased"),
    about=ABOUT,
    entries=Phrase(lambda n: ngettext("{n} entry in all", "{n} entries in all", n).format(n=n), 3),
)
DECISION = named(dict(CorrectionRequest.State.choices), example="declined")
ANSWER = register("answer", gettext_lazy("request answered"), decision=DECISION, about=ABOUT)
CONFIRM_TIME = register(
    "confirm-time", gettext_lazy("server's time confirmed"), time=Phrase(str, "2026-05-14T10:41+00:00")
)

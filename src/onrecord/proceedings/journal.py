"""What the journal says of the press office's day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.journal import ABOUT
from onrecord.people.journal import Phrase, named, register
from onrecord.proceedings.models import CorrectionRequest

STOP_SHORT = register("stop-short", _("recording stopped early, record marked incomplete"))
WITHHOLD = register("withhold", _("withheld"), about=ABOUT)
LOOK_BEHIND = register("look-behind", _("looked up the speaker"), about=ABOUT)
TRANSLATE = register("translate", _("translated"), language=Phrase(str, "de"), about=ABOUT)
REVISE = register("revise", _("translation revised"), language=Phrase(str, "de"), about=ABOUT)
DECISION = named(dict(CorrectionRequest.State.choices), example="declined")
ANSWER = register("answer", _("request answered"), decision=DECISION, about=ABOUT)
CONFIRM_TIME = register("confirm-time", _("server's time confirmed"), time=Phrase(str, "2026-05-14T10:41+00:00"))

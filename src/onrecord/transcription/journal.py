"""What the journal says of the transcriber's desk."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onrecord.people.journal import Phrase, register


def _pressed(milliseconds: int) -> str:
    pressed = timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC))
    return _("key pressed at {time}").format(time=f"{pressed:%H:%M:%S}")


PRESSED = Phrase(_pressed, 1_778_745_667_000)
PARAGRAPH = Phrase(lambda n: _("paragraph {n}").format(n=n), 2)
PARAGRAPHS = Phrase(lambda n: ngettext("{n} paragraph", "{n} paragraphs", n).format(n=n), 2)
SHORT = Phrase(str, "gov")

SAY = register("say", gettext_lazy("words recorded"))
OFF = register("off", gettext_lazy("off the record"), pressed=PRESSED)
BACK = register("back", gettext_lazy("back on the record"), pressed=PRESSED)
PREPARE = register("prepare", gettext_lazy("prepared text added"), paragraphs=PARAGRAPHS)
DELIVER = register("deliver", gettext_lazy("paragraph delivered"), paragraph=PARAGRAPH)
SKIP = register("skip", gettext_lazy("paragraph skipped"), paragraph=PARAGRAPH)
KEEP_SPEAKER = register("keep-speaker", gettext_lazy("speaker added"))
FORGET_SPEAKER = register("forget-speaker", gettext_lazy("speaker removed"))
ABBREVIATE = register("abbreviate", gettext_lazy("abbreviation added"), short=SHORT)
FORGET_ABBREVIATION = register("forget-abbreviation", gettext_lazy("abbreviation removed"), short=SHORT)

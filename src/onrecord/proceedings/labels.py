"""What kinds of correction and ground rules are called, on every page and in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CORRECTIONS = {
    "transcription": _("transcription"),
    "attribution": _("attribution"),
    "speaker's clarification": _("speaker's clarification"),
    "disputed": _("disputed"),
}
CORRECTIONS_TO_CHOOSE = [
    ("transcription", _("Transcription: the words were misheard or mistyped")),
    ("attribution", _("Attribution: somebody else spoke")),
    ("speaker's clarification", _("Speaker's clarification: the speaker says what was meant")),
    ("disputed", _("Disputed: the words are contested and it can't be settled")),
]
RULES = {
    "on the record": _("on the record"),
    "background": _("background"),
    "deep background": _("deep background"),
    "off the record": _("off the record"),
}

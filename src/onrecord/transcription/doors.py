"""Where words are typed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import DESK, OFFICE, Door, register

register(
    Door(OFFICE, 30, _("Transcribe"), "transcription:desk", "events.transcribe", listed=True),
    Door(DESK, 10, _("Add a prepared text"), "transcription:prepare", "events.transcribe"),
)

"""What a transcriber may do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.rules import Role, allow, register

TRANSCRIBER = register(Role("transcriber", _("Transcriber"), _("records what is said and corrects it")))

allow("events.transcribe", TRANSCRIBER)
"""Speakers, words and their session, which a transcriber alone at a keyboard runs: start, pause, end, and how long words are
held for mistakes; append, correct, confirm; off the record, what is caught by it, and back."""

"""Sentences that a machine writes into the record, for good: in the language of the log, whoever acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WAS_DUE = _("The time set for publication has come.")
HANDED_IN = _("Handed in by the person who made the commitment.")

"""Sentences that a machine writes into the record, for good: in the language of the log, whoever acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DELIVERED = _("The prepared text was delivered.")

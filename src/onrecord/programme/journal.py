"""What the journal says of the programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.people.journal import register

DRAFTED = register("programme-drafted", _("draft of the programme changed"))
PUBLISHED = register("programme-published", _("programme published"))
CHANGED = register("programme-changed", _("programme changed"))

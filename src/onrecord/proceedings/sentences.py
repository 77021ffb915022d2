"""Sentences that a machine writes into the record, for good: in the language of the log, whoever acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TAKEN_BACK = _("Taken back during the publication delay, before it was public, under the ground rule of entry {rule}.")
SOURCE_STOPS = _("The source stops.")
DECLINED = (
    _("We have listened again. This is what was said."),
    _("This is what was said. The transcript does not judge whether it is true."),
    _("The audio is too unclear to support a change."),
)
"""Usual reasons for which a reader's request is declined."""

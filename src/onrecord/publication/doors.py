"""What anyone may read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.status import has_begun
from onrecord.pages.doors import DESK, OFFICE, PUBLIC, READING, Door, register

register(
    Door(PUBLIC, 10, _("How to check a record"), "publication:check"),
    Door(
        READING,
        10,
        _("Record"),
        "publication:record",
        behind=("publication:find", "publication:quote"),
        there=has_begun,
    ),
    Door(READING, 20, _("About this edition"), "publication:edition", there=lambda edition: not has_begun(edition)),
    Door(READING, 20, _("About and download"), "publication:edition", there=has_begun),
    Door(OFFICE, 70, _("What readers see"), "publication:record"),
    Door(DESK, 30, _("What readers see"), "publication:record"),
)

"""Where anyone reads the programme, and where the office makes it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import OFFICE, READING, Door, register
from onrecord.programme.reads import is_published

register(
    Door(READING, 15, _("Programme"), "programme:programme", there=is_published),
    Door(
        OFFICE,
        12,
        _("Programme"),
        "programme:draft",
        "programme.publish",
        behind=("programme:add", "programme:item", "programme:publish"),
        listed=True,
    ),
)

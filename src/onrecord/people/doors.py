"""Where administrators read what was done on the installation and see to its letters, and where everybody has their account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import OWN, Door, register

register(
    Door(OWN, 35, _("Records of one person"), "people:records", "people.administer"),
    Door(OWN, 40, _("Letters"), "people:letters", "people.administer"),
    Door(OWN, 50, _("Journal"), "people:journal", "people.administer"),
    Door(
        OWN, 60, _("Your account"), "people:account", behind=("people:confirm", "people:add-app", "people:add-passkey")
    ),
)

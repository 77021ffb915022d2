"""Where staff find their editions, and who does what on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import OFFICE, OWN, PUBLIC, Door, register

register(
    Door(PUBLIC, 90, _("Sign in"), "events:desk"),
    Door(OWN, 10, _("Your editions"), "events:desk"),
    Door(OWN, 20, _("Create an edition"), "events:open", "events.open"),
    Door(OWN, 25, _("Series"), "events:every-series", "events.open", behind=("events:face",)),
    Door(OWN, 30, _("People and roles"), "events:everybody", "people.administer"),
    Door(OFFICE, 55, _("Edition"), "events:about", "events.administer"),
    Door(OFFICE, 60, _("People"), "events:people", "events.administer", behind=("events:dismiss",), listed=True),
)

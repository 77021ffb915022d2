"""What the press office may do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.rules import Role, allow, register

PRESS_OFFICER = register(
    Role(
        "press-officer",
        _("Press officer"),
        _("does that too; starts and ends sessions, sets ground rules, withholds and publishes passages"),
    )
)

allow("events.direct", PRESS_OFFICER)
"""The office's day: all other ground rules, what is withheld and when it is published, what readers are answered."""
allow("events.transcribe", PRESS_OFFICER)
"""An office may have to type itself."""

"""Where the press office runs a conference, and where passages are looked after."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import DESK, OFFICE, Door, register

register(
    Door(OFFICE, 10, _("Running the conference"), "proceedings:day", "events.direct", listed=True),
    Door(OFFICE, 20, _("Requests"), "proceedings:requests", "events.direct", behind=("proceedings:answer",)),
    Door(OFFICE, 25, _("Letters"), "proceedings:letters", "events.direct"),
    Door(
        OFFICE,
        40,
        _("Passages"),
        "proceedings:utterances",
        "events.transcribe",
        behind=("proceedings:utterance",),
        listed=True,
    ),
    Door(OFFICE, 50, _("Journal"), "proceedings:journal", "events.direct"),
    Door(DESK, 20, _("Passages"), "proceedings:utterances", "events.transcribe"),
)

"""Where people apply, and where the office decides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.pages.doors import OFFICE, Door, register

register(
    Door(
        OFFICE,
        15,
        _("Accreditation"),
        "accreditation:queue",
        "accreditation.review",
        behind=(
            "accreditation:one",
            "accreditation:many",
            "accreditation:list",
            "accreditation:letter",
            "accreditation:call",
            "accreditation:letters",
            "accreditation:waiting",
            "accreditation:notice",
            "accreditation:counts",
            "accreditation:vetting",
            "accreditation:identity-seen",
            "accreditation:outlets",
            "accreditation:new-outlet",
            "accreditation:outlet",
            "accreditation:belongs",
            "accreditation:drawing",
        ),
        listed=True,
    ),
    Door(
        OFFICE,
        16,
        _("Appeals"),
        "accreditation:appeals",
        "accreditation.hear",
        behind=("accreditation:hear",),
        listed=True,
    ),
)

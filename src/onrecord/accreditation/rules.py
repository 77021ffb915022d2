"""Who looks at applications, and who decides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.rules import PRESS_OFFICER, Role, allow, register

REVIEWER = register(
    Role("reviewer", _("Reviewer"), _("reads applications for accreditation and recommends what to decide"))
)

HEARER = register(
    Role("appeals", _("Appeals"), _("hears appeals against decisions on accreditation in which they took no part"))
)

allow("accreditation.review", REVIEWER, PRESS_OFFICER)
"""Read applications, ask the applicants, recommend."""
allow("accreditation.decide", PRESS_OFFICER)
"""Open the call, decide, send the letters, publish the totals."""
allow("accreditation.identity", PRESS_OFFICER)
"""See identity data, with a reason and after a second factor; send them to be checked, and take in what comes back."""
allow("accreditation.hear", HEARER)
"""Hear appeals: of those who decide, only an administrator may, and nobody who took part."""

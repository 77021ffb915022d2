"""The letter to somebody of whom two records were merged; they may be an applicant."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from onrecord.pages.faces import installation
from onrecord.people.letters import MERGED
from onrecord.people.models import Person
from onrecord.post import acts
from onrecord.post.acts import Face


def tell(other: Person) -> None:
    """At the address with which nobody signs in any more. The other one isn't named: the merger may be a mistake."""
    if not acts.can_be_sent():
        return
    language = other.language or settings.LANGUAGE_CODE
    with override(language):
        text = render_to_string("people/letters/merged.txt", {"person": other, "site": settings.ONRECORD_URL})
        subject = _("Two accounts of yours were merged")
    acts.write(
        MERGED,
        to=other.email,
        subject=subject,
        text=text,
        language=language,
        face=Face.of(installation(), otherwise="onrecord"),
        log=None,
    )

"""What whoever asked for a correction is told, if they left an address."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from onrecord.people.mail import can_be_sent
from onrecord.proceedings.contents import CorrectionAnswered
from onrecord.proceedings.models import CorrectionRequest


def tell(address: str, request: CorrectionRequest, answered: CorrectionAnswered) -> None:
    """One mail with the answer, where this installation can send mail."""
    if not can_be_sent():
        return
    place = f"{settings.ONRECORD_URL}/{request.edition.path}/u/{request.index}/"
    words = render_to_string(
        "proceedings/answer.txt", {"edition": request.edition, "answered": answered, "place": place}
    )
    subject = _("Your request about “{title}”").format(title=request.edition.title)
    EmailMessage(" ".join(subject.split()), words, to=[address]).send(fail_silently=True)

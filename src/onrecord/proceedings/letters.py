"""What whoever asked for a correction is told, if they left an address."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from onrecord.events.faces import sender
from onrecord.pages.languages import nearest
from onrecord.post import acts, kinds
from onrecord.proceedings.contents import CorrectionAnswered
from onrecord.proceedings.models import CorrectionRequest

ANSWER = kinds.register("proceedings.answer", gettext_lazy("Answer to a correction request"))


def answer(to: str, request: CorrectionRequest, answered: CorrectionAnswered, *, index: int) -> None:
    """A letter with the answer, which is entry `index`, where this installation can send mail; inside the act that answers.

    It has the language of the page on which the reader asked, whoever answers.
    """
    if not acts.can_be_sent():
        return
    edition, language = request.edition, nearest(request.language or request.edition.language)
    place = f"{settings.ONRECORD_URL}/{edition.path}/u/{request.index}/"
    with override(language):
        subject = _("Your request about “{title}”").format(title=edition.title)
        text = render_to_string("proceedings/answer.txt", {"edition": edition, "answered": answered, "place": place})
    acts.write(
        ANSWER,
        to=to,
        subject=subject,
        text=text,
        language=language,
        face=sender(edition.series),
        log=edition.log,
        entries=(request.index, index),
    )

"""A notice to somebody accredited, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, codes, forms, letters
from onrecord.accreditation.models import Application
from onrecord.accreditation.states import State
from onrecord.accreditation.views.office.page import application_of, page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn

DAYS_TO_BE_HEARD = 2


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def notice(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """Before a notice, the form for it; after it, the answer and the two ways on."""
    call, application = application_of(edition, number)
    given = request.POST if request.method == "POST" else None
    initial = {"hearing_until": timezone.now() + timedelta(days=DAYS_TO_BE_HEARD)}
    form: django_forms.Form = forms.Notice(given, initial=initial)
    done = None
    if given is not None:
        form, done = _do(request, application, given.get("act", ""), form)
    context = {
        "application": application,
        "answers": application.answers,
        "form": form if isinstance(form, forms.Notice) else forms.Notice(initial=initial),
        "wrong": form if given is not None else None,
        "notice": application.notices.select_related("by").last(),
        "may_notify": application.state == State.ACCEPTED and application.told_at is not None,
        "open": application.state == State.NOTICE,
        "reason": letters.reason_of(application),
        "sentences": codes.REVOKED,
    }
    return done or page(
        request, edition, call, "accreditation/notice.html", context, status=400 if given is not None else 200
    )


def _do(
    request: SignedIn, application: Application, doing: str, form: django_forms.Form
) -> tuple[django_forms.Form, HttpResponse | None]:
    by = request.user
    to = reverse("accreditation:notice", args=(*application.call.edition.where, application.number))
    if doing == "notify":

        def notify(given: dict[str, Any]) -> int:
            return acts.notify(application, **given, by=by)

        return form, carry_out(request, form, notify, told=_("Notice given. The letter is on its way."), to=to)
    plain = django_forms.Form(request.POST)
    if doing == "revoke":
        told = _("Revoked. The letter is on its way.")
        return plain, carry_out(request, plain, lambda _given: acts.revoke(application, by=by), told=told, to=to)
    if doing == "keep":
        told = _("Kept. The letter is on its way.")
        return plain, carry_out(
            request, plain, lambda _given: acts.keep_accredited(application, by=by), told=told, to=to
        )
    raise Http404

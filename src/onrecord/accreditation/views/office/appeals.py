"""Appeals, for whoever hears them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, appeals, forms, letters, reads
from onrecord.accreditation.models import Appeal
from onrecord.accreditation.views.office.page import application_of, page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people.access import SignedIn


@require_safe
@permitted("accreditation.hear")
def heard(request: SignedIn, edition: Edition) -> HttpResponse:
    """All appeals, those that wait first, each with its clock."""
    call = reads.call_of(edition)
    if call is None:
        return page(request, edition, None, "accreditation/no_call.html", {})
    start = number_in(request, "after") or 0
    found = list(appeals.to(call).select_related("heard_by")[start : start + reads.PAGE + 1])
    shown = found[: reads.PAGE]
    rows = {
        row.application.pk: row
        for row in reads.opened(call, call.applications.filter(pk__in=[one.application_id for one in shown]))
    }
    context = {
        "rows": [(one, rows[one.application_id]) for one in shown],
        "further": urlencode({"after": start + reads.PAGE}) if len(found) > reads.PAGE else "",
    }
    return page(request, edition, call, "accreditation/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.hear")
def one(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """One appeal with the application that it is about; posting decides."""
    call, application = application_of(edition, number)
    appeal = appeals.of(application)
    if appeal is None:
        raise Http404
    form = forms.Hear(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: acts.hear(application, outcome=form.outcome_given, answer=given["answer"], by=request.user),
            told=_("Decided. The applicant has been told."),
            to=reverse("accreditation:appeals", args=edition.where),
        )
    answers = application.answers
    context = {
        "application": application,
        "appeal": appeal,
        "said": appeal.said,
        "answers": answers,
        "parts": [(part, part.answered(application, answers)) for part in forms.STEPS],
        "steps": application.steps.select_related("by"),
        "reason": letters.reason_of(application),
        "took_part": appeals.took_part(application, request.user),
        "open": appeal.outcome == Appeal.Outcome.OPEN,
        "form": form,
    }
    return done or page(
        request, edition, call, "accreditation/appeal_heard.html", context, status=400 if form.is_bound else 200
    )

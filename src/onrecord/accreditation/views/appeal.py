"""An appeal, as whoever makes it does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, appeals, forms
from onrecord.accreditation.models import Application
from onrecord.accreditation.views.applicant import own, with_call
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def appeal(request: SignedIn, application: Application) -> HttpResponse:
    """Until when, to whom, and why."""
    call = application.call
    form = forms.Appeal(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: acts.appeal(application, why=given["why"]),
            told=_("You have appealed."),
            to=reverse("accreditation:mine", args=call.edition.where),
        )
    elif appeals.why_not(application):
        return redirect("accreditation:mine", *call.edition.where)
    context = {
        "edition": call.edition,
        "call": call,
        "application": application,
        "form": form,
        "until": appeals.until(application),
    }
    return done or render(request, "accreditation/appeal.html", context, status=400 if form.is_bound else 200)

"""An edition as the office sees it: what was announced of it, where it stands, the archive, and its copy."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.events import acts
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.events.stages import stages
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn
from onrecord.record.reads import opening_entry


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.administer")
def about(request: SignedIn, edition: Edition) -> HttpResponse:
    """What the edition is; posting puts it into the archive, or takes it out again."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    act, told = (
        (acts.take_out_of_archive, _("This edition is not archived any more."))
        if "take-out" in request.POST
        else (acts.archive, _("This edition is archived."))
    )
    done = carry_out(request, form, lambda _given: act(edition, by=request.user), told=told, to=request.path)
    context = {
        "edition": edition,
        "opening": opening_entry(edition.log),
        "at": stages([edition])[edition.pk],
        "form": form,
    }
    return done or render(request, "events/about.html", context, status=409 if form.errors else 200)

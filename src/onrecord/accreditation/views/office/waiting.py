"""The waiting list."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, places, reads
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def waiting(request: SignedIn, edition: Edition) -> HttpResponse:
    """Who waits, in the order in which places are offered; posting makes the order final."""
    found = reads.call_of(edition)
    if found is None:
        raise Http404
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda _given: acts.freeze(found, by=request.user),
            told=_("The order is final. Free places are offered within a minute."),
            to=request.path,
        )
    rows, further = reads.waiting(found, start=number_in(request, "after") or 0)
    context = {
        "form": form,
        "rows": rows,
        "further": urlencode({"after": further}) if further else "",
        "free": places.free(found),
        "kept": places.kept(found),
        "frozen": places.frozen(found),
        "why_not": places.why_not_frozen_now(found),
        "no_offers": places.why_no_offers(found),
    }
    return done or page(
        request, edition, found, "accreditation/waiting.html", context, status=409 if form.is_bound else 200
    )

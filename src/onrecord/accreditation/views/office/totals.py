"""The totals."""

from __future__ import annotations

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, counts, reads
from onrecord.accreditation.acts.counting import over, why_not_now
from onrecord.accreditation.shown import figures
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def totals(request: SignedIn, edition: Edition) -> HttpResponse:
    """The totals as they would be published, and those that are; posting publishes them."""
    found = reads.call_of(edition)
    if found is None:
        raise Http404
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda _given: acts.publish_counts(found, by=request.user),
            told=_("The totals are public now."),
            to=request.path,
        )
    context = {
        "form": form,
        "now": figures(counts.counted(found, after=over(found))),
        "published": [figures(one) for one in reads.published(edition)],
        "why_not": why_not_now(found),
    }
    return done or page(
        request, edition, found, "accreditation/totals.html", context, status=409 if form.is_bound else 200
    )

"""The security check: who waits for it, the list that leaves, the results that come back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, forms, reads, vetting_list
from onrecord.accreditation.models import Call
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn, confirmed


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.identity")
@confirmed
def vetting(request: SignedIn, edition: Edition) -> HttpResponse:
    """Where the checks stand; posting exports the list or takes in a file with results."""
    call = reads.call_of(edition)
    if call is None:
        raise Http404
    exporting, taking = forms.Export(), forms.Results()
    done = None
    if request.method == "POST" and "results" in request.POST:
        taking = forms.Results(request.POST, request.FILES)
        done = carry_out(
            request,
            taking,
            lambda given: acts.take_results(
                call, vetting_list.read(given["file"].read(), given["file"].name), by=request.user
            ),
            told=_taken,
            to=request.path,
            beside="file",
        )
    elif request.method == "POST":
        exporting = forms.Export(request.POST)
        done = carry_out(
            request,
            exporting,
            lambda given: acts.send_for_vetting(call, again=given["again"], by=request.user),
            told="",
            to=lambda leaving: _download(call, leaving),
        )
    wrong: Any = next((form for form in (exporting, taking) if form.errors), None)
    context = {
        "exporting": exporting,
        "taking": taking,
        "form": wrong,
        "rows": reads.vetting(call),
        "counts": reads.by_result(call),
    }
    return done or page(request, edition, call, "accreditation/vetting.html", context, status=400 if wrong else 200)


def _taken(new: int) -> str:
    if not new:
        return _("Nothing new: these results were taken in before.")
    return ngettext("{n} result is taken in.", "{n} results are taken in.", new).format(n=new)


def _download(call: Call, leaving: list[vetting_list.Leaving]) -> HttpResponse:
    response = HttpResponse(vetting_list.as_csv(leaving), content_type="text/csv; charset=utf-8")
    name = f"{call.edition.slug}-check-{timezone.localtime():%Y-%m-%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

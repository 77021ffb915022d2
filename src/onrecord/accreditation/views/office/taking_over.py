"""A list of people who were accredited elsewhere: uploaded, matched, looked at, and taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import accredited_list, reads
from onrecord.accreditation.acts.taking_over import TakenOver, take_over
from onrecord.accreditation.forms.taking_over import Columns, ListFile, table_in
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.fairness.room import RoomError
from onrecord.keeping.errors import ActFailed
from onrecord.people.access import SignedIn

SHOWN = 20
"""Faults that a page lists."""


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def taking_over(request: SignedIn, edition: Edition) -> HttpResponse:
    """The file; then which column holds what, with all that is wrong; then everybody on it comes in, or nobody."""
    call = reads.call_of(edition)
    if call is None:
        raise Http404
    if "table" not in request.POST:
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        upload = ListFile(*given)
        if not (upload.is_bound and upload.is_valid()):
            return page(
                request, edition, call, "accreditation/list_file.html", {"form": upload}, status=400 if given else 200
            )
        form = Columns(table=upload.cleaned_data["file"])
        table = upload.cleaned_data["file"]
    else:
        try:
            table = table_in(request.POST["table"])
        except RoomError:
            raise Http404 from None
        form = Columns(request.POST, table=table)
        form.is_valid()
    people, faults = accredited_list.read(table, form.columns, call, language=get_language() or "en")
    refused = ""
    if "confirmed" in request.POST and not faults:
        try:
            _tell(request, take_over(call, people, by=request.user))
            return redirect("accreditation:queue", *edition.where)
        except ActFailed as failed:
            refused = str(failed)
    context = {
        "form": form,
        "people": people,
        "faults": faults[:SHOWN],
        "more": max(len(faults) - SHOWN, 0),
        "refused": refused,
    }
    return page(request, edition, call, "accreditation/list_columns.html", context, status=400 if refused else 200)


def _tell(request: SignedIn, found: TakenOver) -> None:
    messages.success(
        request,
        ngettext(
            "{n} person came in, recommended. Somebody decides on them now, together if they like.",
            "{n} people came in, recommended. Somebody decides on them now, together if they like.",
            found.added,
        ).format(n=found.added),
    )
    if found.there:
        messages.info(
            request,
            ngettext(
                "{n} had applied here already, and stays as it is: application {numbers}.",
                "{n} had applied here already, and stay as they are: applications {numbers}.",
                len(found.there),
            ).format(n=len(found.there), numbers=", ".join(map(str, found.there[:SHOWN]))),
        )

"""The draw of places: previewed, closed, revealed, decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, forms, reads, selection
from onrecord.accreditation.models import Call
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActFailed
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def draw(request: SignedIn, edition: Edition) -> HttpResponse:
    """Where the draw stands, and its next step; posting takes it."""
    call = reads.call_of(edition)
    if call is None:
        return page(request, edition, None, "accreditation/no_call.html", {})
    found = selection.standing(call)
    form = forms.Value(request.POST if request.method == "POST" and "value" in request.POST else None)
    if request.method == "POST" and (done := _do(request, call, form)):
        return done
    shows_list = found is not None and found.closed is None
    context = {
        "found": found,
        "form": form,
        "candidates": len(selection.candidates(call)) if shows_list else 0,
        "places": selection.places(call)[0],
        "example": selection.example(call) if shows_list else [],
        "why_not": selection.why_not_close(call, found, selection.now()) if found and shows_list else "",
        "is_out": found is not None and selection.now() >= found.comes_out,
        "rows": selection.of_the_office(call, found) if found else [],
        "open": selection.open_ones(call, found) if found else 0,
    }
    return page(request, edition, call, "accreditation/draw.html", context, status=400 if form.errors else 200)


def _do(request: SignedIn, call: Call, form: forms.Value) -> HttpResponse | None:
    if form.is_bound:
        return carry_out(
            request,
            form,
            lambda given: acts.reveal_selection(call, value=given["value"], by=request.user),
            told=_("The places are drawn. Anyone can work it out now."),
            to=request.path,
            beside="value",
        )
    try:
        if request.POST.get("act") == "close":
            acts.close_selection(call, by=request.user)
            messages.success(request, _("The list is closed and public. Nobody can change it any more."))
        elif request.POST.get("act") == "decide":
            _tell(request, acts.decide_as_drawn(call, by=request.user))
    except ActFailed as refused:
        messages.error(request, str(refused))
    return redirect(request.path)


def _tell(request: SignedIn, answers: list[acts.Answered]) -> None:
    done = sum(not one.refused for one in answers)
    said = ngettext("{n} application is decided.", "{n} applications are decided.", done).format(n=done)
    messages.success(request, f"{said} " + (_("Their letters wait to be sent.") if done else ""))
    for one in answers:
        if one.refused:
            messages.error(request, _("Application {n}: {why}").format(n=one.number, why=one.refused))

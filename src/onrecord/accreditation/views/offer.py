"""A place from the waiting list, as whoever is offered it answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application
from onrecord.accreditation.states import State
from onrecord.accreditation.views.applicant import own, with_call
from onrecord.keeping.errors import ActFailed
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def offer(request: SignedIn, application: Application) -> HttpResponse:
    """Until when the place is offered, and the two answers."""
    call = application.call
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer not in ("take", "decline"):
            raise Http404
        try:
            (acts.take if answer == "take" else acts.decline)(application)
        except ActFailed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("You have accepted the place.") if answer == "take" else _("You have declined the place.")
            )
    if request.method == "POST" or application.state != State.OFFERED:
        return redirect("accreditation:mine", *call.edition.where)
    context = {"edition": call.edition, "call": call, "application": application}
    return render(request, "accreditation/offer.html", context)

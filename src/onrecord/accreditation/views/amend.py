"""What the decision was about changes: somebody accredited begins so, or leaves it as it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
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
def amend(request: SignedIn, application: Application) -> HttpResponse:
    """What it comes to, and the button."""
    call = application.call
    begun = application.state == State.AMENDED
    if request.method == "POST":
        try:
            (acts.restore if begun else acts.amend)(application)
        except ActFailed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("Everything is as it was.") if begun else _("Change what is different, then send it.")
            )
    if request.method == "POST" or application.shown not in (State.ACCEPTED, State.AMENDED):
        return redirect("accreditation:mine", *call.edition.where)
    context = {"edition": call.edition, "call": call, "application": application, "begun": begun}
    return render(request, "accreditation/amend.html", context)

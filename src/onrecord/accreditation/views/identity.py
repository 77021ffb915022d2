"""An applicant's identity data: given when the call says so, and seen again with whoever looked at them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, forms, identity
from onrecord.accreditation.models import Application
from onrecord.accreditation.views.applicant import after_parts, context_of, own, with_call
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def giving(request: SignedIn, application: Application) -> HttpResponse:
    """The form; what was given before is not shown in it, since a telephone passes through many hands."""
    if not identity.is_asked(application):
        return redirect("accreditation:mine", *application.call.edition.where)
    form = forms.Identify(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda _given: acts.give_identity(application, form.data_given()),
            told=_("We have your identity data."),
            to=after_parts,
        )
    context = context_of(application) | {"form": form, "held": identity.of(application)}
    return done or render(request, "accreditation/identity.html", context, status=400 if form.is_bound else 200)

"""The documents of an application, as the office looks at them and says what it found."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onrecord.accreditation import acts, documents, forms
from onrecord.accreditation.models import Check, Page
from onrecord.accreditation.views.documents import picture
from onrecord.accreditation.views.office.page import application_of
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_POST
@permitted("accreditation.review")
def check(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """What somebody found when they looked at one document."""
    _call, application = application_of(edition, number)
    to = reverse("accreditation:one", args=(*edition.where, number)) + "#documents"
    form = forms.CheckDocument(request.POST)
    done = carry_out(
        request,
        form,
        lambda given: acts.check_document(
            application, document=given["document"], found=Check(given["found"]), by=request.user
        ),
        told=_("Saved what you found."),
        to=to,
    )
    if done:
        return done
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect(to)


@require_safe
@permitted("accreditation.review")
def page(request: SignedIn, edition: Edition, number: int, kind: str, page: int) -> HttpResponse:
    """A page of a document, as a picture."""
    _call, application = application_of(edition, number)
    try:
        found = documents.page(application, kind, page)
    except Page.DoesNotExist:
        raise Http404 from None
    return picture(found, f"{number}-{kind}-{page}")

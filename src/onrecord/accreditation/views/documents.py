"""The documents of an application: sent, replaced, removed and looked at by whoever applies."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, documents, forms
from onrecord.accreditation.models import Application, Page
from onrecord.accreditation.views.applicant import after_parts, context_of, own, with_call
from onrecord.keeping.errors import ActFailed
from onrecord.pages.acting import carry_out
from onrecord.people import rates
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def sending(request: SignedIn, application: Application) -> HttpResponse:
    """All documents that can be sent; posting sends one, in the place of what was sent before, or removes it."""
    asked = documents.asked(application.call)
    context = context_of(application)
    if not asked or not context["changeable"]:
        return redirect("accreditation:mine", *application.call.edition.where)
    wrong: forms.Upload | None = None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in asked:
            raise Http404
        if "remove" in request.POST:
            return _removed(request, application, kind)
        if seconds := rates.wait(request, action="send_document", key=request.user.email):
            return rates.later(
                request,
                _("You have sent many documents in a short time. Wait {time}.").format(time=rates.in_words(seconds)),
            )
        wrong = forms.Upload(request.POST, request.FILES, kind=kind)
        done = carry_out(
            request,
            wrong,
            lambda given: acts.send_document(application, kind=kind, pictures=given["file"]),
            told=_("We have your document. Look below whether it can be read."),
            to=request.path,
            beside="file",
        )
        if done:
            return done
    there = {one.kind: one for one in application.documents.prefetch_related("pages")}
    needed = documents.needed(application)
    context |= {
        "form": wrong,
        "documents": [
            (wrong if wrong and wrong.kind == kind else forms.Upload(kind=kind), there.get(kind), kind in needed)
            for kind in asked
        ],
        "next": after_parts(application),
    }
    return render(request, "accreditation/documents.html", context, status=400 if wrong else 200)


def _removed(request: SignedIn, application: Application, kind: str) -> HttpResponse:
    try:
        acts.remove_document(application, kind=kind)
    except ActFailed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The document is removed."))
    return redirect(request.path)


@require_safe
@with_call
@own
def page(request: SignedIn, application: Application, kind: str, number: int) -> HttpResponse:
    """A page of one's own document, as a picture."""
    try:
        found = documents.page(application, kind, number)
    except Page.DoesNotExist:
        raise Http404 from None
    return picture(found, f"{kind}-{number}")


def picture(page: Page, name: str) -> HttpResponse:
    """A sealed picture, which is shown and nothing else: whatever a browser took it for, it could do nothing."""
    response = HttpResponse(page.unseal(), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

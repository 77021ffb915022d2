"""The page on which a series gets its face, and the logo that readers' pages show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.events import faces
from onrecord.events.models import Logo, Series
from onrecord.pages.acting import carry_out
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line
from onrecord.pages.shared import Of, shared
from onrecord.pages.views import picture
from onrecord.people import access
from onrecord.people.access import SignedIn
from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.making import logo_of

REFUSED = {
    Fault.EMPTY: gettext_lazy("The file is empty. Choose another one."),
    Fault.LARGE: gettext_lazy("The picture is too large. Send a smaller one."),
    Fault.PIXELS: gettext_lazy("The picture has too many pixels. Send a smaller one."),
    Fault.LOCKED: gettext_lazy("The file needs a password. Send one without."),
    Fault.BUSY: gettext_lazy("Too much is being sent to this server at the moment. Send it again in a minute."),
}
OTHERWISE = gettext_lazy("This can't be read as a picture. Send a PNG or JPEG.")


class FaceForm(Form):
    """Whom readers see."""

    host = Line(
        label=gettext_lazy("Host"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Whose press conferences these are, for example Office of the Governor of Brodna."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email address of the press office"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("At the foot of every page and letter. Answers to letters go there."),
    )
    phone = Line(label=gettext_lazy("Telephone"), max_length=60, required=False)
    file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/heic,application/pdf"}),
        help_text=gettext_lazy("A PNG or JPEG on white. It is made small: at most 160 by 60 on a page."),
    )
    without = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    def clean_file(self) -> bytes | None:
        sent = self.cleaned_data["file"]
        if sent is None:
            return None
        try:
            return logo_of(sent.read())
        except Unfit as unfit:
            raise forms.ValidationError(REFUSED.get(unfit.fault, OTHERWISE)) from None


@require_safe
@access.permitted("events.open")
def every_series(request: SignedIn) -> HttpResponse:
    return render(request, "events/every_series.html", {"every": Series.objects.order_by("title")})


@require_http_methods(["GET", "HEAD", "POST"])
@access.permitted("events.open")
def face(request: SignedIn, series: str) -> HttpResponse:
    """The face of a series; posting gives it another one."""
    found = get_object_or_404(Series, slug=series)
    initial = {"host": found.host, "email": found.email, "phone": found.phone}
    form = FaceForm(request.POST or None, request.FILES or None, initial=initial)
    if not found.logo:
        del form.fields["without"]
    done = carry_out(
        request,
        form,
        lambda given: faces.show(
            found, host=given["host"], email=given["email"], phone=given["phone"], logo=_logo(given), by=request.user
        ),
        told=_("Readers see this from now on."),
        to=reverse("events:face", args=[found.slug]),
    )
    context = {"series": found, "form": form}
    return done or render(request, "events/face.html", context, status=400 if form.errors else 200)


def _logo(given: dict[str, Any]) -> bytes | None:
    if given["file"] is not None:
        return bytes(given["file"])
    return b"" if given.get("without") else None


@shared(Of.ALL)
@require_safe
def logo(request: HttpRequest, series: str) -> HttpResponse:
    found = Logo.objects.filter(series__slug=series).first()
    if found is None:
        raise Http404
    return picture(bytes(found.picture))

"""A new edition is announced: filled in, often from the last one, looked at, and only then opened for good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.events import acts, reads
from onrecord.events.forms import Open
from onrecord.events.languages import name_of, names
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.zones import time_in
from onrecord.people import access
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@access.permitted("events.open")
def open_edition(request: SignedIn) -> HttpResponse:
    """A form for a new edition; posting shows what will be public for good, and once that is confirmed opens it, and leads
    to where people are appointed to it."""
    like = _like(request)
    if request.method == "POST":
        form = Open(request.POST)
    else:
        form = Open(initial=Open.initial_of(like) if like else None, like=like)
    if form.is_valid() and "confirmed" not in request.POST and "change" not in request.POST:
        return _preview(request, form)
    done = None
    if "confirmed" in request.POST:
        done = carry_out(
            request,
            form,
            lambda given: acts.announce(
                series=given["series"],
                edition=given["edition"],
                content=form.content(),
                timezone=given["zone"],
                by=request.user,
                like=form.before if given.get("carried_over") else None,
            ),
            told=lambda opened: _("%(title)s has been created. Next, give people roles.") % {"title": opened.title},
            to=lambda opened: reverse("events:people", args=opened.where),
            beside="edition",  # somebody else took the name meanwhile
        )
    context = {"form": form, "languages": names(), "last": reads.last_of_each_series() if not form.before else []}
    return done or render(request, "events/open.html", context, status=400 if form.errors else 200)


def _preview(request: SignedIn, form: Open) -> HttpResponse:
    given, starts = form.cleaned_data, form.cleaned_data["starts"]
    context = {
        "form": form,
        "given": given,
        "language": name_of(given["language"]),
        "start_time": starts and time_in(given["zone"], starts),
    }
    return render(request, "events/open_preview.html", context)


def _like(request: HttpRequest) -> Edition | None:
    """The edition that the new one is to be a copy of, by its path in the address."""
    series, _slash, edition = request.GET.get("like", "").partition("/")
    try:
        return reads.edition(series, edition)
    except Edition.DoesNotExist:
        return None

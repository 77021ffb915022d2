"""The desk: what a person is to do here, and who does what on an edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.events import acts, reads
from onrecord.events.access import permitted
from onrecord.events.forms import Appoint, Open
from onrecord.events.languages import name_of, names
from onrecord.events.models import Appointment, Edition
from onrecord.events.rules import roles
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed
from onrecord.pages.acting import carry_out
from onrecord.pages.zones import places, time_in
from onrecord.people import access
from onrecord.people.access import SignedIn, signed_in
from onrecord.people.acts import welcome


@require_safe
@signed_in
def desk(request: SignedIn) -> HttpResponse:
    return render(request, "events/desk.html", {"tasks": reads.tasks(request.user)})


@require_safe
@access.permitted("people.administer")
def everybody(request: SignedIn) -> HttpResponse:
    return render(request, "events/everybody.html", {"people": reads.people()})


@require_http_methods(["GET", "HEAD", "POST"])
@access.permitted("events.open")
def open_edition(request: SignedIn) -> HttpResponse:
    """A form for a new edition; posting shows what will be public for good, and once that is confirmed opens it, and leads
    to where people are appointed to it."""
    form = Open(request.POST if request.method == "POST" else None)
    if form.is_valid() and "confirmed" not in request.POST and "change" not in request.POST:
        given, starts = form.cleaned_data, form.cleaned_data["starts"]
        return render(
            request,
            "events/open_preview.html",
            {
                "form": form,
                "given": given,
                "language": name_of(given["language"]),
                "start_time": starts and time_in(given["zone"], starts),
            },
        )
    if form.is_valid() and "confirmed" in request.POST:
        opened = _open(request, form)
        if opened:
            words = _("%(title)s has been created. Next, give people roles.")
            messages.success(request, words % {"title": opened.title})
            return redirect("events:people", opened.series.slug, opened.slug)
    context = {"form": form, "zones": places(), "languages": names()}
    return render(request, "events/open.html", context, status=400 if form.errors else 200)


def _open(request: SignedIn, form: Open) -> Edition | None:
    given = form.cleaned_data
    try:
        return acts.announce(
            series=given["series"],
            edition=given["edition"],
            content=form.content(),
            timezone=given["zone"],
            by=request.user,
        )
    except ActFailed as refused:  # somebody else took the name meanwhile
        form.add_error("edition", str(refused))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.administer")
def people(request: SignedIn, edition: Edition) -> HttpResponse:
    """Who has which role on the edition; posting appoints somebody."""
    form = Appoint(request.POST if request.method == "POST" else None)
    done = carry_out(
        request,
        form,
        lambda given: _appoint(request, edition, given),
        told=lambda one: _("%(name)s is now %(role)s.") % {"name": one.person.name, "role": one.label.lower()},
        to=request.path,
        beside="role",
    )
    return done or _people(request, edition, form)


def _people(request: SignedIn, edition: Edition, form: Appoint, *, wrong: str = "") -> HttpResponse:
    """The page; `wrong`: why somebody could not be dismissed."""
    context = {
        "edition": edition,
        "appointments": reads.appointments(edition),
        "form": form,
        "roles": roles(),
        "wrong": wrong,
    }
    return render(request, "events/people.html", context, status=400 if form.is_bound or wrong else 200)


def _appoint(request: SignedIn, edition: Edition, given: dict[str, Any]) -> Appointment:
    with act():
        person = welcome(email=given["email"], name=given["name"], by=request.user)
        return acts.appoint(edition, person=person, role=given["role"], by=request.user)


@require_POST
@permitted("events.administer")
def dismiss(request: SignedIn, edition: Edition, appointment: int) -> HttpResponse:
    found = get_object_or_404(reads.appointments(edition), pk=appointment)
    try:
        acts.dismiss(found, by=request.user)
    except ActFailed as refused:
        return _people(request, edition, Appoint(), wrong=str(refused))
    words = _("%(name)s is no longer %(role)s.")
    messages.success(request, words % {"name": found.person.name, "role": found.label.lower()})
    if request.user.has_perm("events.administer", edition):
        return redirect("events:people", edition.series.slug, edition.slug)
    return redirect("events:desk")

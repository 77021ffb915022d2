"""The desk: what a person is to do here, and who does what on an edition."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.events import acts, reads
from onrecord.events.access import permitted
from onrecord.events.forms import Appoint
from onrecord.events.models import Appointment, Edition
from onrecord.events.rules import roles
from onrecord.keeping.acting import act
from onrecord.pages.acting import carry_out
from onrecord.people import access
from onrecord.people.access import SignedIn, guarded, signed_in
from onrecord.people.acts import welcome
from onrecord.people.forms import choice_of_language


@require_safe
@signed_in
def desk(request: SignedIn) -> HttpResponse:
    context = {"tasks": reads.tasks(request.user), "language": choice_of_language(request.user)}
    return render(request, "events/desk.html", context)


@require_safe
@access.permitted("people.administer")
def everybody(request: SignedIn) -> HttpResponse:
    return render(request, "events/everybody.html", {"people": reads.people()})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.administer")
@guarded
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


def _people(
    request: SignedIn, edition: Edition, form: Appoint, *, dismissing: django_forms.Form | None = None
) -> HttpResponse:
    """The page; `dismissing` says why somebody could not be dismissed."""
    context = {
        "edition": edition,
        "appointments": reads.appointments(edition),
        "form": form,
        "roles": roles(),
        "dismissing": dismissing,
    }
    return render(request, "events/people.html", context, status=400 if form.is_bound or dismissing else 200)


def _appoint(request: SignedIn, edition: Edition, given: dict[str, Any]) -> Appointment:
    with act():
        person = welcome(email=given["email"], name=given["name"], by=request.user)
        return acts.appoint(edition, person=person, role=given["role"], by=request.user)


@require_POST
@permitted("events.administer")
def dismiss(request: SignedIn, edition: Edition, appointment: int) -> HttpResponse:
    found = get_object_or_404(reads.appointments(edition), pk=appointment)
    form = django_forms.Form(request.POST)
    done = carry_out(
        request,
        form,
        lambda _given: acts.dismiss(found, by=request.user),
        told=_("%(name)s is no longer %(role)s.") % {"name": found.person.name, "role": found.label.lower()},
        to=lambda _done: _where_next(request, edition),
    )
    return done or _people(request, edition, Appoint(), dismissing=form)


def _where_next(request: SignedIn, edition: Edition) -> str:
    """Who dismissed themselves may see the page of roles no more."""
    if request.user.has_perm("events.administer", edition):
        return reverse("events:people", args=edition.where)
    return reverse("events:desk")

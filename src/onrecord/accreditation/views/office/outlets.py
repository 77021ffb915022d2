"""The outlets that the office knows: their names, places and focal points, whom they named, and of which an application is."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, belonging, forms, nominations, quotas, reads
from onrecord.accreditation.models import Call
from onrecord.accreditation.views.office.page import application_of, page
from onrecord.events import regions
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people import outlets
from onrecord.people.access import SignedIn
from onrecord.people.models import Outlet


def _call(edition: Edition) -> Call:
    found = reads.call_of(edition)
    if found is None:
        raise Http404
    return found


@require_safe
@permitted("accreditation.review")
def listed(request: SignedIn, edition: Edition) -> HttpResponse:
    """All outlets, with their places at this edition and who comes."""
    call = _call(edition)
    rows, further = belonging.listed(call, after=number_in(request, "after") or 0)
    return page(request, edition, call, "accreditation/outlets.html", {"rows": rows, "further": further})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def new(request: SignedIn, edition: Edition) -> HttpResponse:
    """A new outlet; with `?application`, the one of that application, which becomes its first."""
    call = _call(edition)
    number = number_in(request, "application")
    application = application_of(edition, number)[1] if number is not None else None
    initial: dict[str, Any] = {}
    if application:
        answers = application.answers
        region = regions.named(application.region, "en") if application.region else ""
        initial = {"name": answers.outlet, "kind": application.kind, "region": region, "website": answers.website}
    form = forms.OutletForm(
        request.POST if request.method == "POST" else None, initial=initial, country=call.terms.country or ""
    )

    def make(_given: dict[str, Any]) -> Outlet:
        outlet, aliases = form.on(Outlet()), form.aliases_given()
        if application:
            return acts.add_outlet(application, outlet, aliases=aliases, by=request.user)
        return outlets.keep(outlet, aliases=aliases, by=request.user)

    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            make,
            told=lambda made: _("“{name}” is added.").format(name=made.name),
            to=lambda made: reverse("accreditation:outlet", args=(*edition.where, made.pk)),
        )
    return done or page(
        request, edition, call, "accreditation/new_outlet.html", {"form": form}, status=400 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.review")
def one(request: SignedIn, edition: Edition, outlet: int) -> HttpResponse:
    """One outlet; posting changes what is known of it, its places here, or its focal points, or asks it to name its people."""
    call = _call(edition)
    found = get_object_or_404(Outlet, pk=outlet)
    decides = request.user.has_perm("accreditation.decide", edition)
    doing = request.POST.get("act", "") if request.method == "POST" else ""
    focal = list(outlets.focal_points(found))
    given: dict[str, django_forms.Form] = {
        "outlet": forms.OutletForm(
            request.POST if doing == "outlet" else None,
            initial=forms.OutletForm.initial_of(found),
            country=call.terms.country or "",
        ),
        "places": forms.Places(
            request.POST if doing == "places" else None, initial={"here": quotas.places(call, found)}
        ),
        "focal": forms.FocalPoint(request.POST if doing == "focal" else None),
        "end": _End(request.POST if doing == "end" else None, members=focal),
        "ask": django_forms.Form(request.POST if doing == "ask" else None),
    }
    form = given.get(doing) if decides else None
    if doing and form is None:
        raise Http404
    done = _do(request, call, found, doing, form) if form else None
    if done:
        return done
    nomination = nominations.of(call, found)
    context = {
        "row": belonging.row(call, found),
        "outlet": found,
        "names": [name.name for name in found.names.all()],
        "focal_points": focal,
        "nomination": nomination,
        "named": nominations.on_list(nomination),
        "people": reads.opened(call, call.applications.exclude(state="draft").filter(of_outlet__outlet=found)),
        "history": belonging.history(call, found),
        "forms": given,
        "form": form or given["outlet"],
    }
    return page(request, edition, call, "accreditation/outlet.html", context, status=400 if form else 200)


def _do(request: SignedIn, call: Call, outlet: Outlet, doing: str, form: django_forms.Form) -> HttpResponse | None:
    by, here = request.user, request.path
    if isinstance(form, forms.OutletForm):
        changed = form
        return carry_out(
            request,
            form,
            lambda _given: outlets.keep(changed.on(outlet), aliases=changed.aliases_given(), by=by),
            told=_("The outlet is saved."),
            to=here,
        )
    if isinstance(form, forms.Places):
        return carry_out(
            request,
            form,
            lambda given: acts.set_places(call, outlet, number=given["here"], by=by),
            told=_("The places are saved."),
            to=here,
        )
    if isinstance(form, forms.FocalPoint):
        return carry_out(
            request,
            form,
            lambda given: outlets.appoint(outlet, email=given["email"], name=given["focal_name"], by=by),
            told=lambda made: _("{name} names the people of this outlet now. Ask them to do it.").format(
                name=made.person.name
            ),
            to=here,
        )
    if doing == "end":
        return carry_out(
            request,
            form,
            lambda given: outlets.end(given["member"], by=by),
            told=_("They name nobody any more. Whom they named stays on the list."),
            to=here,
        )
    return carry_out(
        request,
        form,
        lambda _given: acts.ask_outlet(call, outlet, by=by),
        told=lambda asked: ngettext(
            "We have written to {n} focal point.", "We have written to {n} focal points.", asked
        ).format(n=asked),
        to=here,
    )


class _End(django_forms.Form):
    member = django_forms.TypedChoiceField()

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_pk = {str(one.pk): one for one in members}
        field = self.fields["member"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = [(pk, "") for pk in by_pk]
        field.coerce = lambda pk: by_pk[str(pk)]


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def belongs(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """Of which known outlet an application is; posting says it."""
    call, application = application_of(edition, number)
    now, name = belonging.of(application), application.answers.outlet
    near = outlets.like(name) if name else []
    choices = list(dict.fromkeys([*([now] if now else []), *near]))
    form = forms.Assign(
        request.POST if request.method == "POST" else None,
        outlets=choices,
        initial={"outlet": str(now.pk) if now else "none"},
    )
    by_pk = {str(one.pk): one for one in choices}
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: acts.assign(application, by_pk.get(given["outlet"]), by=request.user),
            told=_("The outlet is saved."),
            to=reverse("accreditation:one", args=(*edition.where, number)),
        )
    context = {"form": form, "application": application, "answers": application.answers, "near": choices}
    return done or page(
        request, edition, call, "accreditation/belongs.html", context, status=400 if form.is_bound else 200
    )

"""The office drafts the programme, looks at it as everybody will, and publishes it."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn
from onrecord.programme import acts, reads, shown
from onrecord.programme.contents import Item
from onrecord.programme.forms import Publish, PublishChange, Slot


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("programme.publish")
def draft(request: SignedIn, edition: Edition) -> HttpResponse:
    """The programme as it will be, and what of it is not public yet; posting discards that."""
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    done = carry_out(
        request,
        form,
        lambda _given: acts.discard(edition, by=request.user),
        told=_("The changes have been discarded."),
        to=request.path,
    )
    items, public = reads.draft(edition), reads.published(edition.log)
    before = public.items if public else []
    context = {
        "edition": edition,
        "form": form,
        "days": shown.days(before if items is None else items),
        "published": public,
        "drafted": items is not None,
        "changed": {item.code for item in items or [] if item not in before},
    }
    return done or render(request, "programme/draft.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("programme.publish")
def add(request: SignedIn, edition: Edition) -> HttpResponse:
    """Another item."""
    form = Slot(request.POST if request.method == "POST" else None, initial=Slot.initial_for(edition))
    done = carry_out(
        request,
        form,
        lambda _given: acts.add(edition, form.item("new"), by=request.user),
        told=_("Added to the draft. It is not public yet."),
        to=reverse("programme:draft", args=edition.where),
    )
    return done or _form(request, edition, form)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("programme.publish")
def item(request: SignedIn, edition: Edition, code: str) -> HttpResponse:
    """One item; posting changes it, cancels it, or has it take place after all."""
    found = next((one for one in reads.working(edition) if one.code == code), None)
    if found is None:
        raise Http404
    back = reverse("programme:draft", args=edition.where)
    if wanted := {"cancel", "restore"} & request.POST.keys():
        act = acts.cancel if "cancel" in wanted else acts.restore
        plain = django_forms.Form(request.POST)
        done = carry_out(
            request,
            plain,
            lambda _given: act(edition, code, by=request.user),
            told=_("Cancelled in the draft.") if "cancel" in wanted else _("In the draft it takes place after all."),
            to=back,
        )
        return done or _form(request, edition, Slot(initial=Slot.initial_of(found)), found, refused=plain)
    form = Slot(request.POST if request.method == "POST" else None, initial=Slot.initial_of(found))
    done = carry_out(
        request,
        form,
        lambda _given: acts.change(edition, form.item(code), by=request.user),
        told=_("Changed in the draft. It is not public yet."),
        to=back,
    )
    return done or _form(request, edition, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("programme.publish")
def publish(request: SignedIn, edition: Edition) -> HttpResponse:
    """The draft as everybody will read it; posting publishes it for good."""
    items, public = reads.draft(edition), reads.published(edition.log)
    kind = PublishChange if public else Publish
    drafted = acts.fingerprint(items) if items is not None else ""
    form = kind(request.POST if request.method == "POST" else None, initial={"drafted": drafted})
    done = carry_out(
        request,
        form,
        lambda given: acts.publish(edition, reason=given.get("reason", ""), drafted=given["drafted"], by=request.user),
        told=_("The programme is public now."),
        to=reverse("programme:draft", args=edition.where),
    )
    before = public.items if public else []
    context = {
        "edition": edition,
        "form": form,
        "drafted": drafted,
        "published": public,
        "days": shown.days(items or []),
        "changed": shown.changed(before, acts.numbered(items, before)) if public and items is not None else [],
    }
    return done or render(request, "programme/publish.html", context, status=409 if form.errors else 200)


def _form(
    request: SignedIn,
    edition: Edition,
    form: Slot,
    found: Item | None = None,
    *,
    refused: django_forms.Form | None = None,
) -> HttpResponse:
    public = reads.published(edition.log)
    context: dict[str, Any] = {
        "edition": edition,
        "form": form,
        "item": found,
        "refused": refused,
        "is_public": bool(found and public and found.code in {one.code for one in public.items}),
    }
    wrong = form.errors or (refused and refused.errors)
    return render(request, "programme/item.html", context, status=400 if wrong else 200)

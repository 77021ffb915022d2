"""The page of whoever keeps what was found."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn
from onrecord.record import openings
from tests.a_room import acts, forms
from tests.a_room.models import Item


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("a_room.keep")
def desk(request: SignedIn, edition: Edition) -> HttpResponse:
    form = forms.Find(request.POST if request.method == "POST" else None)
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: acts.find(edition, by=request.user, **given),
            told="It is on the record.",
            to=request.path,
        )
        if done:
            return done
    waiting = Item.objects.filter(log=edition.log, returned=None).order_by("index").values_list("index", flat=True)
    items = openings.contents_of(edition.log, list(waiting))
    return render(request, "a_room/desk.html", {"edition": edition, "form": form, "items": items.items()})

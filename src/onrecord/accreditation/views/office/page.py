"""What the office's pages have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from onrecord.accreditation import reads
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import State
from onrecord.events.models import Edition
from onrecord.people.access import SignedIn


def application_of(edition: Edition, number: int) -> tuple[Call, Application]:
    call = reads.call_of(edition)
    if call is None:
        raise Http404
    try:
        return call, reads.numbered(call, number)
    except Application.DoesNotExist:
        raise Http404 from None


def neighbour(call: Call, number: int, step: int) -> int | None:
    found = call.applications.exclude(state=State.DRAFT)
    found = (
        found.filter(number__gt=number).order_by("number")
        if step > 0
        else found.filter(number__lt=number).order_by("-number")
    )
    return found.values_list("number", flat=True).first()


def page(
    request: SignedIn, edition: Edition, call: Call | None, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    decides = request.user.has_perm("accreditation.decide", edition)
    reviews = decides or request.user.has_perm("accreditation.review", edition)
    untold = reads.untold_count(call) if call and decides else 0
    return render(
        request,
        template,
        {"edition": edition, "call": call, "decides": decides, "reviews": reviews, "untold": untold} | context,
        status=status,
    )

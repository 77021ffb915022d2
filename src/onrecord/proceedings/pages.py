"""What all of the office's pages have."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.keeping import chores, timekeeping
from onrecord.pages.zones import zone_of
from onrecord.people import edges
from onrecord.people.access import SignedIn
from onrecord.post import reads as post
from onrecord.record import damage


def page(
    request: SignedIn, edition: Edition, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about an edition for whoever has a task on it; `directs`: may set rules and answer requests."""
    directs = request.user.has_perm("events.direct", edition)
    every = {
        "edition": edition,
        "directs": directs,
        "zone": zone_of(timezone.localtime()),
        "damaged": damage.known(edition.log),
        "doubt": timekeeping.doubt(),
        "failing": chores.failing(),
        "trouble": post.trouble(edition.log) if directs else None,
        "edge": edges.unbelieved(),
    }
    return render(request, template, context | every, status=status)

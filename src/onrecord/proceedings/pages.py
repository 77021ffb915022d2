"""What all of the office's pages have."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.pages.zones import zone_of
from onrecord.people.access import SignedIn


def page(
    request: SignedIn, edition: Edition, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about an edition for whoever has a task on it; `directs`: may set rules and answer requests."""
    every = {
        "edition": edition,
        "directs": request.user.has_perm("events.direct", edition),
        "zone": zone_of(timezone.localtime()),
    }
    return render(request, template, context | every, status=status)

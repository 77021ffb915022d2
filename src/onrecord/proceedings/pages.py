"""What all of the office's pages have."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from onrecord.events.models import Edition
from onrecord.people.access import SignedIn


def page(
    request: SignedIn, edition: Edition, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about an edition for whoever has a task on it; `directs`: may set rules and answer requests."""
    directs = request.user.has_perm("events.direct", edition)
    return render(request, template, context | {"edition": edition, "directs": directs}, status=status)


def number_in(request: SignedIn, name: str) -> int | None:
    """The number that the address gives as `name`; None without one. Raises Http404 where it is none."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Http404
    return int(value)

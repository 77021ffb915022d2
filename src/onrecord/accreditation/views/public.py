"""What anyone reads about who comes in."""

from __future__ import annotations

import zoneinfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from onrecord.accreditation import reads, selection
from onrecord.accreditation.shown import figures
from onrecord.events import reads as events
from onrecord.events.models import Edition


@require_safe
def draw(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The draw of places as far as it has come: the list by tickets, and what each got."""
    try:
        found = events.edition(series, edition)
    except Edition.DoesNotExist:
        raise Http404 from None
    call = reads.call_of(found)
    standing = selection.standing(call) if call else None
    with timezone.override(zoneinfo.ZoneInfo(found.timezone)):
        context = {
            "edition": found,
            "call": call,
            "found": standing,
            "lines": selection.lines(standing) if standing else [],
        }
        response = render(request, "accreditation/draw_public.html", context)
    patch_cache_control(response, public=True, max_age=2)
    return response


@require_safe
def about(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The call, its terms and how they changed, and the totals as they were published."""
    try:
        found = events.edition(series, edition)
    except Edition.DoesNotExist:
        raise Http404 from None
    call = reads.call_of(found)
    with timezone.override(zoneinfo.ZoneInfo(found.timezone)):
        context = {
            "edition": found,
            "call": call,
            "published": [figures(one) for one in reads.published(found)],
            "changes": reads.changes(call) if call else [],
        }
        response = render(request, "accreditation/about.html", context)
    patch_cache_control(response, public=True, max_age=2)
    return response

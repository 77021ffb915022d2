"""What anyone reads of the programme."""

from __future__ import annotations

import zoneinfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from onrecord.events import reads as events
from onrecord.events.models import Edition
from onrecord.pages.shared import Of, shared
from onrecord.programme import calendar as calendars
from onrecord.programme import reads, shown


@shared(Of.EDITION)
@require_safe
def programme(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The programme that is public, and how it was changed."""
    found = _edition(series, edition)
    versions = reads.versions(found.log)
    context = {
        "edition": found,
        "versions": versions,
        "days": shown.days(versions[0].items) if versions else [],
        "changes": shown.changes(versions),
        "calendar": calendars.address(found),
    }
    with timezone.override(zoneinfo.ZoneInfo(found.timezone)):
        response = render(request, "programme/programme.html", context)
    patch_cache_control(response, public=True, max_age=2)
    return response


@shared(Of.EDITION)
@require_safe
def calendar(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The same for calendars; 404 while there is no programme."""
    found = _edition(series, edition)
    published = reads.published(found.log)
    if published is None:
        raise Http404
    response = HttpResponse(calendars.calendar(found, published), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{found.series.slug}-{found.slug}.ics"'
    patch_cache_control(response, public=True, max_age=60)
    return response


def _edition(series: str, slug: str) -> Edition:
    try:
        return events.edition(series, slug)
    except Edition.DoesNotExist:
        raise Http404 from None

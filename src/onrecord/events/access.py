"""Pages about an edition for those who have a task on it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from onrecord.events import reads
from onrecord.events.models import Edition
from onrecord.people.access import SignedIn, View, refused, signed_in


def permitted(permission: str) -> Callable[[View], View]:
    """For views at `<slug:series>/<slug:edition>/…`: they get the edition itself, and its time zone is active.

    Whoever is not signed in is sent to sign in first; whoever lacks `permission` on the edition gets a 403.

        @permitted("events.transcribe")
        def desk(request: SignedIn, edition: Edition) -> HttpResponse: …
    """

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def respond(request: SignedIn, *args: Any, series: str, edition: str, **kwargs: Any) -> HttpResponse:
            found = _edition(series, edition)
            if not request.user.has_perm(permission, found):
                return refused(request)
            with timezone.override(zoneinfo.ZoneInfo(found.timezone)):
                return view(request, found, *args, **kwargs)

        return respond

    return decorate


def _edition(series: str, slug: str) -> Edition:
    try:
        return reads.edition(series, slug)
    except Edition.DoesNotExist:
        raise Http404 from None

"""The pages for requests that can't be answered: what happened, and what to do next. None of them needs the database."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from onrecord.keeping.errors import StorageBusy, StorageFailed
from onrecord.people import rates

UNREACHABLE = (OperationalError, InterfaceError, StorageBusy, StorageFailed)
"""What the database fails with while it is locked, stopped, or out of reach."""


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that makes no sense here, 421 for one to a host that we are not."""
    if isinstance(exception, DisallowedHost):
        return render(request, "421.html", {"site": settings.ONRECORD_URL}, status=421)
    because = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"because": because}, status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """503 with a time to ask again while the database doesn't answer; 500 for a defect of ours."""
    if not isinstance(sys.exc_info()[1], UNREACHABLE):
        return render(request, "500.html", status=500)
    return rates.later(
        request, _("The database is busy or can't be reached at the moment. Nothing that was saved is lost.")
    )

"""What belongs to no room."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from onrecord.pages.faces import own_logo
from onrecord.pages.shared import Of, shared


@shared(Of.NOTHING)
@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The installation's."""
    return picture(own_logo())


def picture(logo: bytes) -> HttpResponse:
    """A logo; its address names its version, so it may be kept for long."""
    if not logo:
        raise Http404
    response = HttpResponse(logo, content_type="image/jpeg")
    patch_cache_control(response, public=True, max_age=3600)
    return response

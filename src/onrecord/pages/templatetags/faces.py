"""The host's face on a page."""

from __future__ import annotations

from typing import Any

from django import template

from onrecord.pages.faces import Face, installation

register = template.Library()


@register.simple_tag(takes_context=True)
def the_face(context: Any) -> Face:
    """That of the series that the page is about (by its `edition` or `series`), else the installation's."""
    about = context.get("edition")
    series = getattr(about, "series", None) or context.get("series")
    own = getattr(series, "face", None)
    return own.or_else(installation()) if isinstance(own, Face) else installation()

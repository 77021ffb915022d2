"""A page in its other languages."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict

from onrecord.pages import languages

register = template.Library()

PLACE = ("from", "before")
"""What of a query says which part of a page is meant: another address, for search engines too."""
VIEW = (*PLACE, "words", "lines", "q")
"""And what of it a reader who changes the language wants to see again."""


@register.inclusion_tag("pages/versions.html", takes_context=True)
def versions(context: Any) -> dict[str, Any]:
    """What the head of a page says of its addresses in all languages."""
    request: HttpRequest | None = context.get("request")
    found = languages.versions(request) if request else []
    return {"versions": found, "site": settings.ONRECORD_URL, "query": _kept(request, PLACE) if found else ""}


@register.inclusion_tag("pages/languages.html", takes_context=True)
def other_languages(context: Any) -> dict[str, Any]:
    """Links to the page in the other languages."""
    request: HttpRequest | None = context.get("request")
    found = [one for one in languages.versions(request) if not one.current] if request else []
    return {"versions": found, "query": _kept(request, VIEW) if found else ""}


@register.simple_tag
def plain_url(name: str, *args: object) -> str:
    """`{% url %}` for what is cited, or for programs: an address without a language."""
    return languages.plain(name, *args)


@register.simple_tag(takes_context=True)
def page_address(context: Any) -> str:
    """The address of the page, as it is printed on it."""
    request: HttpRequest = context["request"]
    found = next((one for one in languages.versions(request) if one.current), None)
    return f"{settings.ONRECORD_URL}{found.path}{_kept(request, PLACE)}" if found else settings.ONRECORD_URL


def _kept(request: HttpRequest | None, names: tuple[str, ...]) -> str:
    """What the request's query says under these names."""
    asked = request.GET if request else QueryDict()
    kept = QueryDict(mutable=True)
    kept.update({name: asked[name] for name in names if name in asked})
    return f"?{kept.urlencode()}" if kept else ""

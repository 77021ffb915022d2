"""Menus in templates."""

from __future__ import annotations

from typing import Any

from django import template

from onrecord.pages import doors
from onrecord.pages.doors import Place, Shown

register = template.Library()


@register.inclusion_tag("pages/menu.html", takes_context=True)
def menu(context: Any, name: str, about: Place | None = None) -> dict[str, Any]:
    """The links of a menu that whoever asks may follow: `{% menu "office" edition %}`. The template puts them in a `nav`."""
    return {"doors": open_doors(context, name, about)}


@register.simple_tag(takes_context=True)
def open_doors(context: Any, name: str, about: Place | None = None) -> list[Shown]:
    """The same as a list: `{% open_doors "own" as doors %}`."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)

    def may(permission: str) -> bool:
        return bool(request and request.user.has_perm(permission, about))

    return doors.open_to(may, name, about, at=match.view_name if match else "")


@register.inclusion_tag("pages/menu.html")
def listed_doors(may: frozenset[str], name: str, about: Place) -> dict[str, Any]:
    """The doors that stand beside `about` in a list, for somebody who has these permissions: they are read once for all rows."""
    return {"doors": doors.open_to(may.__contains__, name, about, listed=True)}

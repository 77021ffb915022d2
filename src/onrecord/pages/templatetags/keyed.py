"""Look a key up in a mapping from a template."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def keyed(mapping: Mapping[object, object], key: object) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key, "")

"""Numbers in addresses and forms, indexes of entries and keys of rows; and names in addresses that are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

MOST = 10**15 - 1
"""More than any log or table has, and less than what a database column holds."""


class NumberConverter(IntConverter):
    """`<number:…>` in a path, registered by the room's app; another one is not found."""

    regex = "[0-9]{1,15}"


def number(given: str) -> int | None:
    """The number from 0 to MOST that `given` is; None where it is none."""
    return int(given) if re.fullmatch(NumberConverter.regex, given) else None


def number_in(request: HttpRequest, name: str) -> int | None:
    """The number that the address's query gives as `name`; None without one. Raises Http404 where it is none."""
    given = request.GET.get(name, "")
    found = number(given)
    if given and found is None:
        raise Http404(f"{name} must be a number of at most 15 digits")
    return found


TO_COME = frozenset({"about", "accounts", "api", "live", "people", "search"})
"""Names of pages that we may still have."""


@cache
def reserved() -> frozenset[str]:
    """Names that no series and no edition may take: those with which the rooms' own addresses begin, and languages."""
    files = settings.STATIC_URL.strip("/")
    return TO_COME | LANG_INFO.keys() | {files} | {name for name in _beginnings(get_resolver(), "") if name}


def _beginnings(of: URLResolver, before: str) -> Iterator[str]:
    """The first part of every address that begins with the same name always."""
    for one in of.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _beginnings(one, here)
        elif isinstance(one, URLPattern) and "<" not in (first := here.partition("/")[0]):
            yield first

"""Numbers in addresses and forms, indexes of entries and keys of rows; and names in addresses that are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pycountry
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import Http404, HttpRequest
from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter

MOST = 10**15 - 1
"""More than any log or table has, and less than what a database column holds."""


class NumberConverter(IntConverter):
    """`<number:…>` in a path, registered by the room's app; another one is not found, nor one with zeros before it: a page has
    one address."""

    regex = "0|[1-9][0-9]{0,14}"


def number(given: str) -> int | None:
    """The number from 0 to MOST that `given` is; None where it is none."""
    return int(given) if re.fullmatch("[0-9]{1,15}", given) else None


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
    """Names that no series and no edition may take: those that the rooms' own addresses have, at their beginning or inside an
    edition, and languages, since an address in another language begins with it."""
    files = settings.STATIC_URL.strip("/")
    return TO_COME | LANG_INFO.keys() | _iso_639_1() | {files} | {name for name in _own(get_resolver(), "") if name}


def _iso_639_1() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2"))


def _own(of: URLResolver, before: str) -> Iterator[str]:
    """Of every address the first part that is always the same."""
    for one in of.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _own(one, here)
        else:
            yield next((part for part in here.split("/") if "<" not in part), "")

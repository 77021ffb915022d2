"""Numbers in addresses and forms: indexes of entries, and keys of rows."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest
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

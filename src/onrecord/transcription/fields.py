"""The fields of the desk's forms as they are named there, and what each takes, for whoever filled one in wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onrecord.record.contents import MOST_CHARACTERS

_ONE_OF_THE_LIST = gettext_lazy("choose one from the list.")
_UP_TO_300 = gettext_lazy("enter up to 300 characters.")
_AT_MOST_300 = gettext_lazy("up to 300 characters.")
_AT_MOST_100 = gettext_lazy("up to 100 characters.")
_SECONDS = gettext_lazy("a whole number of seconds, from 0 to 300.")

FIELDS: dict[str, tuple[Any, Any]] = {
    "text": (gettext_lazy("Words"), gettext_lazy("enter up to {most} characters.")),
    "speaker": (gettext_lazy("Speaker"), _ONE_OF_THE_LIST),
    "role": (gettext_lazy("Role"), _ONE_OF_THE_LIST),
    "language": (gettext_lazy("Language"), _ONE_OF_THE_LIST),
    "kind": (gettext_lazy("Kind"), _ONE_OF_THE_LIST),
    "reason": (gettext_lazy("Reason"), gettext_lazy("enter the reason in up to 1,000 characters; readers see it.")),
    "rule": (gettext_lazy("Ground rule"), _ONE_OF_THE_LIST),
    "sentence": (
        gettext_lazy("Full sentence as agreed"),
        gettext_lazy("enter up to 4,000 characters; a label alone means different things to different people."),
    ),
    "attribution": (gettext_lazy("Attribution shown instead of the name"), _AT_MOST_300),
    "until": (gettext_lazy("Embargo until"), gettext_lazy("enter date and time as 2026-05-14T18:00.")),
    "seconds": (gettext_lazy("Publication delay"), _SECONDS),
    "hold": (gettext_lazy("Publication delay"), _SECONDS),
    "name": (gettext_lazy("Name"), _UP_TO_300),
    "title": (gettext_lazy("Title"), _AT_MOST_300),
    "outlet": (gettext_lazy("Outlet"), _AT_MOST_300),
    "outlet_kind": (gettext_lazy("Kind of outlet"), _AT_MOST_100),
    "region": (gettext_lazy("Region"), _AT_MOST_100),
    "part": (gettext_lazy("Part"), _ONE_OF_THE_LIST),
    "digit": (gettext_lazy("Key"), gettext_lazy("a digit from 1 to 9, or leave empty.")),
    "short": (gettext_lazy("Short"), gettext_lazy("enter up to 20 characters without a space.")),
    "long": (gettext_lazy("stands for"), _UP_TO_300),
    "disclosing": (
        gettext_lazy("What becomes public"),
        gettext_lazy("reload the page and check what it says now."),
    ),
}


def what_is_right(field: str) -> str:
    """Which field is wrong and what it takes. One that nobody fills in is named as it was sent."""
    if field not in FIELDS:
        return _("{field}: the server does not know this field. Reload the page.").format(field=field)
    name, right = FIELDS[field]
    return f"{name}: {right}".replace("{most}", f"{MOST_CHARACTERS:,}")

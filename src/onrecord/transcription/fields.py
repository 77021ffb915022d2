"""The fields of the desk's forms as they are named there, and what each takes, for whoever filled one in wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onrecord.record.contents import MOST_CHARACTERS

_ONE_OF_THE_LIST = gettext_lazy("choose one of the list.")
_UP_TO_300 = gettext_lazy("write it, in at most 300 characters.")
_AT_MOST_300 = gettext_lazy("at most 300 characters.")
_AT_MOST_100 = gettext_lazy("at most 100 characters.")
_SECONDS = gettext_lazy("a whole number of seconds, from 0 to 300.")

FIELDS: dict[str, tuple[Any, Any]] = {
    "text": (gettext_lazy("Words"), gettext_lazy("write them, in at most {most} characters.")),
    "speaker": (gettext_lazy("Speaker"), _ONE_OF_THE_LIST),
    "role": (gettext_lazy("Role"), _ONE_OF_THE_LIST),
    "language": (gettext_lazy("Language"), _ONE_OF_THE_LIST),
    "kind": (gettext_lazy("Kind"), _ONE_OF_THE_LIST),
    "reason": (gettext_lazy("Reason"), gettext_lazy("say why, in at most 1,000 characters: readers see it.")),
    "rule": (gettext_lazy("Ground rule"), _ONE_OF_THE_LIST),
    "sentence": (
        gettext_lazy("The full sentence, as it was agreed"),
        gettext_lazy(
            "write it, in at most 4,000 characters: a label alone means different things to different people."
        ),
    ),
    "attribution": (gettext_lazy("The phrase in the speaker's place"), _AT_MOST_300),
    "until": (gettext_lazy("Embargo until"), gettext_lazy("give day and time, such as 2026-05-14T18:00.")),
    "seconds": (gettext_lazy("Hold back words"), _SECONDS),
    "hold": (gettext_lazy("Hold back words"), _SECONDS),
    "name": (gettext_lazy("Name"), _UP_TO_300),
    "title": (gettext_lazy("Title"), _AT_MOST_300),
    "outlet": (gettext_lazy("Outlet"), _AT_MOST_300),
    "outlet_kind": (gettext_lazy("Kind of outlet"), _AT_MOST_100),
    "region": (gettext_lazy("Region"), _AT_MOST_100),
    "part": (gettext_lazy("Part"), _ONE_OF_THE_LIST),
    "digit": (gettext_lazy("Key"), gettext_lazy("a figure from 1 to 9, or nothing.")),
    "short": (gettext_lazy("Short"), gettext_lazy("write it, in at most 20 characters without a space.")),
    "long": (gettext_lazy("stands for"), _UP_TO_300),
    "disclosing": (
        gettext_lazy("What becomes public with it"),
        gettext_lazy("load the page again, and look at what it says now."),
    ),
}


def what_is_right(field: str) -> str:
    """Which field is wrong and what it takes. One that nobody fills in is named as it was sent."""
    if field not in FIELDS:
        return _("{field}: the desk does not send that. Load the page again.").format(field=field)
    name, right = FIELDS[field]
    return f"{name}: {right}".replace("{most}", f"{MOST_CHARACTERS:,}")

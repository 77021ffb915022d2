"""What is chosen from a list and not typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.pages.zones import offered, zone_named


def _choices() -> list[tuple[str, Any]]:
    return [("", "—"), *offered().items()]


class Zone(forms.CharField):
    """A time zone, chosen by its city; commands may also name it as `zone_named` understands it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, widget=forms.Select(choices=_choices()), **options)

    def clean(self, value: Any) -> str:
        given: str = super().clean(value)
        found = zone_named(given) if given else ""
        if found is None:
            raise forms.ValidationError(
                _(
                    "There is no time zone “%(zone)s”. Enter a city, for example Vienna, a name like "
                    "Europe/Vienna, or UTC+3."
                ),
                params={"zone": given},
            )
        return found

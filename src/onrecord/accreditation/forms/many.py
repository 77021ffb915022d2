"""What the office decides about many applications at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation.acts.many import AT_ONCE
from onrecord.accreditation.forms.office import Decide

AS_RECOMMENDED = "as-recommended"


class Many(Decide):
    """An outcome for all of them, or for each the one that was recommended."""

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.label = _("What should become of them?")
        if decides:
            outcome.choices = [(AS_RECOMMENDED, _("What was recommended for each")), *outcome.choices]

    def clean_outcome(self) -> str:
        outcome: str = self.cleaned_data["outcome"]
        if outcome == AS_RECOMMENDED and self.data.get("act") != "decide":
            raise ValidationError(_("That was recommended already. Choose what you recommend, or decide."))
        return outcome


def seen_in(given: Iterable[str]) -> dict[int, int]:
    """The chosen applications by their numbers, each with its last step that was shown, as the page posts them: `12-345`."""
    found = (re.fullmatch(r"([0-9]{1,15})-([0-9]{1,15})", one) for one in list(given)[:AT_ONCE])
    return {int(one[1]): int(one[2]) for one in found if one}

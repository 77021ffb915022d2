"""What the office fills in about an edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.models import Role
from onrecord.people.models import Person


class Appoint(forms.Form):
    """Somebody gets a role; who is not known here yet needs a name."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("For somebody who is new here; others keep theirs."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they will do.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        email, name = cleaned.get("email"), cleaned.get("name")
        if email and not name and not Person.objects.filter(email=email).exists():
            self.add_error("name", _("Nobody here has this address yet: give their name, too."))
        return cleaned

"""Forms that say in a sentence what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

UNSAID = forms.Field.default_error_messages["required"]
"""What Django says of any field that was left empty."""


class Form(forms.Form):
    """A form whose error for an empty field names the field, unless the field has a sentence of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") is UNSAID:
                label = field.label or name
                field.error_messages["required"] = _("“{label}” is empty. Please fill it in.").format(label=label)

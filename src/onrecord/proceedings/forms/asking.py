"""A reader asks for a correction."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onrecord.pages.forms import Form
from onrecord.pages.lines import Words
from onrecord.post.addresses import is_usable

ASKED = 2_000


class Ask(Form):
    """A reader asks for a correction."""

    passage = Words(
        label=_("Passage (optional)"),
        max_length=ASKED,
        required=False,
        rows=3,
        help_text=_("The words you mean, exactly as shown. Leave empty to mean the whole passage."),
    )
    reason = Words(
        label=_("What is wrong, and how do you know?"),
        max_length=ASKED,
        rows=5,
        help_text=_("Up to 2,000 characters. Published with our answer."),
        error_messages={"required": _("Tell us what is wrong: the words, the name or something else.")},
    )
    contact = forms.EmailField(
        label=_("Your email address (optional)"),
        max_length=254,
        required=False,
        help_text=_(
            "If you want our answer by email. Never published; we delete it once our answer is sent, and after 30 days "
            "without an answer."
        ),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty. It is there to detect spam."),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if contact and not is_usable(contact):
            raise forms.ValidationError(
                gettext(
                    "We can't send email to this address. Enter one without quotation marks or brackets, and only with the "
                    "letters a to z, like name@example.org."
                )
            )
        return contact

"""A reader asks for a correction; the office answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onrecord.pages.addresses import MOST
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.post.addresses import is_usable
from onrecord.proceedings.forms.utterances import KINDS
from onrecord.proceedings.models import CorrectionRequest
from onrecord.record.contents import MOST_CHARACTERS

ASKED, REASON = 2_000, 1_000


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


class Decline(Form):
    """The words stay as they are, for a reason: a usual one, the office's own words, or both."""

    decision = forms.CharField(initial=CorrectionRequest.State.DECLINED, widget=forms.HiddenInput)
    usual = forms.ChoiceField(
        label=_("Reason (public)"),
        choices=[
            (one, one)
            for one in (
                _("We have listened again. This is what was said."),
                _("This is what was said. The transcript does not judge whether it is true."),
                _("The audio is too unclear to support a change."),
            )
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    answer = Words(
        label=_("Your own wording (optional)"),
        max_length=ASKED,
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason = " ".join(one for one in (cleaned.pop("usual", ""), cleaned.get("answer", "")) if one)
        if not reason and not self.errors:
            self.add_error("usual", _("Choose or write a reason. A request is never declined without one."))
        if len(reason) > ASKED and not self.errors:
            self.add_error(
                "answer",
                _("Together they have more than 2,000 characters. Shorten your text or choose no standard reason."),
            )
        return cleaned | {"decision": CorrectionRequest.State.DECLINED, "answer": reason}


class CorrectAndAnswer(Form):
    """The correction, where there is none yet, and the answer to whoever asked for it."""

    decision = forms.CharField(initial=CorrectionRequest.State.CORRECTED, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=forms.HiddenInput)
    text = Words(
        label=_("Corrected wording"),
        max_length=MOST_CHARACTERS,
        required=False,
        rows=4,
        help_text=_("Leave unchanged if somebody has already corrected it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of correction"),
        choices=[(kind, label) for kind, label in KINDS if kind != "attribution"],
        widget=forms.RadioSelect,
        required=False,
        initial="transcription",
    )
    reason = Line(
        label=_("Reason for the correction (public)"),
        max_length=REASON,
        required=False,
        help_text=_("Required if you change the wording here."),
    )
    answer = Words(
        label=_("Answer (public)"),
        max_length=ASKED,
        rows=2,
        error_messages={"required": _("Write an answer. Readers see it with the request, below the passage.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind") or "transcription"
        return cleaned | {"kind": kind, "decision": CorrectionRequest.State.CORRECTED}

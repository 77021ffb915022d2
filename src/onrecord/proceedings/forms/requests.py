"""A reader asks for a correction; the office answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.addresses import MOST
from onrecord.events.lines import Line, Words
from onrecord.proceedings.forms.utterances import KINDS
from onrecord.proceedings.models import CorrectionRequest
from onrecord.record.contents import MOST_CHARACTERS

ASKED, REASON = 2_000, 1_000


class Ask(forms.Form):
    """A reader asks for a correction."""

    passage = Words(
        label=_("The passage"),
        max_length=ASKED,
        required=False,
        rows=3,
        help_text=_("The words you mean, as they stand. Empty: all of them."),
    )
    reason = Words(
        label=_("What is wrong, and how do you know"),
        max_length=ASKED,
        rows=5,
        help_text=_("At most 2,000 characters. It is published with our answer."),
        error_messages={"required": _("Say what is wrong: the words, the name, or something else.")},
    )
    contact = forms.EmailField(
        label=_("Your e-mail address (only if you want our answer by mail)"),
        max_length=254,
        required=False,
        help_text=_("Never published; deleted with the answer, and after 30 days in any case."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
    )
    token = forms.CharField(widget=forms.HiddenInput)


class Decline(forms.Form):
    """The words stay as they are, for a reason: a usual one, the office's own words, or both."""

    decision = forms.CharField(initial=CorrectionRequest.State.DECLINED, widget=forms.HiddenInput)
    usual = forms.ChoiceField(
        label=_("Why, in public"),
        choices=[
            (one, one)
            for one in (
                _("We have listened again: this is what was said."),
                _("This is what was said. Whether it is true is not for the transcript to decide."),
                _("Nobody could hear this well enough to say that it was otherwise."),
            )
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    answer = Words(
        label=_("In your own words, instead of these or after them"),
        max_length=ASKED,
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason = " ".join(one for one in (cleaned.pop("usual", ""), cleaned.get("answer", "")) if one)
        if not reason and not self.errors:
            self.add_error("usual", _("Choose or write why: a request is never declined without a reason."))
        if len(reason) > ASKED and not self.errors:
            self.add_error(
                "answer", _("Both together have more than 2,000 characters: write less, or choose none above.")
            )
        return cleaned | {"decision": CorrectionRequest.State.DECLINED, "answer": reason}


class CorrectAndAnswer(forms.Form):
    """The correction, where there is none yet, and the answer to whoever asked for it."""

    decision = forms.CharField(initial=CorrectionRequest.State.CORRECTED, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=forms.HiddenInput)
    text = Words(
        label=_("The words as they should stand"),
        max_length=MOST_CHARACTERS,
        required=False,
        rows=4,
        help_text=_("Leave them as they are if somebody has corrected them already."),
    )
    kind = forms.ChoiceField(
        label=_("What is corrected"),
        choices=[(kind, label) for kind, label in KINDS if kind != "attribution"],
        widget=forms.RadioSelect,
        required=False,
        initial="transcription",
    )
    reason = Line(
        label=_("Reason of the correction, public"),
        max_length=REASON,
        required=False,
        help_text=_("Needed where you change the words here."),
    )
    answer = Words(
        label=_("Answer, public"),
        max_length=ASKED,
        rows=2,
        error_messages={"required": _("Write an answer: it stands below the words, with the request.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind") or "transcription"
        return cleaned | {"kind": kind, "decision": CorrectionRequest.State.CORRECTED}

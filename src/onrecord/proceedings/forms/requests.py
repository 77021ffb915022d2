"""A reader asks for a correction; the office answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.proceedings.forms.utterances import KINDS
from onrecord.proceedings.models import CorrectionRequest
from onrecord.record.contents import MOST_CHARACTERS

ASKED, REASON = 2_000, 1_000


class Ask(forms.Form):
    """A reader asks for a correction."""

    passage = forms.CharField(
        label=_("The passage"),
        max_length=ASKED,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The words you mean, as they stand. Empty: all of them."),
    )
    reason = forms.CharField(
        label=_("What is wrong, and how do you know"),
        max_length=ASKED,
        widget=forms.Textarea({"rows": 5}),
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


class Answer(forms.Form):
    """The office's answer to a request, and the correction where there is none yet."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CorrectionRequest.State.CORRECTED, _("Corrected")),
            (CorrectionRequest.State.DECLINED, _("Declined: the words stay as they are")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: corrected or declined.")},
    )
    answer = forms.CharField(
        label=_("Answer, public"),
        max_length=ASKED,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("To whoever asked, and to every reader. It stands below the words with the request."),
        error_messages={"required": _("Write an answer: a request is never declined without a reason.")},
    )
    text = forms.CharField(
        label=_("The words, to be corrected here unless they are already"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    kind = forms.ChoiceField(
        label=_("What is corrected"), choices=KINDS, widget=forms.RadioSelect, required=False, initial="transcription"
    )
    reason = forms.CharField(
        label=_("Reason of the correction, public"),
        max_length=REASON,
        required=False,
        initial=_("A reader asked for it."),
    )

"""The office answers a reader who asks for a correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.pages.addresses import MOST
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.proceedings import sentences
from onrecord.proceedings.forms.asking import ASKED
from onrecord.proceedings.forms.utterances import KINDS
from onrecord.proceedings.models import CorrectionRequest
from onrecord.record.contents import MOST_CHARACTERS
from onrecord.record.language import said_by
from onrecord.record.models import Log

REASON = 1_000


class Decline(Form):
    """The words stay as they are, for a reason: a usual one, the office's own words, or both."""

    decision = forms.CharField(initial=CorrectionRequest.State.DECLINED, widget=forms.HiddenInput)
    usual = forms.ChoiceField(
        label=_("Reason (public)"),
        widget=forms.RadioSelect,
        required=False,
    )
    answer = Words(
        label=_("Your own wording (optional)"),
        max_length=ASKED,
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, log: Log, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = [said_by(log, one) for one in sentences.DECLINED]
        self.fields["usual"].choices = [(one, one) for one in usual]  # type: ignore[attr-defined]

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

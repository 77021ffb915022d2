"""What is filled in after a decision: an appeal and what becomes of it, a notice and the answer to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.accreditation.models.afterwards import LONGEST_SUSPENSION
from onrecord.accreditation.states import Act
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.pages.moments import LocalTime


class Appeal(Form):
    why = Words(
        label=_("Why do you appeal?"),
        rows=6,
        max_length=5000,
        help_text=_("Say what is wrong about the decision or its reason. There is one appeal, and no second."),
        error_messages={"required": _("Say why you appeal.")},
    )


class Hear(Form):
    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(act, act.label) for act in (Act.UPHOLD, Act.OVERTURN)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    answer = Words(
        label=_("Your reasons"),
        rows=8,
        max_length=5000,
        help_text=_("The applicant gets them word for word, as soon as you press the button."),
        error_messages={"required": _("Give your reasons. The applicant reads them.")},
    )

    @property
    def outcome_given(self) -> Act:
        return Act(self.cleaned_data["outcome"])


class Notice(Form):
    reason = forms.ChoiceField(
        label=_("Why may the accreditation be revoked?"),
        choices=[(code, why.label) for code, why in codes.REVOKED.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    fact = Line(
        label=_("What the sentence needs"),
        max_length=500,
        required=False,
        help_text=_("It is put into the sentence that the applicant reads, shown below."),
    )
    hearing_until = LocalTime(
        label=_("They can answer until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ends_on = forms.DateField(
        label=_("Last day of the exclusion"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("A sanction has an end."),
        error_messages={"invalid": _("Write the date as 2026-05-14.")},
    )
    suspended_hours = forms.IntegerField(
        label=_("Suspend it now, for how many hours?"),
        min_value=0,
        max_value=LONGEST_SUSPENSION,
        required=False,
        help_text=_("Only for misconduct at the event. Empty: not at all."),
    )

    def clean_suspended_hours(self) -> int:
        return self.cleaned_data["suspended_hours"] or 0


class Reply(Form):
    note = Words(
        label=_("Your answer"),
        rows=6,
        max_length=2000,
        error_messages={"required": _("Tell us your side.")},
    )

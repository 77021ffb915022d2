"""What is filled in after a decision: an appeal and what becomes of it, a notice and the answer to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation.states import Act
from onrecord.pages.forms import Form
from onrecord.pages.lines import Words


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

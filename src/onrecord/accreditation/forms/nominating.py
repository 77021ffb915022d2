"""What a focal point fills in: somebody whom the outlet names, a list of them, the outlet's letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes, staff_list
from onrecord.accreditation.models import OnList
from onrecord.accreditation.tables import ListRefused
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words

LARGEST = 60_000
"""Bytes of a list; a form of an applicant may have no more than a little more (`web.bounds`)."""


class NamedPerson(Form):
    """Somebody, by hand."""

    given_names = Line(label=_("Given names"), max_length=200)
    family_names = Line(label=_("Family names"), max_length=200)
    email = forms.EmailField(
        label=_("Their own email address"),
        max_length=254,
        help_text=_("Not the outlet's: they sign in with it and complete their own part."),
    )
    function = forms.ChoiceField(
        label=_("What do they do there?"),
        choices=list(codes.FUNCTIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    attendance = forms.ChoiceField(
        label=_("How do they take part?"),
        choices=list(codes.ATTENDANCE.items()),
        widget=forms.RadioSelect,
        initial="room",
        error_messages={"required": _("Choose one.")},
    )

    def rows(self, *, ref: str) -> list[staff_list.Named]:
        given = self.cleaned_data | {"email": self.cleaned_data["email"].lower()}
        return [staff_list.Named(row=0, person=OnList(ref=ref, **given))]


class StaffList(Form):
    """A list of people, as a file."""

    file = forms.FileField(
        label=_("The list"),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.ods"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> list[staff_list.Named]:
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 60 kB. Save only the table, or send it in parts."))
        try:
            return staff_list.read(file.read(), file.name)
        except ListRefused as refused:
            raise forms.ValidationError([str(one) for one in refused.faults]) from None


class OutletLetter(Form):
    letter = Words(
        label=_("Your letter to the press office"),
        rows=6,
        max_length=5000,
        help_text=_("For what your outlet sends these people, and whom we can ask."),
    )

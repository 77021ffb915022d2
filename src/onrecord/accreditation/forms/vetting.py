"""Why somebody of the office looks at identity data, and what goes to the authority and comes back from it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation.models.identity import Purpose
from onrecord.pages.forms import Form


class LookAt(Form):
    purpose = forms.ChoiceField(
        label=_("Why do you look at these data?"),
        choices=[(one, one.label) for one in Purpose if one != Purpose.EXPORT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
        help_text=_("Your name and this reason are kept; the applicant can read them."),
    )


class Export(Form):
    again = forms.BooleanField(
        label=_("Include everybody who was on an earlier list and has no result yet"), required=False
    )


class Results(Form):
    file = forms.FileField(
        label=_("File with the results"),
        help_text=_("CSV, XLSX or ODS with the columns vetting_ref, result, authority, date."),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

"""Identity data as an applicant fills them in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.accreditation.models.identity import IdentityData
from onrecord.events import regions
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"} | more),
        error_messages={"invalid": _("Write the date as 2026-05-14.")},
    )


class Identify(Form):
    document_type = forms.ChoiceField(
        label=_("Document"),
        choices=list(codes.IDENTITY_DOCUMENTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    document_number = Line(
        label=pgettext_lazy("of a document", "Number"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    document_country = forms.ChoiceField(label=_("Issued by"))
    document_expires = _day(_("Valid until"), autocomplete="off")
    birth_date = _day(_("Date of birth"), autocomplete="bday")
    birth_place = Line(label=_("Place of birth"), max_length=200, help_text=_("As in your identity document."))
    nationality = forms.ChoiceField(label=_("Nationality"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [("", "—"), *regions.countries(get_language() or "en")]
        for name in ("document_country", "nationality"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = countries

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        if given.get("birth_date") and given["birth_date"] >= today:
            self.add_error("birth_date", _gettext("Enter the day on which you were born."))
        if given.get("document_expires") and given["document_expires"] < today:
            self.add_error("document_expires", _gettext("This document has expired. Use one that is still valid."))
        return given

    def data_given(self) -> IdentityData:
        return IdentityData(**self.cleaned_data)

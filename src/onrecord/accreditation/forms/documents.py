"""A document that somebody sends, and what the office found when it looked at one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes, documents
from onrecord.accreditation.models import Check
from onrecord.pages.forms import Form
from onrecord.uploads.faults import Unfit
from onrecord.uploads.making import pictures_of

ACCEPT = "application/pdf,image/jpeg,image/png,image/heic,image/heif,.pdf,.heic"


class Upload(Form):
    """A file, which the form turns into pictures of our own: nothing else sees what was sent."""

    file = forms.FileField(
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a file first. Nothing was sent."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=kind, **kwargs)
        self.kind = kind
        self.fields["file"].label = str(codes.DOCUMENTS[kind])

    def clean_file(self) -> list[bytes]:
        try:
            return pictures_of(self.cleaned_data["file"].read())
        except Unfit as unfit:
            raise forms.ValidationError(documents.told(unfit)) from None


class CheckDocument(Form):
    document = forms.IntegerField(widget=forms.HiddenInput)
    found = forms.ChoiceField(
        label=_("What did you find?"), choices=Check.choices, error_messages={"required": _("Choose one.")}
    )

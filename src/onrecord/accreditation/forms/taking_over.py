"""A list of people who were accredited elsewhere: the file, and which of its columns holds what."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import tables
from onrecord.accreditation.accredited_list import FIELDS, suggested
from onrecord.fairness.tables import Table, read_csv
from onrecord.keeping.errors import ActRefused
from onrecord.pages.forms import Form

AGAIN = "list.csv"
"""The name of a table that the page itself posts again."""


class ListFile(Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("CSV, XLSX or ODS, with one row a person and the names of the columns in the first row."),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Table:
        given = self.cleaned_data["file"]
        try:
            return tables.read(given.read(), given.name)
        except ActRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class Columns(Form):
    """Which column holds what; `table`, which the page carries along, is the file's."""

    table = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000, strip=False)

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, initial={"table": written(table), **suggested(table.columns)}, **kwargs)
        columns = [("", "—"), *((one, one) for one in table.columns)]
        for code, field in FIELDS.items():
            self.fields[code] = forms.ChoiceField(label=str(field.label), choices=columns, required=False)

    @property
    def columns(self) -> dict[str, str]:
        """The chosen column of each field."""
        given = self.cleaned_data if self.is_bound else self.initial
        return {code: given[code] for code in FIELDS if given.get(code)}


def written(table: Table) -> str:
    """The table as CSV, with the rows where they were."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    at = 2
    for row, cells in table.rows:
        text.write("\n" * (row - at))
        writer.writerow([cells[column].replace("\n", " ") for column in table.columns])
        at = row + 1
    return text.getvalue()


def table_in(given: str) -> Table:
    """The table again. Raises RoomError where it is none."""
    return read_csv(given.encode(), name=AGAIN)

"""Tables that people upload: as CSV, XLSX or ODS, with every fault told with its row and its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from onrecord.accreditation import codes
from onrecord.fairness.room import RoomError
from onrecord.fairness.tables import Table, read_csv, read_ods, read_xlsx
from onrecord.keeping.errors import ActRefused

UNPACKED = 5_000_000
"""Bytes of a workbook that are read."""


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        if not self.row:
            return self.words
        return _("Row {row}, column {column}: {words}").format(row=self.row, column=self.column, words=self.words)


class ListRefused(ActRefused):
    """Nothing of a list goes in; `faults` say why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(one) for one in self.faults))


def read(raw: bytes, name: str) -> Table:
    """The rows of a file by its name's ending. Raises ListRefused where it can't be read."""
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "csv":
            return read_csv(raw, name=name)
        if ending in ("xlsx", "ods"):
            sheets = (read_xlsx if ending == "xlsx" else read_ods)(raw, name=name, most=UNPACKED)
            return next(iter(sheets.values()))
    except StopIteration:
        raise whole(_("There is nobody on this list.")) from None
    except RoomError as error:
        raise whole(
            _("We can't read this file ({where}). Save it as CSV in UTF-8, XLSX or ODS, with one row a person.").format(
                where=error.where or name
            )
        ) from None
    raise whole(_("This is no CSV, XLSX or ODS file. Save the list as one of these."))


def whole(words: str) -> ListRefused:
    """A fault of the whole file."""
    return ListRefused([Fault(0, "", words)])


def is_address(given: str) -> bool:
    try:
        validate_email(given)
    except ValidationError:
        return False
    return True


def code_meant(given: str, known: codes.Named) -> str | None:
    """The code that is meant, by itself or by its name here or in English."""
    meant = {code: code for code in known} | {str(label).casefold(): code for code, label in known.items()}
    with override("en"):
        meant |= {str(label).casefold(): code for code, label in known.items()}
    return meant.get(given.casefold())

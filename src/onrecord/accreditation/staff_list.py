"""An outlet's list of the people whom it names: a table as CSV, XLSX or ODS with the columns `COLUMNS`.

Every fault is told with its row and its column, and nothing of a list with a fault goes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import BaseModel, ConfigDict

from onrecord.accreditation import codes
from onrecord.accreditation.models import OnList
from onrecord.fairness.room import RoomError
from onrecord.fairness.tables import Table, read_csv, read_ods, read_xlsx
from onrecord.keeping.errors import ActRefused
from onrecord.pages.lines import plain_lines
from onrecord.people import names

COLUMNS = ("ref", "given_names", "family_names", "email", "function", "attendance", "replaces_ref")
NEEDED = COLUMNS[:5]
LONGEST = {"ref": 40, "given_names": 200, "family_names": 200, "email": 254}
MOST = 500
"""People on one list."""
UNPACKED = 5_000_000
"""Bytes of a workbook that are read."""


class Named(BaseModel):
    """A row of a list; `row` 0: filled in by hand."""

    model_config = ConfigDict(frozen=True)
    row: int
    person: OnList
    replaces: str = ""


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


def read(raw: bytes, name: str) -> list[Named]:
    """The people on the list in a file. Raises ListRefused with all that is wrong with it."""
    table = _table(raw, name)
    missing = [one for one in NEEDED if one not in table.columns]
    unknown = [one for one in table.columns if one not in COLUMNS]
    if missing or unknown:
        raise _whole(
            _("The first row must name these columns: {columns}. Missing: {missing}. Unknown: {unknown}.").format(
                columns=", ".join(COLUMNS), missing=", ".join(missing) or "—", unknown=", ".join(unknown) or "—"
            )
        )
    if not table.rows:
        raise _whole(_("There is nobody on this list."))
    if len(table.rows) > MOST:
        raise _whole(
            _("This list has {n} rows. At most {most} are taken at once.").format(n=len(table.rows), most=MOST)
        )
    faults: list[Fault] = []
    found = [_person(row, cells, faults) for row, cells in table.rows]
    people = [one for one in found if one]
    faults += twice(people)
    if faults:
        raise ListRefused(sorted(faults, key=lambda one: one.row))
    return people


def twice(people: Iterable[Named]) -> list[Fault]:
    """The references, addresses and people that stand in it more than once."""
    refs: dict[str, int] = {}
    emails: dict[str, int] = {}
    same: dict[str, int] = {}
    faults = []
    for one in people:
        person = one.person
        if person.ref in refs:
            words = _("“{ref}” is the reference of row {other}, too. Each person needs their own.")
            faults.append(Fault(one.row, "ref", words.format(ref=person.ref, other=refs[person.ref])))
        if person.email in emails:
            words = _("This is the address of row {other}, too. Each person needs their own.")
            faults.append(Fault(one.row, "email", words.format(other=emails[person.email])))
        elif names.key(person.name) in same:
            words = _(
                "{name} stands in row {other} with another address. Give each person once; tell two people of the same name "
                "apart by their other given names."
            )
            faults.append(Fault(one.row, "email", words.format(name=person.name, other=same[names.key(person.name)])))
        refs.setdefault(person.ref, one.row)
        emails.setdefault(person.email, one.row)
        same.setdefault(names.key(person.name), one.row)
    return faults


def _table(raw: bytes, name: str) -> Table:
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "csv":
            return read_csv(raw, name=name)
        if ending in ("xlsx", "ods"):
            sheets = (read_xlsx if ending == "xlsx" else read_ods)(raw, name=name, most=UNPACKED)
            return next(iter(sheets.values()))
    except StopIteration:
        raise _whole(_("There is nobody on this list.")) from None
    except RoomError as error:
        raise _whole(
            _("We can't read this file ({where}). Save it as CSV in UTF-8, XLSX or ODS, with one row a person.").format(
                where=error.where or name
            )
        ) from None
    raise _whole(_("This is no CSV, XLSX or ODS file. Save the list as one of these."))


def _whole(words: str) -> ListRefused:
    """A fault of the whole file."""
    return ListRefused([Fault(0, "", words)])


def _person(row: int, cells: dict[str, str], faults: list[Fault]) -> Named | None:
    """Somebody on the list; None where something is wrong, which is put with the `faults`."""
    before = len(faults)
    given = {name: " ".join(plain_lines(cells.get(name, "")).split()) for name in COLUMNS}
    empty, long = _("This is empty. Please fill it in."), _("This is longer than {n} characters.")
    faults += [Fault(row, name, empty) for name in NEEDED if not given[name]]
    faults += [Fault(row, name, long.format(n=most)) for name, most in LONGEST.items() if len(given[name]) > most]
    given["email"] = given["email"].lower()
    if given["email"] and not _is_address(given["email"]):
        faults.append(Fault(row, "email", _("“{given}” is no email address.").format(given=given["email"][:80])))
    given["attendance"] = given["attendance"] or "room"
    for name, known in (("function", codes.FUNCTIONS), ("attendance", codes.ATTENDANCE)):
        code = _code(given[name], known)
        if given[name] and code is None:
            words = _("“{given}” is none of these: {known}.").format(given=given[name][:80], known=", ".join(known))
            faults.append(Fault(row, name, words))
        given[name] = code or ""
    if len(faults) > before:
        return None
    return Named(
        row=row, person=OnList(**{name: given[name] for name in OnList.model_fields}), replaces=given["replaces_ref"]
    )


def _is_address(given: str) -> bool:
    try:
        validate_email(given)
    except ValidationError:
        return False
    return True


def _code(given: str, known: codes.Named) -> str | None:
    """The code that is meant, by itself or by its name here or in English."""
    meant = {code: code for code in known} | {str(label).casefold(): code for code, label in known.items()}
    with override("en"):
        meant |= {str(label).casefold(): code for code, label in known.items()}
    return meant.get(given.casefold())

"""An outlet's list of the people whom it names: a table as CSV, XLSX or ODS with the columns `COLUMNS`.

Every fault is told with its row and its column, and nothing of a list with a fault goes in.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from onrecord.accreditation import codes, tables
from onrecord.accreditation.models import OnList
from onrecord.accreditation.tables import Fault, ListRefused, code_meant, is_address, whole
from onrecord.pages.lines import plain_lines
from onrecord.people import names

COLUMNS = ("ref", "given_names", "family_names", "email", "function", "attendance", "replaces_ref")
NEEDED = COLUMNS[:5]
LONGEST = {"ref": 40, "given_names": 200, "family_names": 200, "email": 254}
MOST = 500
"""People on one list."""


class Named(BaseModel):
    """A row of a list; `row` 0: filled in by hand."""

    model_config = ConfigDict(frozen=True)
    row: int
    person: OnList
    replaces: str = ""


def read(raw: bytes, name: str) -> list[Named]:
    """The people on the list in a file. Raises ListRefused with all that is wrong with it."""
    table = tables.read(raw, name)
    missing = [one for one in NEEDED if one not in table.columns]
    unknown = [one for one in table.columns if one not in COLUMNS]
    if missing or unknown:
        raise whole(
            _("The first row must name these columns: {columns}. Missing: {missing}. Unknown: {unknown}.").format(
                columns=", ".join(COLUMNS), missing=", ".join(missing) or "—", unknown=", ".join(unknown) or "—"
            )
        )
    if not table.rows:
        raise whole(_("There is nobody on this list."))
    if len(table.rows) > MOST:
        raise whole(_("This list has {n} rows. At most {most} are taken at once.").format(n=len(table.rows), most=MOST))
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


def _person(row: int, cells: dict[str, str], faults: list[Fault]) -> Named | None:
    """Somebody on the list; None where something is wrong, which is put with the `faults`."""
    before = len(faults)
    given = {name: " ".join(plain_lines(cells.get(name, "")).split()) for name in COLUMNS}
    empty, long = _("This is empty. Please fill it in."), _("This is longer than {n} characters.")
    faults += [Fault(row, name, empty) for name in NEEDED if not given[name]]
    faults += [Fault(row, name, long.format(n=most)) for name, most in LONGEST.items() if len(given[name]) > most]
    given["email"] = given["email"].lower()
    if given["email"] and not is_address(given["email"]):
        faults.append(Fault(row, "email", _("“{given}” is no email address.").format(given=given["email"][:80])))
    given["attendance"] = given["attendance"] or "room"
    for name, known in (("function", codes.FUNCTIONS), ("attendance", codes.ATTENDANCE)):
        code = code_meant(given[name], known)
        if given[name] and code is None:
            words = _("“{given}” is none of these: {known}.").format(given=given[name][:80], known=", ".join(known))
            faults.append(Fault(row, name, words))
        given[name] = code or ""
    if len(faults) > before:
        return None
    return Named(
        row=row, person=OnList(**{name: given[name] for name in OnList.model_fields}), replaces=given["replaces_ref"]
    )

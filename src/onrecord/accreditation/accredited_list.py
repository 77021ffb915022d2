"""A list of people who were accredited elsewhere: any table, whose columns are matched to what we ask.

Every fault is told with its row and its column, and nothing of a list with a fault goes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from onrecord.accreditation import codes
from onrecord.accreditation.models import Call
from onrecord.accreditation.tables import Fault, code_meant, is_address
from onrecord.events import regions
from onrecord.fairness.tables import Table
from onrecord.pages.lines import plain_lines
from onrecord.people import names

MOST = 500
"""People on one list."""
LONGEST = 200
ALIKE = 85
"""How alike a column's name and one that we know must be, of 100, to be suggested."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold: its label, whether it must be there, and by what names it often goes."""

    label: str | Promise
    needed: bool
    names: tuple[str, ...]


FIELDS: Mapping[str, Field] = {
    "email": Field(
        gettext_lazy("Email"), True, ("email", "e-mail", "email address", "электронная почта", "почта", "correo")
    ),
    "given_names": Field(
        gettext_lazy("Given names"), True, ("given names", "given name", "first name", "имя", "nombre", "prénom")
    ),
    "family_names": Field(
        gettext_lazy("Family names"),
        True,
        ("family names", "family name", "last name", "surname", "фамилия", "apellido", "nom"),
    ),
    "latin": Field(gettext_lazy("Name in Latin letters"), False, ("latin", "name in latin letters", "имя латиницей")),
    "outlet": Field(
        gettext_lazy("Outlet"),
        True,
        ("outlet", "media", "organisation", "organization", "сми", "редакция", "издание", "medio"),
    ),
    "kind": Field(
        gettext_lazy("Kind of outlet"), True, ("kind", "kind of outlet", "type of media", "тип сми", "вид сми")
    ),
    "region": Field(gettext_lazy("Region"), True, ("region", "регион", "субъект", "región", "région")),
    "function": Field(gettext_lazy("Function"), False, ("function", "role", "position", "должность", "функция")),
    "category": Field(gettext_lazy("Kind of place"), False, ("category", "kind of place", "категория")),
    "mobile": Field(gettext_lazy("Mobile phone"), False, ("mobile", "phone", "telephone", "телефон", "teléfono")),
}


@dataclass(frozen=True, slots=True)
class Accredited:
    """Somebody on the list, in the row of the file."""

    row: int
    email: str
    answers: Mapping[str, str]
    """Members of `Answers`."""
    kind: str
    region: str
    category: str

    @property
    def name(self) -> str:
        return f"{self.answers['given_names']} {self.answers['family_names']}"


def suggested(columns: Sequence[str]) -> dict[str, str]:
    """Which column may hold which field, judging by the names; a field that nothing is like is left out."""
    likeness = sorted(
        (
            (max(fuzz.ratio(_plain(column), name) for name in field.names), code, column)
            for code, field in FIELDS.items()
            for column in columns
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for alike, code, column in likeness:
        if alike >= ALIKE and code not in found and column not in found.values():
            found[code] = column
    return found


def read(
    table: Table, columns: Mapping[str, str], call: Call, *, language: str
) -> tuple[list[Accredited], list[Fault]]:
    """The people in the table, of which `columns` says which column holds which field, and all that is wrong with it."""
    needed = _needed(call)
    missing = [str(FIELDS[code].label) for code in FIELDS if code in needed and code not in columns]
    if missing:
        return [], [Fault(0, "", _("No column is chosen for: {what}.").format(what=", ".join(missing)))]
    unknown = sorted({column for column in columns.values() if column not in table.columns})
    if unknown:
        return [], [Fault(0, "", _("The file has no column “{name}”.").format(name=unknown[0]))]
    if not table.rows:
        return [], [Fault(0, "", _("There is nobody on this list."))]
    if len(table.rows) > MOST:
        words = _("This list has {n} rows. At most {most} are taken at once.").format(n=len(table.rows), most=MOST)
        return [], [Fault(0, "", words)]
    faults: list[Fault] = []
    people = [_person(row, cells, columns, call, language, faults) for row, cells in table.rows]
    faults += _twice(people, columns["email"])
    return people, sorted(faults, key=lambda one: one.row)


def _person(
    row: int, cells: Mapping[str, str], columns: Mapping[str, str], call: Call, language: str, faults: list[Fault]
) -> Accredited:
    given = {code: " ".join(plain_lines(cells[columns[code]]).split()) if code in columns else "" for code in FIELDS}
    given["email"] = given["email"].lower()

    def wrong(code: str, words: str) -> None:
        faults.append(Fault(row, columns[code], words))

    needed = _needed(call)
    for code in FIELDS:
        if code in needed and not given[code]:
            wrong(code, _("This is empty. Please fill it in."))
        elif len(given[code]) > LONGEST:
            wrong(code, _("This is longer than {n} characters.").format(n=LONGEST))
    if given["email"] and not is_address(given["email"]):
        wrong("email", _("“{given}” is no email address.").format(given=given["email"][:80]))
    for code, known in (("kind", codes.OUTLET_KINDS), ("function", codes.FUNCTIONS)):
        if given[code]:
            meant = code_meant(given[code], known)
            if meant is None:
                named = ", ".join(str(label) for label in known.values())
                wrong(code, _("“{given}” is none of these: {known}.").format(given=given[code][:80], known=named))
            given[code] = meant or ""
    region = ""
    if given["region"]:
        country = call.terms.country or ""
        region = regions.code_of(given["region"], country=country, language=language) or ""
        if not region:
            like = ", ".join(regions.like(given["region"], country=country, language=language))
            words = _("We don't know a region “{given}”.").format(given=given["region"][:80])
            wrong("region", f"{words} {_('Did you mean: {names}?').format(names=like)}" if like else words)
    category = call.only_category
    if given["category"]:
        places = {one.code: one.name for one in call.terms.categories}
        category = code_meant(given["category"], places) or ""
        if not category:
            named = ", ".join(places.values())
            wrong(
                "category", _("“{given}” is none of these: {known}.").format(given=given["category"][:80], known=named)
            )
    answers = {code: given[code] for code in ("given_names", "family_names", "latin", "outlet", "function", "mobile")}
    return Accredited(row, given["email"], answers, given["kind"], region, category)


def _needed(call: Call) -> set[str]:
    """What a list must hold; the kind of place only where there is a choice."""
    needed = {code for code, field in FIELDS.items() if field.needed}
    return needed | {"category"} if len(call.terms.categories) > 1 else needed


def _twice(people: Sequence[Accredited], column: str) -> list[Fault]:
    """Those who stand in it more than once."""
    seen: dict[str, Accredited] = {}
    faults = []
    for one in people:
        before = seen.setdefault(one.email, one)
        if before is not one and one.email:
            same = names.key(before.name) == names.key(one.name)
            words = (
                _("{name} stands in row {other}, too.")
                if same
                else _("This is the address of {name} in row {other}, too.")
            )
            faults.append(Fault(one.row, column, words.format(name=before.name, other=before.row)))
    return faults


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())

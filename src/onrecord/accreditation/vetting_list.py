"""The list that leaves for the authority, with the fewest columns that a check needs, and the one that comes back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date as Date
from datetime import datetime

from django.utils.translation import gettext as _

from onrecord.accreditation import tables
from onrecord.accreditation.models import Identity, Vetting
from onrecord.accreditation.models.identity import Result
from onrecord.accreditation.tables import Fault, ListRefused, whole
from onrecord.transcripts.writers.csv import shown

BACK = ("vetting_ref", "result", "authority", "date")
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
LONGEST = 300
"""Characters of the name of an authority."""
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Leaving:
    """A line of the list that leaves; its members are the columns."""

    vetting_ref: str
    family_names: str
    given_names: str
    birth_date: str
    birth_place: str
    nationality: str
    document_type: str
    document_number: str
    document_country: str

    @classmethod
    def of(cls, vetting: Vetting, identity: Identity) -> Leaving:
        names, held = vetting.application.answers, identity.data
        return cls(
            vetting_ref=vetting.ref,
            family_names=names.family_names,
            given_names=names.given_names,
            birth_date=held.birth_date.isoformat(),
            birth_place=held.birth_place,
            nationality=held.nationality,
            document_type=held.document_type,
            document_number=held.document_number,
            document_country=held.document_country,
        )


def as_csv(leaving: Iterable[Leaving]) -> bytes:
    """With a mark at its beginning by which spreadsheets know UTF-8; what they would take for a formula is guarded."""
    out = io.StringIO()
    rows = csv.writer(out)
    columns = [column.name for column in fields(Leaving)]
    rows.writerow(columns)
    rows.writerows([shown(getattr(one, column)) for column in columns] for one in leaving)
    return "\ufeff".encode() + out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class Said:
    """What the authority said of one person, with the row of the file."""

    row: int
    ref: str
    result: Result
    authority: str
    date: Date | None

    def differs_from(self, vetting: Vetting) -> bool:
        return (self.result, self.authority, self.date) != (vetting.result, vetting.authority, vetting.decided_on)


def read(raw: bytes, name: str) -> list[Said]:
    """The results in a CSV, XLSX or ODS file. Raises ListRefused with all that is wrong with it; then none of them counts."""
    table = tables.read(raw, name)
    if lacking := [column for column in BACK if column not in table.columns]:
        raise whole(
            _("The first row must name these columns: {columns}. Missing: {missing}.").format(
                columns=", ".join(BACK), missing=", ".join(lacking)
            )
        )
    if not table.rows:
        raise whole(_("The file has no row with a result."))
    faults: list[Fault] = []
    found = [one for row, cells in table.rows if (one := _said(row, cells, faults)) is not None]
    twice = {ref for ref, times in Counter(one.ref for one in found).items() if times > 1}
    faults += [
        Fault(one.row, "vetting_ref", _("“{given}” is there more than once.").format(given=one.ref[:40]))
        for one in found
        if one.ref in twice
    ]
    if faults:
        raise ListRefused(sorted(faults, key=lambda one: one.row)[:MOST_FAULTS])
    return found


def _said(row: int, cells: dict[str, str], faults: list[Fault]) -> Said | None:
    ref, result, authority, day = (cells.get(column, "").strip() for column in BACK)
    before, date = len(faults), _day(day)
    if not ref:
        faults.append(Fault(row, "vetting_ref", _("This is empty. Please fill it in.")))
    if result.lower() not in Result.values:
        known = ", ".join(Result.values)
        words = _("“{given}” is none of these: {known}.").format(given=result[:80], known=known)
        faults.append(Fault(row, "result", words))
    if result.lower() == Result.NOT_CLEAR and not authority:
        faults.append(Fault(row, "authority", _("Name who decided: the applicant reads it.")))
    if len(authority) > LONGEST:
        faults.append(Fault(row, "authority", _("This is longer than {n} characters.").format(n=LONGEST)))
    if day and date is None:
        words = _("“{given}” is not a date. Write it as 2026-05-14.").format(given=day[:40])
        faults.append(Fault(row, "date", words))
    return Said(row, ref, Result(result.lower()), authority, date) if len(faults) == before else None


def _day(given: str) -> Date | None:
    for written in DAYS:
        try:
            return datetime.strptime(given, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None

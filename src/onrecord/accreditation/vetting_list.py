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

from onrecord.accreditation.models import Identity, Vetting
from onrecord.accreditation.models.identity import Result
from onrecord.keeping.errors import ActRefused
from onrecord.transcripts.decode import decode
from onrecord.transcripts.model import TranscriptError
from onrecord.transcripts.writers.csv import shown

BACK = ("vetting_ref", "result", "authority", "date")
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
MOST_LINES = 20_000
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
    """What the authority said of one person, with the line of the file."""

    line: int
    ref: str
    result: Result
    authority: str
    date: Date | None

    def differs_from(self, vetting: Vetting) -> bool:
        return (self.result, self.authority, self.date) != (vetting.result, vetting.authority, vetting.decided_on)


def read(raw: bytes) -> list[Said]:
    """The results in a CSV file. Raises ActRefused, with the line and column of each fault; then none of them counts."""
    try:
        text = decode(raw, name=_("The file"))
    except TranscriptError as error:
        raise ActRefused(str(error)) from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        raise ActRefused(_("The file is not a table that we can read. Save it as CSV again.")) from None
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    if lacking := [column for column in BACK if column not in head]:
        raise ActRefused(
            _("Line 1 lacks these columns: {lacking}. It must name {columns}.").format(
                lacking=", ".join(lacking), columns=", ".join(BACK)
            )
        )
    if len(lines) > MOST_LINES:
        raise ActRefused(_("The file has more than {n} lines.").format(n=MOST_LINES))
    rows = [
        (number, dict(zip(head, cells, strict=False))) for number, cells in enumerate(lines[1:], start=2) if any(cells)
    ]
    faults: list[str] = []
    found = [one for number, row in rows if (one := _said(number, row, faults)) is not None]
    twice = {ref for ref, times in Counter(one.ref for one in found).items() if times > 1}
    faults += [
        _fault(one.line, "vetting_ref", one.ref, _("is there more than once")) for one in found if one.ref in twice
    ]
    if not rows:
        faults.append(_("The file has no line with a result."))
    if faults:
        raise ActRefused(" ".join([*faults[:MOST_FAULTS], _("Nothing was taken in.")]))
    return found


def _said(number: int, row: dict[str, str], faults: list[str]) -> Said | None:
    ref, result, authority, day = ((row.get(column) or "").strip() for column in BACK)
    before = len(faults)
    if not ref:
        faults.append(_fault(number, "vetting_ref", ref, _("is empty")))
    if result.lower() not in Result.values:
        faults.append(_fault(number, "result", result, _("must be clear, not clear, resubmit or none yet")))
    if result.lower() == Result.NOT_CLEAR and not authority:
        faults.append(_fault(number, "authority", authority, _("must name who decided; the applicant reads it")))
    if len(authority) > 300:
        faults.append(_fault(number, "authority", authority[:40], _("is longer than 300 characters")))
    date = _day(day)
    if day and date is None:
        faults.append(_fault(number, "date", day, _("is not a date; write it as 2026-05-14")))
    return Said(number, ref, Result(result.lower()), authority, date) if len(faults) == before else None


def _day(given: str) -> Date | None:
    for written in DAYS:
        try:
            return datetime.strptime(given, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _fault(line: int, column: str, value: str, what: str) -> str:
    return _("Line {line}, column {column}: “{value}” {what}.").format(
        line=line, column=column, value=value[:40], what=what
    )

"""An outlet's list: a right one goes in as a whole, a wrong one not at all, and every fault is told by row and column."""

from __future__ import annotations

import pytest

from onrecord.accreditation import staff_list
from onrecord.accreditation.staff_list import ListRefused
from tests.accreditation.lists import TWELVE, csv, ods, xlsx


def faults(raw: bytes, name: str = "list.csv") -> list[str]:
    with pytest.raises(ListRefused) as refused:
        staff_list.read(raw, name)
    return [str(one) for one in refused.value.faults]


@pytest.mark.parametrize(("write", "name"), [(csv, "list.csv"), (xlsx, "list.XLSX"), (ods, "list.ods")])
def test_a_list_of_twelve_is_read_in_every_format(write: object, name: str) -> None:
    people = staff_list.read(write(*TWELVE), name)  # type: ignore[operator]
    assert [one.person.ref for one in people] == [str(n) for n in range(1, 13)]
    assert (people[0].row, people[0].person.name, people[0].person.email) == (2, "Ada Norn", "ada@example.org")


def test_one_reference_twice_and_one_person_under_two_addresses_are_named_by_row_and_column() -> None:
    rows = [*TWELVE]
    rows[4] = rows[4].replace("5,", "4,", 1)
    rows[10] = "11,Norn,Ада,ada.private@example.net,Camera operator,remote,"
    assert faults(csv(*rows)) == [
        "Row 6, column ref: “4” is the reference of row 5, too. Each person needs their own.",
        "Row 12, column email: Norn Ада stands in row 2 with another address. Give each person once; tell two people of the "
        "same name apart by their other given names.",
    ]


def test_every_cell_that_is_wrong_is_told() -> None:
    rows = ["1,Ada,,ada@example,reporter,room,", "2,Bohdan,Lis,bohdan@example.org,editor,moon,", f"{'9' * 41},,,,,,"]
    told = faults(csv(*rows))
    assert [one.partition(": ")[0] for one in told] == [
        *("Row 2, column family_names", "Row 2, column email", "Row 3, column function", "Row 3, column attendance"),
        *(f"Row 4, column {name}" for name in ("given_names", "family_names", "email", "function")),
        "Row 4, column ref",
    ]
    assert "“editor” is none of these: reporter, photographer, camera, sound, producer, technician." in told[2]


def test_a_file_that_is_no_list_says_what_would_be_one() -> None:
    assert (
        "Missing: family_names. Unknown: surname."
        in faults(b"ref,given_names,surname,email,function\n1,Ada,Reyes,a@example.org,reporter")[0]
    )
    assert faults(csv()) == ["There is nobody on this list."]
    assert "Save it as CSV in UTF-8, XLSX or ODS" in faults("Имя".encode("cp1251"))[0]
    for name in ("list.xlsx", "list.ods"):
        assert "We can't read this file" in faults(b"PK\x03\x04 no more", name)[0]
    assert "no CSV, XLSX or ODS" in faults(b"%PDF-1.7", "list.pdf")[0]
    assert "501 rows" in faults(csv(*(f"{n},A,B{n},a{n}@example.org,reporter,," for n in range(501))))[0]


def test_a_workbook_made_to_fill_the_memory_is_refused() -> None:
    bomb = ods(content="<a>" + "<b/>" * 2_000_000 + "</a>")
    assert len(bomb) < 60_000 and "We can't read this file" in faults(bomb, "list.ods")[0]
    repeated = '<table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell></table:table-row>'
    assert "We can't read this file" in faults(ods(cell=repeated), "list.ods")[0]
    entities = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert "nobody on this list" in faults(ods(content=entities), "list.ods")[0]

"""Rooms kept as tables: the same room from JSON, CSV and XLSX, and errors that name the file and the line."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from onrecord.fairness.document import parse
from onrecord.fairness.files import read
from onrecord.fairness.room import RoomError, Sitting
from onrecord.fairness.tables import read_xlsx

TABLES = {
    "journalists": "id,region,start\nada,North,-1/2\nbohdan,South,\n",
    "requests": "id,author,topic\nq1,ada,water\nq2,bohdan,roads\n",
    "supports": "journalist,request,topic\nbohdan,q1,\nada,,roads\n",
    "settings": "name,value\nshares.support,1/2\nshares.region,1/2\nguard,region\none_call_each,false\n"
    "group_starts.region.North,1/3\n",
    "calls": "what,id,reason\ncall,q1,\nabsent,bohdan,\nreturned,bohdan,\ncall,q2,a follow-up\n",
}

SITTING = parse(
    {
        "journalists": [
            {"id": "ada", "groups": {"region": "North"}, "start": "-1/2", "topics": ["roads"]},
            {"id": "bohdan", "groups": {"region": "South"}},
        ],
        "requests": [
            {"id": "q1", "author": "ada", "topic": "water", "supporters": ["bohdan"]},
            {"id": "q2", "author": "bohdan", "topic": "roads"},
        ],
        "shares": {"support": "1/2", "region": "1/2"},
        "guard": "region",
        "one_call_each": False,
        "group_starts": {"region": {"North": "1/3"}},
        "calls": ["q1", {"absent": "bohdan"}, {"returned": "bohdan"}, {"call": "q2", "reason": "a follow-up"}],
    }
)


def folder(tmp_path: Path, **changes: str) -> Path:
    for name, text in (TABLES | changes).items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def workbook(path: Path, **changes: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[list[object]]] = {
        name: [list(line.split(",")) for line in text.splitlines()] for name, text in TABLES.items()
    }
    for name, rows in (sheets | changes).items():
        sheet = book.create_sheet(name.title())
        for row in rows:
            sheet.append([cell or None for cell in row])
    book.save(path)
    return path


def test_a_room_is_the_same_from_a_folder_from_files_and_from_a_workbook(tmp_path: Path) -> None:
    there = folder(tmp_path)
    assert read([there]) == SITTING
    assert read(sorted(there.glob("*.csv"))) == SITTING
    assert read([workbook(tmp_path / "room.xlsx")]) == SITTING


def test_semicolons_and_a_byte_order_mark_are_what_spreadsheets_write(tmp_path: Path) -> None:
    there = folder(tmp_path, **{name: "\ufeff" + text.replace(",", ";") for name, text in TABLES.items()})
    assert read([there]) == SITTING


def test_numbers_in_a_workbook_are_taken_as_they_are_shown(tmp_path: Path) -> None:
    def sitting(start: object) -> Sitting:
        rows = [["id", "region", "start"], ["ada", "North", start], ["bohdan", "South", 2]]
        return read([workbook(tmp_path / "room.xlsx", journalists=rows)])

    assert [each.start for each in sitting(-0.25).room.journalists] == [Fraction(-1, 4), Fraction(2)]
    with pytest.raises(RoomError, match=r"room\.xlsx, sheet “Journalists”, line 2: 0\.333.* format the cell as text"):
        sitting(1 / 3)


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("journalists", "name\nada\n", "journalists.csv: has no column “id”; its columns are name"),
        ("journalists", "id,region,region\n", "journalists.csv: column “region” is there twice"),
        (
            "journalists",
            "id,region,start\nada,North,half\nbohdan,South,\n",
            "journalists.csv, line 2: start: 'half' is not an exact number",
        ),
        (
            "journalists",
            "id,region\nada,\nbohdan,South\n",
            "journalists.csv, line 2: groups: “ada” has no group in “region”",
        ),
        ("journalists", 'id,region\n"ada\n', "journalists.csv, line 2: is not CSV: unexpected end of data"),
        ("requests", "id,author\n\nq1,esi\n", "requests.csv, line 3: author: “esi” is not a journalist of this room"),
        ("requests", "id,author\nq1,ada,roads\n", "requests.csv, line 2: has more cells than the 2 columns of line 1"),
        (
            "requests",
            "id,author,text\n",
            "requests.csv: “text” is not a column of requests; columns are id, author, topic",
        ),
        ("supports", "journalist,request\nesi,q1\n", "supports.csv, line 2: journalist: “esi” is not a journalist"),
        ("supports", "journalist,request\nada,q9\n", "supports.csv, line 2: request: “q9” is not a request"),
        ("supports", "journalist,request\nada,\n", "supports.csv, line 2: fill in either request or topic"),
        ("supports", "journalist,request\nada,q2\nada,q2\n", "supports.csv, line 3: is there twice"),
        ("settings", "name,value\nshare.support,1\n", "settings.csv, line 2: “share.support” is not a setting"),
        ("settings", "name,value\none_call_each,maybe\n", "settings.csv, line 2: one_call_each must be true or false"),
        ("settings", "name,value\nguard,region\n", "shares: is missing, although journalists have groups (region)"),
        (
            "calls",
            "what,id\nasked,q1\n",
            "calls.csv, line 2: what: “asked” must be call, absent, returned or withdrawn",
        ),
    ],
)
def test_what_is_wrong_in_a_table_is_named_by_line(tmp_path: Path, table: str, text: str, message: str) -> None:
    with pytest.raises(RoomError) as refused:
        read([folder(tmp_path, **{table: text})])
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "names", [[], ["room.txt"], ["room.json", "journalists.csv"], ["journalists.csv"], ["speakers.csv"]]
)
def test_what_makes_no_room_is_refused(tmp_path: Path, names: list[str]) -> None:
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text("id\n")
    with pytest.raises(RoomError):
        read(paths or [tmp_path])


def test_broken_and_hostile_workbooks_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", bytes(60_000_000))
    for raw in (b"", b"PK\x03\x04", b"id,region\n", bomb.getvalue()):
        with pytest.raises(RoomError, match=r"^room\.xlsx: "):
            read_xlsx(raw, name="room.xlsx")


def test_a_workbook_whose_cells_multiply_when_they_are_read_is_refused(tmp_path: Path) -> None:
    """Entities that stand for each other: a kilobyte that would be a gigabyte of one id."""
    whole, laughing = workbook(tmp_path / "room.xlsx").read_bytes(), io.BytesIO()
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(io.BytesIO(whole)) as parts, zipfile.ZipFile(laughing, "w") as more:
        for name in parts.namelist():
            text = parts.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<t>ada</t>" in text
                text = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'.encode() + text.replace(b">ada<", b">&a9;<")
            more.writestr(name, text)
    with pytest.raises(RoomError, match="is a workbook that can't be read"):
        read_xlsx(laughing.getvalue(), name="room.xlsx")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            "name,value\nguard,region\nshares.support,half\nshares.region,1/2\n",
            "line 3: shares.support: 'half' is not an exact",
        ),
        (
            "name,value\nshares.support,1/2\nshares.region,1/2\nguard,planet\n",
            "line 4: guard: “planet” is not a dimension",
        ),
        ("name,value\nguard,region\n", "settings.csv: shares: is missing"),
    ],
)
def test_a_wrong_setting_is_named_by_file_and_line(settings: str, says: str, tmp_path: Path) -> None:
    for name, content in (TABLES | {"settings": settings}).items():
        (tmp_path / f"{name}.csv").write_text(content)
    with pytest.raises(RoomError) as refused:
        read([tmp_path])
    assert says in str(refused.value) and f"{tmp_path}/settings.csv" in str(refused.value)

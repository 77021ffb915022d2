"""A sitting as tables: CSV files, or the sheets of a workbook. Other lists that people have as tables are read with the same readers.

| table | columns |
|---|---|
| journalists | `id`, perhaps `start`; every other column is a dimension and holds the journalist's group |
| requests | `id`, `author`, perhaps `topic` |
| supports | `journalist`, and `request` or `topic`: what they support, one a row |
| settings | `name`, `value`: `shares.support`, `shares.<dimension>`, `guard`, `beacon`, `commitment`, `one_call_each`, `group_starts.<dimension>.<group>` |
| calls | `what` (call, absent, returned or withdrawn), `id`, perhaps `reason`; in the order in which it happened |

`journalists` and `requests` must be there. Cells mean what the members of the JSON document mean (`document`).
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .document import parse
from .room import RoomError, Sitting

MOST_BYTES = 50_000_000
"""Of one file, and of a workbook's parts when they are unpacked."""

MOST_ROWS, MOST_COLUMNS = 200_000, 50

MOST_CELLS = 10_000_000
"""Of a sheet, empty ones between others included."""

NEEDED = {
    "journalists": ("id",),
    "requests": ("id", "author"),
    "supports": ("journalist",),
    "settings": ("name", "value"),
    "calls": ("what", "id"),
}
_MORE = {
    "requests": ("topic",),
    "supports": ("request", "topic"),
    "settings": (),
    "calls": ("reason",),
}

SETTINGS = ("shares", "group_starts", "guard", "beacon", "commitment", "one_call_each")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by the names of their columns, each with the number of its line; `name` says where it is, for errors."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]

    def wrong(self, line: int, problem: str) -> RoomError:
        return RoomError(f"{self.name}, line {line}", problem)


def from_tables(tables: Mapping[str, Table]) -> Sitting:
    """The sitting in these tables, by their names; raises RoomError naming table, line and column."""
    for kind in tables:
        if kind not in NEEDED:
            raise RoomError(tables[kind].name, f"is not a table of a room; the tables are {', '.join(NEEDED)}")
    for kind in ("journalists", "requests"):
        if kind not in tables:
            raise RoomError("", f"there is no table “{kind}”; a room needs journalists and requests")
    for kind, table in tables.items():
        _check_columns(kind, table)
    document: dict[str, Any] = {
        "journalists": [_journalist(row) for _, row in tables["journalists"].rows],
        "requests": [dict(row) for _, row in tables["requests"].rows],
    }
    if "supports" in tables:
        _add_supports(document, tables["supports"])
    if "settings" in tables:
        document |= _settings(tables["settings"])
    if "calls" in tables:
        document["calls"] = [_act(tables["calls"], line, row) for line, row in tables["calls"].rows]
    try:
        return parse(document)
    except RoomError as error:
        raise _in_table(error, tables) from None


def _in_table(error: RoomError, tables: Mapping[str, Table]) -> RoomError:
    """The same error by table and line, where it is about a row."""
    place = re.match(r"(journalists|requests|calls)\[(\d+)\]\.?(.*)", error.where)
    if not place:
        return _in_settings(error, tables["settings"]) if "settings" in tables else error
    kind, number, column = place.groups()
    line = tables[kind].rows[int(number)][0]
    return tables[kind].wrong(line, f"{column}: {error.problem}" if column else error.problem)


def _in_settings(error: RoomError, settings: Table) -> RoomError:
    """The same error by the settings' line that it is about, or by their file where they lack one."""
    if error.where.partition(".")[0] not in SETTINGS:
        return error
    for line, row in settings.rows:
        name = row["name"]
        if name == error.where or name.startswith(f"{error.where}."):
            return settings.wrong(line, f"{error.where}: {error.problem}")
    return RoomError(settings.name, f"{error.where}: {error.problem}")


def _check_columns(kind: str, table: Table) -> None:
    for column in NEEDED[kind]:
        if column not in table.columns:
            raise RoomError(
                table.name, f"has no column “{column}”; its columns are {', '.join(table.columns) or 'none'}"
            )
    if kind == "journalists":
        return
    allowed = (*NEEDED[kind], *_MORE[kind])
    for column in table.columns:
        if column not in allowed:
            raise RoomError(table.name, f"“{column}” is not a column of {kind}; columns are {', '.join(allowed)}")


def _journalist(row: Row) -> dict[str, Any]:
    groups = {column: value for column, value in row.items() if column not in ("id", "start") and value}
    return {"id": row["id"], "groups": groups, "start": row.get("start") or 0, "topics": []}


def _add_supports(document: dict[str, Any], table: Table) -> None:
    journalists = {each["id"]: each for each in document["journalists"]}
    requests = {each["id"]: each for each in document["requests"]}
    seen: set[tuple[str, str, str]] = set()
    for line, row in table.rows:
        journalist, request, topic = row["journalist"], row.get("request", ""), row.get("topic", "")
        if journalist not in journalists:
            raise table.wrong(line, f"journalist: “{journalist}” is not a journalist of this room")
        if bool(request) == bool(topic):
            raise table.wrong(line, "fill in either request or topic, not both")
        if request and request not in requests:
            raise table.wrong(line, f"request: “{request}” is not a request of this room")
        where, name = (requests[request], journalist) if request else (journalists[journalist], topic)
        if (journalist, request, topic) in seen:
            raise table.wrong(line, "is there twice; remove one of the two lines")
        seen.add((journalist, request, topic))
        where.setdefault("supporters" if request else "topics", []).append(name)


def _settings(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line, row in table.rows:
        name, value = row["name"], row["value"]
        head, *rest = name.split(".", 2)
        place, depth = found, {"shares": 1, "group_starts": 2}.get(head, 0)
        if head not in SETTINGS or len(rest) != depth:
            raise table.wrong(
                line,
                f"“{name}” is not a setting; settings are, for example, shares.support, guard, group_starts.region.North",
            )
        for step in (head, *rest)[:-1]:
            place = place.setdefault(step, {})
        last = (head, *rest)[-1]
        if last in place:
            raise table.wrong(line, f"“{name}” is set twice; remove one of the two lines")
        if head == "one_call_each" and value.lower() not in ("true", "false"):
            raise table.wrong(line, "one_call_each must be true or false")
        place[last] = value.lower() == "true" if head == "one_call_each" else value
    if found.get("guard") == "":
        del found["guard"]
    return found


def _act(table: Table, line: int, row: Row) -> dict[str, str]:
    if row["what"] not in ("call", "absent", "returned", "withdrawn"):
        raise table.wrong(line, f"what: “{row['what']}” must be call, absent, returned or withdrawn")
    reason = {"reason": row["reason"]} if row.get("reason") else {}
    return {row["what"]: row["id"]} | reason


def read_csv(raw: bytes, *, name: str) -> Table:
    """A CSV table with a header, in UTF-8; its columns are parted by tabs or semicolons if its header has one, else commas."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RoomError(name, f"is not UTF-8 at byte {error.start}; save it as “CSV UTF-8”") from None
    header = text.partition("\n")[0]
    delimiter = next((each for each in "\t;" if each in header), ",")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _table(name, _numbered(lines, name))


def _numbered(lines: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for cells in lines:
            yield number, cells
            number = lines.line_num + 1
    except csv.Error as error:
        raise RoomError(f"{name}, line {number}", f"is not CSV: {error}") from None


def read_xlsx(raw: bytes, *, name: str, most: int = MOST_BYTES) -> dict[str, Table]:
    """The sheets of a workbook by their names, lower case; formulas by the values that were saved with them. `most`: bytes when
    it is unpacked."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > most:
            raise RoomError(name, f"has {unpacked:,} bytes when unpacked; at most {most:,} are allowed")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Styles and extensions that openpyxl doesn't know; only cells matter here.
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            return {
                sheet.title.strip().lower(): _sheet(sheet, f"{name}, sheet “{sheet.title}”")
                for sheet in book.worksheets
            }
    except RoomError:
        raise
    except Exception as error:  # openpyxl has no error of its own for what is broken in a file.
        raise RoomError(name, f"is a workbook that can't be read ({type(error).__name__}); save it as .xlsx") from None


ODS = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def read_ods(raw: bytes, *, name: str, most: int) -> dict[str, Table]:
    """The sheets of an OpenDocument workbook by their names, lower case; every cell as the text that it shows. `most`: bytes
    when it is unpacked; in memory it takes many times as many."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts, parts.open("content.xml") as part:
            content = part.read(most + 1)
        if len(content) > most:
            raise RoomError(name, f"has more than {most:,} bytes when unpacked")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        book = etree.fromstring(content, parser)
    except RoomError:
        raise
    except Exception as error:  # whatever is broken in a file
        raise RoomError(name, f"is a workbook that can't be read ({type(error).__name__}); save it as .ods") from None
    found = {}
    for sheet in book.iterfind(".//table:table", ODS):
        title = sheet.get(f"{{{ODS['table']}}}name", "")
        where = f"{name}, sheet “{title}”"
        found[title.strip().lower()] = _table(where, _numbered_rows(_ods_rows(sheet, where)))
    return found


def _numbered_rows(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Empty rows count, however many one stands for."""
    number = 1
    for repeated, cells in rows:
        yield number, cells
        number += repeated


def _ods_rows(sheet: Any, where: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of rows that it stands for; one with words stands for one alone."""
    read = 0
    for row in sheet.iterfind(".//table:table-row", ODS):
        repeated = _times(row, "rows")
        cells: list[str] = []
        for cell in row.iterfind("*"):
            words = "\n".join("".join(line.itertext()) for line in cell.iterfind("text:p", ODS))
            times = _times(cell, "columns")
            cells += [words] * (min(times, MOST_COLUMNS + 1) if words or times <= MOST_COLUMNS else 1)
        read += len(cells) + 1
        if read > MOST_CELLS:
            raise RoomError(where, f"has more than {MOST_CELLS:,} cells; delete empty cells that have formatting")
        if repeated > 1 and any(cells):
            for _ in range(min(repeated, MOST_ROWS + 1)):
                yield 1, cells
        else:
            yield repeated, cells


def _times(element: Any, of: str) -> int:
    """How many rows or columns one element stands for."""
    given = element.get(f"{{{ODS['table']}}}number-{of}-repeated", "1")[:9]
    return int(given) if given.isdecimal() else 1


def _sheet(sheet: Any, name: str) -> Table:
    sheet.reset_dimensions()  # They are what the file claims, not what is there.
    return _table(name, _cells(sheet.iter_rows(values_only=True), name))


def _cells(rows: Iterable[tuple[object, ...]], name: str) -> Iterator[tuple[int, list[str]]]:
    read = 0
    for number, row in enumerate(rows, start=1):
        read += len(row) + 1
        if read > MOST_CELLS:
            raise RoomError(name, f"has more than {MOST_CELLS:,} cells; delete empty cells that have formatting")
        yield number, [_cell(value, f"{name}, line {number}") for value in row]


def _cell(value: object, where: str) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case float() if re.fullmatch(r"-?\d{1,12}\.\d{1,6}", repr(value)):
            return repr(value)
    raise RoomError(
        where, f"{value!s} is not an exact number or text; format the cell as text and write, for example, 1/3"
    )


def _table(name: str, lines: Iterator[tuple[int, list[str]]]) -> Table:
    _, header = next(lines, (1, list[str]()))
    columns = [column.strip() for column in header]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise RoomError(name, f"has {len(columns)} columns; at most {MOST_COLUMNS} are allowed")
    for column in columns:
        if not column or columns.count(column) > 1:
            raise RoomError(
                name, f"column “{column}” is there twice; rename one" if column else "a column has no name in line 1"
            )
    rows: list[tuple[int, Row]] = []
    for line, cells in lines:
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise RoomError(name, f"has more than {MOST_ROWS:,} rows; delete those that are not needed")
        if any(cells[len(columns) :]):
            raise RoomError(f"{name}, line {line}", f"has more cells than the {len(columns)} columns of line 1")
        cells = cells[: len(columns)] + [""] * (len(columns) - len(cells))
        rows.append((line, dict(zip(columns, cells, strict=True))))
    return Table(name=name, columns=tuple(columns), rows=tuple(rows))

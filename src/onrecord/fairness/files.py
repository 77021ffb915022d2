"""A sitting from files: one JSON document, one workbook, or CSV tables, each called after what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .document import from_json
from .room import RoomError, Sitting
from .tables import MOST_BYTES, NEEDED, Table, from_tables, read_csv, read_xlsx


def read(paths: Sequence[Path]) -> Sitting:
    """The sitting in a .json or .xlsx file, in a folder of CSV files, or in CSV files; raises RoomError or OSError."""
    if len(paths) == 1 and paths[0].is_dir():
        paths = sorted(path for path in paths[0].iterdir() if path.suffix.lower() == ".csv" and path.stem in NEEDED)
        if not paths:
            raise RoomError(
                "",
                f"there are no CSV files of a room in this folder; they are called {', '.join(f'{name}.csv' for name in NEEDED)}",
            )
    kinds = {path.suffix.lower() for path in paths}
    if kinds == {".csv"}:
        return from_tables(_csv_tables(paths))
    if len(paths) == 1 and kinds == {".json"}:
        try:
            return from_json(_bytes(paths[0]))
        except RoomError as error:
            raise RoomError(f"{paths[0]}: {error.where}".removesuffix(": "), error.problem) from None
    if len(paths) == 1 and kinds == {".xlsx"}:
        return from_tables(read_xlsx(_bytes(paths[0]), name=str(paths[0])))
    raise RoomError("", "give one .json file, one .xlsx file, .csv files, or a folder of .csv files")


def _csv_tables(paths: Sequence[Path]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for path in paths:
        if path.stem in tables:
            raise RoomError(str(path), f"is a second table of {path.stem}")
        tables[path.stem] = read_csv(_bytes(path), name=str(path))
    return tables


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise RoomError(str(path), f"is too large: at most {MOST_BYTES:,} bytes")
    return raw

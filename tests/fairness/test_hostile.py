"""Whatever is in a file, it makes a room or a RoomError."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from functools import cache

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.document import from_json, parse
from onrecord.fairness.room import RoomError
from onrecord.fairness.tables import NEEDED, from_tables, read_csv, read_xlsx
from tests.rounds import rounds

names = st.sampled_from(
    ["id", "author", "supporters", "journalists", "requests", "shares", "support", "call", "start", "q1", "ada", "1/2"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
documents = st.fixed_dictionaries(
    {"journalists": st.lists(st.just({"id": "ada"}) | anything, max_size=3), "requests": anything | st.just([])},
    optional=dict.fromkeys(("shares", "guard", "beacon", "one_call_each", "group_starts", "calls"), anything),
)


@settings(max_examples=rounds(75, long=3_000))
@given(documents | anything)
def test_any_document(document: object) -> None:
    for read in (lambda: parse(document), lambda: from_json(json.dumps(document))):
        with suppress(RoomError):
            read()


@settings(max_examples=rounds(75, long=3_000))
@given(
    st.dictionaries(st.sampled_from([*NEEDED, "speakers"]), st.text(alphabet='id,author;\t"\n\r\x00é1/q', max_size=60))
)
def test_any_tables(texts: dict[str, str]) -> None:
    with suppress(RoomError):
        from_tables({name: read_csv(text.encode(), name=f"{name}.csv") for name, text in texts.items()})


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Journalists"
    book.worksheets[0].append(["id", "region"])
    book.worksheets[0].append(["ada", "North"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@settings(max_examples=rounds(37, long=1500))
@given(st.data())
def test_any_damage_to_a_workbook(data: st.DataObject) -> None:
    raw = bytearray(workbook())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(RoomError):
        read_xlsx(bytes(raw[: data.draw(st.integers(0, len(raw)))]), name="room.xlsx")

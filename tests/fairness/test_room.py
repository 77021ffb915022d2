"""A room that contradicts itself can't be built, and a document is read as it is written or not at all."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord.fairness.document import from_json, parse, to_document
from onrecord.fairness.room import Absent, Call, Journalist, Request, Returned, Room, RoomError, Sitting, Withdrawn
from tests.rounds import rounds

from .rooms import rooms


def document(**changes: Any) -> dict[str, Any]:
    return {
        "journalists": [
            {"id": "ada", "groups": {"region": "North"}, "start": "-1/2", "topics": ["roads"]},
            {"id": "bohdan", "groups": {"region": "South"}},
        ],
        "requests": [
            {"id": "q1", "author": "ada", "topic": "water", "supporters": ["bohdan"]},
            {"id": "q2", "author": "bohdan", "topic": "roads"},
        ],
        "shares": {"support": "1/2", "region": "0.5"},
        "guard": "region",
        "beacon": "ab" * 32,
        "commitment": "00" * 32,
        "one_call_each": False,
        "group_starts": {"region": {"North": "1/3"}},
        "calls": ["q1", {"absent": "bohdan"}, {"returned": "bohdan"}, {"call": "q2", "reason": "a follow-up"}],
    } | changes


def test_a_document_says_who_backs_what_and_what_happened() -> None:
    sitting = from_json(json.dumps(document()))
    assert sitting.room.backers() == {"q1": {"ada", "bohdan"}, "q2": {"ada", "bohdan"}}
    assert sitting.room.journalists[0].start == Fraction(-1, 2)
    assert sitting.room.shares == {"support": Fraction(1, 2), "region": Fraction(1, 2)}
    assert sitting.acts == (Call("q1"), Absent("bohdan"), Returned("bohdan"), Call("q2", "a follow-up"))


@settings(max_examples=rounds(20, long=1_000))
@given(rooms())
def test_a_sitting_written_down_is_read_back_the_same(room: Room) -> None:
    acts = (Withdrawn("q9"), Call("q1"), Call("q2", "why"), Absent("j0"), Returned("j0"))
    assert parse(json.loads(json.dumps(to_document(Sitting(room, acts))))) == Sitting(room, acts)


ADA = {"id": "ada", "groups": {"region": "North"}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"journalists": []}, "journalists: is empty; name at least one"),
        ({"journalists": [ADA, ADA]}, "journalists[1].id: “ada” is there twice; each id must be used only once"),
        ({"journalists": [{"id": "ada"}]}, "journalists[0].groups: “ada” has no group in “region”, which has a share"),
        ({"journalists": [ADA | {"id": " ada"}]}, "journalists[0].id: “ ada” begins or ends with a space"),
        (
            {"journalists": [ADA | {"start": 0.1}]},
            "journalists[0].start: 0.1 is a floating-point number, which is not exact",
        ),
        ({"journalists": [ADA | {"start": "1/0"}]}, "journalists[0].start: '1/0' divides by zero"),
        ({"journalists": [ADA | {"start": "1e9"}]}, "journalists[0].start: '1e9' is not an exact number"),
        ({"journalists": [ADA | {"start": "9999999"}]}, "journalists[0].start: 9999999 is too far from 0"),
        (
            {"journalists": [ADA | {"age": 40}]},
            "journalists[0]: “age” is not a member here; members are id, groups, start, topics",
        ),
        ({"requests": [{"id": "q1", "author": "esi"}]}, "requests[0].author: “esi” is not a journalist of this room"),
        ({"requests": [{"id": "q1"}]}, "requests[0].author: is missing"),
        (
            {"requests": [{"id": "q1", "author": "ada", "supporters": ["bohdan", "bohdan"]}]},
            "requests[0].supporters[1]: “bohdan” is named twice",
        ),
        ({"shares": {"support": "1/2", "region": "1/3"}}, "shares: the shares add up to 5/6; they must add up to 1"),
        ({"shares": {"region": 1}}, "shares: “support” is missing"),
        ({"shares": {"support": 2, "region": -1}}, "shares.region: -1 is below 0"),
        ({"guard": "kind"}, "guard: “kind” is not a dimension with a share; dimensions: region"),
        ({"beacon": "ab" * 65}, "beacon: has 65 bytes; it must be 1 to 64, two hex digits each"),
        ({"commitment": ""}, "commitment: has 0 bytes; it must be 1 to 64, two hex digits each"),
        ({"beacon": "xy"}, "beacon: must be hex digits, two for each byte"),
        ({"group_starts": {"region": {"East": "1"}}}, "group_starts.region.East: no journalist is in this group"),
        ({"calls": [{"called": "q1"}]}, "calls[0]: “called” is not a member here"),
        ({"calls": [{"reason": "why"}]}, "calls[0]: must be a request's id"),
        ({"calls": [{"call": "q1", "reason": "\x1b[2J"}]}, "calls[0].reason: has a character that can't be printed"),
        ({"moderator": "dov"}, "the document: “moderator” is not a member here"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RoomError) as refused:
        parse(document(**changes))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"journalists": [], "journalists": []}',
        b"\xff",
        "[" * 100_000,
        '{"journalists": 1' + "0" * 10_000 + "}",
    ],
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(RoomError):
        from_json(text)


def test_a_room_made_in_python_is_held_to_the_same() -> None:
    with pytest.raises(RoomError, match=r"shares\.support: 1\.0 is not an exact number"):
        Room((Journalist("ada"),), (Request("q1", "ada"),), shares={"support": 1.0})  # type: ignore[dict-item]

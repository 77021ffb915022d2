"""A draw's file says what the draw is, at every step, or is refused with the member named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness import draw
from onrecord.fairness.draw import Draw, DrawError
from onrecord.fairness.draw_file import from_json, to_json
from onrecord.fairness.room import Room
from tests.rounds import rounds

from .draws import SECRET, finished

BEGUN = json.loads(to_json(draw.commit(SECRET, event="13th edition", outside=draw.Outside("drand", 7))))


@settings(max_examples=rounds(15, long=1_000))
@given(finished())
def test_every_step_is_read_back_as_it_was(held: tuple[Draw, Room]) -> None:
    done, room = held
    begun = draw.commit(SECRET, event=done.event, outside=done.outside)
    closed = draw.close(begun, room, nonces=done.nonces, code=done.code)
    for step in (begun, closed, done):
        assert from_json(to_json(step)) == step


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"draw": "v2"}, "is not a draw"),
        ({"lottery": 1}, "“lottery” is not a member here"),
        ({"event": 13}, "event: must be a text"),
        ({"commitment": "ab"}, "commitment: must be 64 hex digits"),
        ({"beacon": "AB" * 32}, "beacon: must be 64 hex digits"),
        ({"outside": {"source": "drand", "round": True}}, "outside: must have"),
        ({"outside": {"source": "drand"}}, "outside: must have"),
        ({"nonces": {}}, "nonces: must be a list"),
        ({"nonces": [["q1", "a"], ["q2"]]}, r"nonces\[1\]: must be"),
        ({"parts": {"roster": None}}, "parts.roster: must be 64"),
        ({"code": "one\ntwo"}, "code: must be a text on one line"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DrawError, match=message):
        from_json(json.dumps(BEGUN | changes))


@given(st.one_of(st.binary(max_size=40), st.text(max_size=40)))
def test_bytes_that_are_no_draw_are_refused(raw: str | bytes) -> None:
    with pytest.raises(DrawError):
        from_json(raw)

"""Draws for Hypothesis to try."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from onrecord.fairness import draw
from onrecord.fairness.draw import Draw, Nonce, Outside
from onrecord.fairness.room import Room

from .rooms import rooms

SECRET, VALUE = bytes(range(32)), bytes(range(32, 64))
texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=8)


@st.composite
def finished(pick: st.DrawFn) -> tuple[Draw, Room]:
    """A finished draw and the room it was held for, its lottery not yet told of it."""
    room = replace(pick(rooms()), beacon=bytes(32))
    outside = Outside(source="drand", round=pick(st.integers(1, 99))) if pick(st.booleans()) else None
    begun = draw.commit(SECRET, event=pick(texts), outside=outside)
    ids = pick(st.permutations([request.id for request in room.requests]))
    closed = draw.close(begun, room, nonces=tuple(Nonce(each, pick(texts)) for each in ids), code="onrecord 0.1.0")
    return draw.reveal(closed, SECRET, value=VALUE if outside else None), room

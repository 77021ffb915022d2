"""The order itself: the same as the rule in plain rationals, whatever happens in the room."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.floor import Floor, rank, replay
from onrecord.fairness.room import Absent, Call, Returned, Room, Sitting
from tests.rounds import rounds

from .reference import Reference
from .rooms import next_act, rooms


@settings(max_examples=rounds(100, long=4_000))
@given(room=rooms(), data=st.data())
def test_every_proposal_is_the_one_of_the_rule_in_plain_rationals(room: Room, data: st.DataObject) -> None:
    floor, reference, absent = Floor(room), Reference(room), set[str]()
    for _ in range(20):
        proposal, expected = floor.propose(), reference.propose()
        assert (proposal and (proposal.id, list(proposal.tied), proposal.price)) == expected
        act = next_act(data, floor, absent)
        if act is None:
            break
        if isinstance(act, Absent):
            absent.add(act.journalist)
        if isinstance(act, Returned):
            absent.remove(act.journalist)
        floor.act(act)
        reference.act(act)
    for journalist in room.journalists:
        assert floor.load(journalist.id) == reference.load[(journalist.id,)]


@settings(max_examples=rounds(25, long=1_000))
@given(room=rooms(), seed=st.integers(0, 1_000))
def test_the_order_in_which_a_room_lists_things_changes_nothing(room: Room, seed: int) -> None:
    mixed = random.Random(seed)
    other = replace(
        room,
        journalists=tuple(mixed.sample(room.journalists, len(room.journalists))),
        requests=tuple(
            replace(request, supporters=tuple(mixed.sample(request.supporters, len(request.supporters))))
            for request in mixed.sample(room.requests, len(room.requests))
        ),
        shares=dict(mixed.sample(sorted(room.shares.items()), len(room.shares))),
    )
    assert list(rank(Floor(room))) == list(rank(Floor(other)))


@settings(max_examples=rounds(25, long=1_000))
@given(room=rooms(), made=st.integers(0, 6))
def test_a_replay_goes_on_where_the_sitting_stopped(room: Room, made: int) -> None:
    whole = list(rank(Floor(room)))
    again = replay(Sitting(room, tuple(Call(each.id) for each in whole[:made])))
    assert again.calls == whole[:made]
    assert list(rank(again)) == whole[made:]

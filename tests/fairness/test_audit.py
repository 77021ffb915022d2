"""The audit counts what a plain count counts, whatever order things are listed in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.audit import audit
from onrecord.fairness.chance import random_orders
from onrecord.fairness.floor import Floor
from onrecord.fairness.room import Act, Call, Journalist, Request, Room, RoomError, Sitting, Withdrawn
from onrecord.fairness.unserved import Unserved, utilities
from tests.rounds import rounds

from .rooms import open_requests, rooms


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    """A room in which at least one request was called, not always the proposal, and some were withdrawn."""
    room = draw(rooms().filter(lambda room: bool(room.requests)))
    floor, acts = Floor(room), list[Act]()
    for _ in range(draw(st.integers(1, 8))):
        able = open_requests(floor)
        if not able:
            break
        picked = draw(st.sampled_from(able))
        act = Withdrawn(picked) if floor.calls and draw(st.integers(0, 4)) == 0 else Call(picked)
        floor.act(act)
        acts.append(act)
    return Sitting(room=room, acts=tuple(acts))


def wish(room: Room, journalist: Journalist, request: Request, *, graded: bool) -> int:
    if journalist.id == request.author or journalist.id in request.supporters:
        return 2 if graded else 1
    return 1 if request.topic and request.topic in journalist.topics else 0


def groups_left_out(
    room: Room, asked: list[Request], there: list[Request], *, graded: bool
) -> list[tuple[str, set[str]]]:
    """Every group there is, by trying all requests and thresholds."""
    best = {
        each.id: max((wish(room, each, one, graded=graded) for one in asked), default=0) for each in room.journalists
    }
    return [
        (
            request.id,
            {each.id for each in room.journalists if wish(room, each, request, graded=graded) >= grade > best[each.id]},
        )
        for request in there
        for grade in (1, 2)
    ]


@settings(max_examples=rounds(75, long=3_000))
@given(sittings(), st.booleans())
def test_alpha_and_the_group_left_out_are_those_of_a_plain_count(sitting: Sitting, graded: bool) -> None:
    room = sitting.room
    requests = {request.id: request for request in room.requests}
    found = iter(audit(sitting, graded=graded, orders=0).prefixes)
    asked: list[Request] = []
    there = dict(requests)
    for act in sitting.acts:
        if isinstance(act, Withdrawn):
            del there[act.request]
            continue
        assert isinstance(act, Call)
        asked.append(requests[act.request])
        groups = groups_left_out(room, asked, list(there.values()), graded=graded)
        most = max(len(members) for _, members in groups)
        prefix = next(found)
        assert prefix.alpha == Fraction(len(asked) * most, len(room.journalists))
        if prefix.left_out is None:
            assert most == 0
            continue
        assert len(prefix.left_out.members) == most
        assert (prefix.left_out.request, set(prefix.left_out.members)) in groups
        assert prefix.left_out.request == min(name for name, members in groups if len(members) == most)
        for common in prefix.left_out.common:
            groups_of = [
                each.groups[common.dimension] for each in room.journalists if each.id in prefix.left_out.members
            ]
            assert common.group == max(sorted(set(groups_of)), key=groups_of.count)
            inside = {each.id for each in room.journalists if each.groups[common.dimension] == common.group}
            assert (common.count, common.size) == (len(inside & set(prefix.left_out.members)), len(inside))
    assert next(found, None) is None


@given(
    st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 5), max_size=6), min_size=1, max_size=6),
    st.data(),
)
def test_any_whole_grades_are_counted(columns: list[dict[int, int]], data: st.DataObject) -> None:
    unserved = Unserved(utilities(columns, voters=6))
    best = [0] * 6
    for request in data.draw(st.permutations(range(len(columns)))):
        unserved.ask(request)
        best = [max(best[voter], columns[request].get(voter, 0)) for voter in range(6)]
        assert unserved.most() == max(
            sum(column.get(voter, 0) >= grade > best[voter] for voter in range(6))
            for column in columns
            for grade in range(1, 6)
        )


@given(sittings())
def test_shortfalls_are_those_of_a_plain_count(sitting: Sitting) -> None:
    room = sitting.room
    author = {request.id: request.author for request in room.requests}
    group = {each.id: each.groups for each in room.journalists}
    for share in audit(sitting, orders=0).groups:
        inside = [each for each in group.values() if each[share.dimension] == share.group]
        for k in range(1, len(sitting.calls) + 1):
            had = sum(group[author[call]][share.dimension] == share.group for call in sitting.calls[:k])
            assert share.shortfall[k - 1] == max(0, int(Fraction(len(inside), len(room.journalists)) * k) - had)


@settings(max_examples=rounds(20, long=1_000))
@given(sittings(), st.randoms(use_true_random=False), st.booleans())
def test_the_same_audit_whatever_order_a_file_lists_things_in(sitting: Sitting, random: Any, graded: bool) -> None:
    room = sitting.room
    journalists, requests = list(room.journalists), list(room.requests)
    random.shuffle(journalists)
    random.shuffle(requests)
    shuffled = replace(room, journalists=tuple(journalists), requests=tuple(requests))
    assert audit(sitting, graded=graded, orders=20) == audit(replace(sitting, room=shuffled), graded=graded, orders=20)


@settings(max_examples=rounds(20, long=1_000))
@given(sittings())
def test_the_standing_compares_with_real_orders_counted_in_the_same_way(sitting: Sitting) -> None:
    room = sitting.room
    found = audit(sitting, orders=30)
    withdrawn = [act.request for act in sitting.acts if isinstance(act, Withdrawn)]
    ids = sorted(request.id for request in room.requests)
    figures = []
    rows = random_orders(room, calls=len(sitting.calls), withdrawn=withdrawn, orders=30)
    author = {request.id: request.author for request in room.requests}
    for row in [[ids[place] for place in row] for row in rows.tolist()]:
        assert len(set(row)) == len(row) == len(sitting.calls) and not set(row) & set(withdrawn)
        if room.one_call_each:
            able = {author[each] for each in ids if each not in withdrawn}
            assert len({author[each] for each in row}) == min(len(row), len(able))
        acts = (*(Withdrawn(each) for each in withdrawn), *(Call(each) for each in row))
        one = audit(Sitting(room=room, acts=acts), orders=0)
        figures.append((sum(each.alpha for each in one.prefixes), sum(sum(each.shortfall) for each in one.groups)))
    assert found.left_out_standing and found.shortfall_standing
    for standing, column in ((found.left_out_standing, 0), (found.shortfall_standing, 1)):
        figure = standing.figure * (len(sitting.calls) if column == 0 else 1)
        by_chance = [figures[row][column] for row in range(30)]
        assert (standing.worse, standing.equal, standing.better) == (
            sum(each > figure for each in by_chance),
            sum(each == figure for each in by_chance),
            sum(each < figure for each in by_chance),
        )


def test_every_order_is_as_likely_and_the_beacon_decides_which() -> None:
    people = tuple(Journalist(id=name) for name in ("ada", "bohdan", "esi"))
    requests = tuple(Request(id=f"q-{each.id}", author=each.id) for each in people)
    room = Room(journalists=people, requests=requests, beacon=bytes(range(32)))
    rows = random_orders(room, calls=3, orders=6_000)
    counts = {tuple(row): 0 for row in rows.tolist()}
    for row in rows.tolist():
        counts[tuple(row)] += 1
    assert len(counts) == 6 and all(850 < count < 1_150 for count in counts.values())
    assert (rows == random_orders(room, calls=3, orders=6_000)).all()
    assert (rows != random_orders(replace(room, beacon=bytes(32)), calls=3, orders=6_000)).any()


def test_a_bloc_that_is_never_called_is_named_with_what_its_members_share() -> None:
    """Six of ten, all from the North but one, want the same question; a moderator calls two others."""
    people = [
        Journalist(id=f"j{number}", groups={"region": "North" if number < 5 else "South"}) for number in range(10)
    ]
    requests = [Request("water", "j0", "water", tuple(f"j{number}" for number in range(1, 6)))]
    requests += [Request(f"q{number}", f"j{number}") for number in range(6, 10)]
    room = Room(journalists=tuple(people), requests=tuple(requests))
    found = audit(Sitting(room=room, acts=(Call("q6"), Call("q7", "a follow-up"))), orders=0)
    assert found.failing == (2,)
    assert found.worst.alpha == Fraction(6, 5)
    left_out = found.worst.left_out
    assert left_out is not None
    assert (left_out.request, left_out.author, left_out.topic) == ("water", "j0", "water")
    assert left_out.members == tuple(f"j{number}" for number in range(6))
    assert [(each.group, each.count, each.size) for each in left_out.common] == [("North", 5, 5)]
    assert [each.reason for each in found.departures] == ["", "a follow-up"]


def test_a_sitting_without_calls_is_refused() -> None:
    room = Room(journalists=(Journalist("ada"),), requests=(Request("q1", "ada"),))
    with pytest.raises(RoomError, match="nothing was called"):
        audit(Sitting(room=room))

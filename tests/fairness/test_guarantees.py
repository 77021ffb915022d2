"""What the documentation promises of every prefix, in any room, with histories, departures, absences and withdrawals."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import floor as whole

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness.floor import Floor
from onrecord.fairness.room import Absent, Returned, Room
from tests.rounds import rounds

from .reference import Reference, Voter
from .rooms import next_act, rooms


def earned(reference: Reference, voters: set[Voter], until: Fraction) -> Fraction:
    """F_S(t): what a set of voters has earned by a time, from the loads they started with."""
    return sum(
        (reference.weight[each] * max(Fraction(0), until - reference.start[each]) for each in voters), Fraction(0)
    )


def time_when(reference: Reference, voters: set[Voter], credit: int) -> Fraction:
    """The time by which a set of voters has earned so many questions: the inverse of F at a whole number, at least 1."""
    ascending = sorted(voters, key=lambda each: reference.start[each])
    candidates = [
        (credit + sum(reference.weight[each] * reference.start[each] for each in earning))
        / sum(reference.weight[each] for each in earning)
        for number in range(1, len(ascending) + 1)
        if (earning := ascending[:number])
    ]
    return min(candidates)


@settings(max_examples=rounds(100, long=4_000))
@given(room=rooms(), data=st.data())
def test_who_agrees_on_a_request_was_heard_for_what_they_had_earned(room: Room, data: st.DataObject) -> None:
    """Guarantee 1, of every prefix: S backs a request q that could be called until now; then S was heard ⌊F_S(τ)⌋ times.

    τ is the time by which all voters who back anything have earned as many questions as cheapest ones were called.
    """
    floor, reference, absent, came_back = Floor(room), Reference(room), set[str](), set[str]()
    active = set().union(*reference.backers.values()) if room.requests else set()
    cheapest = 0
    for _ in range(20):
        eligible = reference.eligible()
        act = next_act(data, floor, absent)
        if act is None:
            break
        if isinstance(act, Absent):
            absent.add(act.journalist)
        elif isinstance(act, Returned):
            absent.remove(act.journalist)
            came_back.add(act.journalist)
        called = floor.act(act)
        if called:
            cheapest += called.price == min(map(reference.level, eligible))
        reference.act(act)
        if not called or not cheapest:
            continue
        until = time_when(reference, active, cheapest)
        for request in eligible:
            if reference.author[request] in came_back:
                continue
            backers = sorted(reference.backers[request])
            for size in range(1, min(len(backers), 6) + 1):
                for chosen in combinations(backers, size):
                    voters = set(chosen)
                    heard = sum(1 for each in reference.called if reference.backers[each] & voters)
                    assert heard >= whole(earned(reference, voters, until)), (request, voters)


@settings(max_examples=rounds(75, long=3_000))
@given(room=rooms(guarded=True), data=st.data())
def test_the_guard_leaves_no_group_short_at_any_prefix(room: Room, data: st.DataObject) -> None:
    """Guarantee 3: ⌊p·k⌋ calls after every k for each guarded group, as far as its members still ask."""
    floor, reference = Floor(room), Reference(room)
    assert room.guard
    sizes = room.sizes(room.guard)
    for step in range(1, len(room.requests) + 1):
        if data.draw(st.integers(0, 5)) == 0 and (there := reference.eligible()):
            leaving = Absent(reference.author[data.draw(st.sampled_from(there))])
            floor.act(leaving)
            reference.act(leaving)
        proposal = floor.propose()
        if proposal is None:
            break
        floor.call(proposal.id)
        reference.called.append(proposal.id)
        supply = reference.supply(reference.eligible())
        for group, size in sizes.items():
            count = sum(1 for each in reference.called if reference.group[reference.author[each]][room.guard] == group)
            assert count >= min(size * step // len(room.journalists), count + supply[group])


@settings(max_examples=rounds(50, long=2_000))
@given(room=rooms(guarded=True), data=st.data())
def test_after_departures_the_guard_makes_good_as_soon_as_it_can(room: Room, data: st.DataObject) -> None:
    """While a group is short, the next proposal is of a group that is short, or that would be with this call."""
    floor, reference = Floor(room), Reference(room)
    assert room.guard
    for _ in range(len(room.requests)):
        able = reference.eligible()
        if not able:
            break
        made, due = len(reference.called), reference.due()
        short = {group for group, deadlines in due.items() if deadlines and deadlines[0] <= made}
        proposal = floor.propose()
        assert proposal
        group = reference.group[reference.author[proposal.id]][room.guard]
        assert not short or due[group][0] <= made + 1
        called = data.draw(st.sampled_from([proposal.id, *able]))
        floor.call(called)
        reference.called.append(called)

"""Rooms for Hypothesis to try: small, full of ties, with histories, departures and people who come and go."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from onrecord.fairness.floor import Floor
from onrecord.fairness.room import Absent, Act, Call, Journalist, Request, Returned, Room, Withdrawn

REGIONS, KINDS, TOPICS = ("North", "South", "West"), ("radio", "blog"), ("roads", "water")

starts = st.one_of(st.just(Fraction(0)), st.fractions(min_value=-3, max_value=3, max_denominator=4))
shares = st.sampled_from(
    [
        {"support": Fraction(1)},
        {"support": Fraction(1, 2), "region": Fraction(1, 4), "kind": Fraction(1, 4)},
        {"support": Fraction(2, 3), "region": Fraction(1, 3)},
        {"support": Fraction(0), "region": Fraction(3, 5), "kind": Fraction(2, 5)},
        {"support": Fraction(1), "region": Fraction(0)},
    ]
)


@st.composite
def rooms(draw: st.DrawFn, *, history: bool = True, guarded: bool | None = None) -> Room:
    """A room of 1 to 9 journalists and up to 14 requests."""
    shared = draw(shares if not guarded else shares.filter(lambda each: "region" in each))
    names = [f"j{number}" for number in range(draw(st.integers(1, 9)))]
    journalists = tuple(
        Journalist(
            id=name,
            groups={"region": draw(st.sampled_from(REGIONS)), "kind": draw(st.sampled_from(KINDS))},
            start=draw(starts) if history else Fraction(0),
            topics=tuple(topic for topic in TOPICS if draw(st.integers(0, 4)) == 0),
        )
        for name in names
    )
    requests = tuple(
        Request(
            id=f"q{number}",
            author=draw(st.sampled_from(names)),
            topic=draw(st.sampled_from(("", *TOPICS))),
            supporters=tuple(sorted(draw(st.sets(st.sampled_from(names), max_size=4)))),
        )
        for number in range(draw(st.integers(0, 14)))
    )
    regions = {journalist.groups["region"] for journalist in journalists}
    group_starts = (
        {"region": {region: draw(starts) for region in sorted(regions)}} if history and "region" in shared else {}
    )
    guard = "region" if "region" in shared and (draw(st.booleans()) if guarded is None else guarded) else None
    return Room(
        journalists=journalists,
        requests=requests,
        shares=shared,
        guard=guard,
        beacon=draw(st.binary(min_size=32, max_size=32)),
        one_call_each=draw(st.booleans()),
        group_starts=group_starts,
    )


def open_requests(floor: Floor) -> list[str]:
    """The requests that the moderator could call."""
    return [request.id for request, able in zip(floor.room.requests, floor.eligible, strict=True) if able]


def next_act(data: st.DataObject, floor: Floor, absent: set[str]) -> Act | None:
    """Something that can happen: mostly the proposal is called, at times another one, and people come and go."""
    able = open_requests(floor)
    what = data.draw(st.sampled_from(["proposal"] * 5 + ["departure"] * 2 + ["absent", "returned", "withdrawn"]))
    if what == "returned" and absent:
        return Returned(data.draw(st.sampled_from(sorted(absent))))
    if what == "absent" and (there := sorted({each.id for each in floor.room.journalists} - absent)):
        return Absent(data.draw(st.sampled_from(there)))
    if not able:
        return None
    if what == "withdrawn":
        return Withdrawn(data.draw(st.sampled_from(able)))
    proposal = floor.propose()
    assert proposal
    return Call(proposal.id if what == "proposal" else data.draw(st.sampled_from(able)))

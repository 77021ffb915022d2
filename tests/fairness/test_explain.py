"""One sentence for every place in an order, from its numbers."""

from __future__ import annotations

from fractions import Fraction

from onrecord.fairness.explain import explain
from onrecord.fairness.floor import Floor
from onrecord.fairness.room import Journalist, Request, Room

NORTH = ("ada", "bohdan", "femi", "greta")


def room(*, guard: str | None = None, bloc: bool = False) -> Room:
    """Four from North, who may all support each other, and two from South."""
    regions = {"ada": "North", "bohdan": "North", "femi": "North", "greta": "North", "hana": "South", "ilan": "South"}
    return Room(
        journalists=tuple(Journalist(name, {"region": region}) for name, region in regions.items()),
        requests=tuple(Request(f"q-{name}", name, "", NORTH if bloc and name in NORTH else ()) for name in regions),
        shares={"support": Fraction(9, 10), "region": Fraction(1, 10)},
        guard=guard,
    )


def test_whoever_is_cheapest_alone_is_said_to_be_first() -> None:
    floor = Floor(room())
    for name in ("ada", "bohdan", "femi", "hana", "ilan"):
        floor.withdraw(f"q-{name}")
    proposal = floor.propose()
    assert proposal
    assert str(explain(floor, proposal)) == (
        "Its backers (greta; North) are the first to have earned a question together, at 0.769."
    )


def test_equals_are_named_up_to_three() -> None:
    floor = Floor(room(bloc=True))
    drawn = floor.propose()
    assert drawn and drawn.tied == ("q-ada", "q-bohdan", "q-femi", "q-greta")
    author, others = drawn.id.removeprefix("q-"), ", ".join(each for each in drawn.tied if each != drawn.id)
    backers = ", ".join([author, *(each for each in NORTH if each != author)][:3])
    assert str(explain(floor, drawn)) == (
        f"Its backers ({backers}, +1; North) have earned a question together at 0.25, at once with those of {others}; "
        "the lottery drew it."
    )


def test_the_guard_says_to_whom_a_call_is_due() -> None:
    floor = Floor(room(guard="region", bloc=True))
    floor.call("q-ada")
    floor.call("q-bohdan")
    proposal = floor.propose()
    assert proposal and proposal.quota and proposal.quota.groups == ("South",) and proposal.quota.by == 3
    assert str(explain(floor, proposal)).startswith("A call is due to South by call 3; there its backers (")


def test_a_pick_of_the_moderators_own_is_told_with_what_was_proposed() -> None:
    floor = Floor(room())
    proposal = floor.propose()
    assert proposal
    told = str(explain(floor, floor.call("q-hana", reason="a follow-up")))
    assert told == f"The moderator's pick, at 0.909: “a follow-up”; {proposal.id} was proposed, at 0.769."


def test_nobody_left_to_be_proposed_is_said() -> None:
    floor = Floor(Room((Journalist("ada"),), (Request("q1", "ada"), Request("q2", "ada"))))
    floor.call("q1")
    assert str(explain(floor, floor.call("q2"))) == "The moderator's pick, at 2; nobody was left to be proposed."

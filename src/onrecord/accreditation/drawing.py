"""The draw of places, from what the log says of it: the same for the server, the command and anyone else. No Django."""

from __future__ import annotations

from onrecord.accreditation.contents import Entrant, SelectionClosed, SelectionCommitted, SelectionRevealed
from onrecord.fairness import selection
from onrecord.fairness.draw import Draw, Nonce, Outside, bind
from onrecord.fairness.selection import Candidate, Outcome, Steps, parts_of, select

EARLIEST_MINUTES = 15
"""So long before the outside beacon comes out must the list be closed, at least."""


def candidates_of(entrants: list[Entrant]) -> list[Candidate]:
    return [Candidate(one.ticket, one.category, one.region, one.outlet, one.new) for one in entrants]


def steps_of(closed: SelectionClosed) -> Steps:
    return Steps(
        places=closed.places,
        each_region=closed.each_region,
        per_outlet=closed.per_outlet,
        first_timers=closed.first_timers,
        limits=closed.limits,
    )


def draw_of(committed: SelectionCommitted) -> Draw:
    """The draw as it began."""
    outside = Outside(committed.source, committed.round)
    return Draw(event=committed.event, commitment=bytes.fromhex(committed.commitment), outside=outside)


def parts(closed: SelectionClosed) -> dict[str, bytes]:
    return parts_of(candidates_of(closed.entrants), steps_of(closed))


def bound(committed: SelectionCommitted, closed: SelectionClosed) -> Draw:
    """The draw with its list, worked out anew: its closing is the one in `closed`, or the list is another one."""
    nonces = tuple(Nonce(one.ticket, one.nonce) for one in closed.entrants)
    entered = [one.ticket for one in closed.entrants]
    return bind(draw_of(committed), parts(closed), entered, nonces=nonces, code=closed.code)


def outcome_of(committed: SelectionCommitted, closed: SelectionClosed, revealed: SelectionRevealed) -> Outcome:
    """Who gets a place, and who waits."""
    return outcome(closed, beacon=bytes.fromhex(revealed.beacon), commitment=bytes.fromhex(committed.commitment))


def outcome(closed: SelectionClosed, *, beacon: bytes, commitment: bytes) -> Outcome:
    return select(candidates_of(closed.entrants), steps_of(closed), beacon=beacon, commitment=commitment)


def waiting_numbers(closed: SelectionClosed, found: Outcome) -> dict[str, int]:
    """Who waits, the next ones first, with the number among those who wait for the same kind of place."""
    return selection.waiting_numbers(candidates_of(closed.entrants), found)

"""The end of a log that is followed, kept in memory, so that the next words are shown without a look at what came before.

It holds the words of four passages at most: the question under way, and those that the next segment may show again. It is of use for new words alone.
Whatever touches earlier ones, here or on another node, is an entry of its own (`record.additions`): where there is one, nothing
of the tail is used, and what is rendered the long way leaves a new one. Nothing in it is in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.readers import Place, Spoken
from onrecord.publication.passages import Passage, passages, same_turn
from onrecord.record import additions
from onrecord.record.kinds import known

LONGEST_TURN = 119
"""Utterances in a turn whose first words are shown again when it is over; a longer one doesn't say how long it was."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The last turn: its first words (None in one that is too long) and its last, and what was said `before` it."""

    before: Spoken | None = None
    first: Spoken | None = None
    last: Spoken | None = None
    length: int = 0

    def then(self, spoken: Spoken) -> Turn:
        """The last turn once this was said, too."""
        if self.last is None or not same_turn(self.last, spoken):
            return Turn(before=self.last, first=spoken, last=spoken, length=1)
        length = self.length + 1
        return replace(self, first=self.first if length <= LONGEST_TURN else None, last=spoken, length=length)


@dataclass(frozen=True, slots=True)
class Tail:
    """How the record stood, what its pages' head showed, and the last turn."""

    place: Place
    context: dict[str, Any]
    turn: Turn


@dataclass(frozen=True, slots=True)
class News:
    """What a segment shows: the passages, none where it is a tick. `tail`: the log's end with it."""

    tail: Tail
    passages: list[Passage]


def tail_of(edition: Edition, size: int, context: dict[str, Any], said: Iterable[Spoken]) -> Tail | None:
    """The tail after `size` entries, when pages showed `context`; None where there are more by now. `said`: the last utterances,
    back to the beginning of their turn."""
    rule, _pause = readers.lasting(context["stretches"])
    place = readers.place_of(edition.log, size, context["standing"], rule)
    if place is None:
        return None
    turn = Turn()
    for spoken in said:
        turn = turn.then(spoken)
    return Tail(place, {name: value for name, value in context.items() if name != "stretches"}, turn)


def news(edition: Edition, n: int, tail: Tail, *, most: int) -> News | None:
    """What segment `n` shows, where it is the one behind `tail` and has new words alone, `most` utterances of them; None where
    it must be rendered the long way."""
    added = additions.since(edition.log, tail.place.size)
    if added is None or any(one.segment < n or known.touches(one.leaf.kind) for one in added):
        return None
    mine = [one for one in added if one.segment == n]
    if not mine:
        return News(tail, [])
    followed = readers.follow(edition.log, tail.place, mine) if len(mine) <= most else None
    if followed is None:
        return None
    place, spoken = followed
    turn = tail.turn
    for one in spoken:
        turn = turn.then(one)
    return News(Tail(place, _context(tail.context, place), turn), _over_and_new(tail.turn, spoken))


def _context(before: dict[str, Any], place: Place) -> dict[str, Any]:
    rule, at = place.rule, place.standing.updated
    in_force = rule.as_of(at) if rule and at else rule
    return before | {"standing": place.standing, "in_force": in_force, "size": place.size}


def _over_and_new(turn: Turn, new: Sequence[Spoken]) -> list[Passage]:
    """The new passages, and the one whose turn is over by them: it says now how long it was."""
    found = passages(new, after=turn.last)
    if turn.first is None or turn.last is None or not any(passage.opens_turn for passage in found):
        return found
    ends = [turn.first] if turn.length == 1 else [turn.first, turn.last]
    first = passages([*ends, *new], after=turn.before)[0]
    return [first, *found] if first.lasted else found

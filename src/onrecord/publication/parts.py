"""A part of the record as one page holds it: so many passages, what stands between them, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.readers import Spoken, Stretch
from onrecord.publication.choosing import chosen_in
from onrecord.publication.passages import passages, rail
from onrecord.publication.shown import Shown, shown

PART_UTTERANCES = 120
PART_CHARACTERS = 60_000
"""A part of the record ends at whichever comes first, so that a page stays under 100 kB on the wire."""


@dataclass(frozen=True, slots=True)
class Part:
    """What hangs on the rail; `earlier` and `later` are indexes to go on from, or None."""

    items: list[Shown]
    earlier: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class _Cut:
    """Utterances, with the one before them and the one behind."""

    ahead: Spoken | None
    found: list[Spoken]
    behind: Spoken | None


def part_from(
    edition: Edition, start: int, stretches: Sequence[Stretch], *, named: bool = False, words: str = ""
) -> Part:
    """The part that begins with the first passage from entry `start` on. `stretches`: all of the log's; `named`: a page begins
    with it; `words`: those that the page's address points to (`choosing`)."""
    found = readers.spoken(edition.log, start=start, limit=PART_UTTERANCES + 1)
    if not found:
        return Part(shown(rail([], (one for one in stretches if one.index >= start)), edition), None, None)
    ahead = readers.last_spoken(edition.log, before=found[0].index, limit=1) if start else []
    length = _bounded(found[:PART_UTTERANCES])
    behind = found[length] if length < len(found) else None
    return _part(
        edition, _Cut(ahead[0] if ahead else None, found[:length], behind), stretches, named=named, words=words
    )


def part_before(
    edition: Edition, before: int | None, stretches: Sequence[Stretch], *, named: bool = False, words: str = ""
) -> Part:
    """As `part_from`, the part that ends before entry `before`, or with the newest passage."""
    found = readers.last_spoken(edition.log, before=before, limit=PART_UTTERANCES + 1)
    if not found:
        return Part(shown(rail([], stretches), edition), None, None)
    length = _bounded(found[::-1][:PART_UTTERANCES])
    ahead = found[-length - 1] if length < len(found) else None
    behind = readers.spoken(edition.log, start=before, limit=1) if before is not None else []
    cut = _Cut(ahead, found[-length:], behind[0] if behind else None)
    return _part(edition, cut, stretches, named=named, words=words)


def _part(edition: Edition, cut: _Cut, stretches: Sequence[Stretch], *, named: bool, words: str) -> Part:
    found = passages(cut.found, after=cut.ahead, then=cut.behind, named=named)
    chosen = chosen_in(words)
    start, stop = cut.ahead.index if cut.ahead else 0, cut.behind.index if cut.behind else None
    between = (one for one in stretches if start <= one.index and (stop is None or one.index < stop))
    return Part(
        shown(rail([chosen.mark(one) for one in found] if chosen else found, between), edition),
        earlier=cut.found[0].index if cut.ahead else None,
        later=cut.behind.index if cut.behind else None,
    )


def _bounded(utterances: Sequence[Spoken]) -> int:
    """How many of them make a part: one at least."""
    room = PART_CHARACTERS
    for count, spoken in enumerate(utterances):
        room -= sum(len(version.text) for version in spoken.versions)
        if room < 0:
            return max(count, 1)
    return len(utterances)

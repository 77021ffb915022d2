"""What is said next, for whoever knows where the record stood before: nothing earlier is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.proceedings import fold
from onrecord.proceedings.contents import UtteranceSpoken
from onrecord.proceedings.readers.standing import Standing
from onrecord.proceedings.readers.stretches import Stretch, binding
from onrecord.proceedings.readers.words import Spoken, Version
from onrecord.record import additions, folds
from onrecord.record.additions import Added
from onrecord.record.contents import Content
from onrecord.record.folds import Recorded
from onrecord.record.models import Log, Opening
from onrecord.record.reads import moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record stood after its first `size` entries: all that the place of the next words depends on."""

    size: int
    standing: Standing
    rule: Stretch | None
    """The ground rule in force, as it was set."""
    state: fold.State
    question: Mapping[int, Content | None] = field(default_factory=dict)
    """The question that began the exchange under way, where it was followed from there."""


def place_of(log: Log, size: int, standing: Standing, rule: Stretch | None) -> Place | None:
    """The place after `size` entries, of which the rest is known; None where there are more by now."""
    now = Log(pk=log.pk)
    [state] = folds.read(now, fold.SPOKEN)
    in_force = state.rule.index if state.rule else None
    if now.size != size or in_force != (rule.index if rule else None):
        return None
    return Place(size, standing, rule, state)


def follow(log: Log, place: Place, added: Sequence[Added]) -> tuple[Place, list[Spoken]] | None:
    """The place after `added`, and what was said; None where it is anything but words, new and whole."""
    state, rows = place.state, list[fold.Utterance]()
    known = dict(place.question) | {one.index: one.content for one in added}

    def content_of(index: int) -> Content | None:
        return known[index] if index in known else additions.content_of(log, index)

    for one in added:
        unread = one.state == Opening.State.PUBLIC and not isinstance(one.content, UtteranceSpoken)
        if one.leaf.kind != UtteranceSpoken.kind or one.state == Opening.State.DESTROYED or unread:
            return None
        recorded = Recorded(one.index, one.leaf.kind, one.leaf.ref, one.content)
        state, found = fold.follow(state, recorded, content_of)
        rows += [row for row in found if isinstance(row, fold.Utterance)]
    size, at = added[-1].index + 1, moment(added[-1].leaf.at)
    question = {state.exchange.index} & known.keys() if state.exchange else ()
    after = Place(
        size, place.standing.after(rows, at), place.rule, state, question={index: known[index] for index in question}
    )
    return after, [_spoken(row, one, place.rule) for row, one in zip(rows, added, strict=True)]


def _spoken(row: fold.Utterance, added: Added, rule: Stretch | None) -> Spoken:
    at = moment(added.leaf.at)
    ruled, content = binding(rule, at), added.content
    if not isinstance(content, UtteranceSpoken):
        return Spoken(row.index, at, added.state, None, rule=ruled)
    return Spoken(
        index=row.index,
        at=at,
        state=Opening.State.PUBLIC,
        content=content,
        exchange=row.exchange,
        exchange_number=row.number,
        versions=[Version(row.index, at, content.text, content.speaker)],
        rule=ruled,
    )

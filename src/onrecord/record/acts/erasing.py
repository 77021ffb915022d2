"""Words are destroyed for good, wherever they stand; their entries, places and proofs stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.keeping import elsewhere, keys, rotation
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record import openings
from onrecord.record.acts.about import DESTROYED, HELD, Place, place
from onrecord.record.contents import Erased, Opened
from onrecord.record.entry import Leaf
from onrecord.record.kinds import known
from onrecord.record.models import Entry, Log, Opening, tables_of_entries
from onrecord.record.writer import Draft, append


@dataclass(frozen=True, slots=True)
class Doomed:
    """What an erasure destroys: entries by their kind, and what other rooms keep of their words, a sentence each."""

    entries: dict[int, str]
    elsewhere: list[str]


Everywhere = Callable[[Log, int], set[int]]
"""Every entry where the words of one stand, itself and those destroyed included."""


def doomed(log: Log, *indexes: int, everywhere: Everywhere | None = None) -> Doomed:
    """What erasing these entries would destroy: every place in the log, and beside it, where their words stand.

    By the traits of kinds, unless `everywhere` knows more. Raises ActRefused where an entry can't be erased.
    """
    for index in indexes:
        _require_erasable(place(log, index))
    wanted = {one for index in indexes for one in (everywhere or repeated)(log, index)}
    kinds = openings.kinds_of(log, wanted)
    gone = set(
        Opening.objects.filter(log=log, index__in=wanted)
        .exclude(state__in=openings.KEPT)
        .values_list("index", flat=True)
    )
    entries = {index: kind for index, kind in kinds.items() if index not in gone}
    return Doomed(entries, elsewhere.found(log, _about(log, indexes, entries)))


def erase(log: Log, *indexes: int, legal_basis: str, everywhere: Everywhere | None = None) -> int:
    """Destroy the openings of entries, wherever else their words stand (`doomed`), and what is sealed beside them, in this
    database and, by replacing the key that wraps all data keys, in every earlier copy of it.

    The entries and all proofs stay. Earlier backups of the installation open nothing afterwards (see `rotation`): the
    caller is expected to have a new one made. Returns the index of the first `erased` entry.
    """
    with act(log):
        going = doomed(log, *indexes, everywhere=everywhere)
        elsewhere.destroy(log, _about(log, indexes, going.entries))
        return _destroy(log, list(going.entries), legal_basis=legal_basis)


def destroy(log: Log, *indexes: int, legal_basis: str) -> int:
    """Destroy words that nobody has read yet, and what was said about them, for a legal basis in our own words."""
    with act(log):
        return _destroy(log, [one for index in indexes for one in _unread(log, index)], legal_basis=legal_basis)


def purge(log: Log, indexes: Iterable[int]) -> int:
    """Destroy the openings of undisclosed entries, in every earlier copy of the database, too; returns how many there were.

    No entry says so of each, which would tell readers which there are: the room that calls this says it once, in an entry
    of its own."""
    with act(log):
        kept = Opening.objects.filter(log=log, index__in=list(indexes), state__in=openings.KEPT)
        wanted = list(kept.values_list("index", flat=True))
        kinds = openings.kinds_of(log, wanted)
        assert all(known[kinds[one]].undisclosed for one in wanted), "other entries are erased one by one"
        if wanted:
            _clear(log, wanted)
            rotation.begin(keys.OPENINGS)
    return len(wanted)


def _clear(log: Log, indexes: list[int]) -> None:
    found = Opening.objects.filter(log=log, index__in=indexes)
    found.update(state=DESTROYED, why="", wrapped_key=b"", sealed=b"", until=None)
    for beside in tables_of_entries():
        if beside is not Opening:
            beside._default_manager.filter(log=log, index__in=indexes).delete()


def _destroy(log: Log, indexes: list[int], *, legal_basis: str) -> int:
    _clear(log, indexes)
    entries = append(log, *(Draft(Erased(legal_basis=legal_basis), ref=one) for one in indexes))
    rotation.begin(keys.OPENINGS)
    return entries[0]


def _require_erasable(found: Place) -> None:
    if found.state not in openings.KEPT:
        raise ActRefused(_("entry {index} has no content to erase").format(index=found.index))
    kind = known[found.kind]
    if kind.undisclosed:
        raise ActRefused(
            _("entry {index} is read by the office alone and is destroyed on the day that was announced for it").format(
                index=found.index
            )
        )
    if kind.governs:
        raise ActRefused(
            _("entry {index} governs what came after it and contains no words, so it can't be erased").format(
                index=found.index
            )
        )
    if kind.names_edition:
        raise ActRefused(
            _("entry {index} says what edition this is, as all its pages do: it can't be erased").format(
                index=found.index
            )
        )
    if kind.wordless:
        raise ActRefused(_("entry {index} contains no words, so it can't be erased").format(index=found.index))


def repeated(log: Log, index: int) -> set[int]:
    """The entry, what was said about it that may repeat its words, and why each was published."""
    held = set(Opening.objects.filter(log=log, index__gt=index, state=HELD).values_list("index", flat=True))
    later = {one for one, leaf in openings.referring(log, index) if _may_quote(leaf) or one in held}
    return {index}.union(later, *(published(log, one) for one in later))


def _may_quote(leaf: Leaf) -> bool:
    return known[leaf.kind].repeats or known[leaf.kind].quotes


def published(log: Log, index: int) -> set[int]:
    """The entry, and what says why it was published."""
    return {index, *(one for one, leaf in openings.referring(log, index) if leaf.kind == Opened.kind)}


def _about(log: Log, indexes: Iterable[int], entries: Iterable[int]) -> set[int]:
    """What the words may stand under elsewhere: the entries that go, and what one of them is about."""
    refs = Entry.objects.filter(log=log, index__in=list(indexes), ref__isnull=False).values_list("ref", flat=True)
    return {*entries, *(ref for ref in refs if ref is not None)}


def _unread(log: Log, index: int) -> list[int]:
    later = {one: leaf.kind for one, leaf in openings.referring(log, index)}
    kept = Opening.objects.filter(log=log, index__in=[index, *later], state__in=openings.KEPT)
    return [
        one
        for one, state in kept.order_by("index").values_list("index", "state")
        if one == index or known[later[one]].repeats or state == HELD
    ]

"""Words are destroyed for good, wherever they stand; their entries, places and proofs stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.keeping import elsewhere, keys, rotation
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused, SealedDamaged
from onrecord.proceedings.contents import (
    CorrectionAnswered,
    TextPrepared,
    TranslationAdded,
    TranslationRevised,
    UtteranceCorrected,
    UtteranceSpoken,
)
from onrecord.record import openings
from onrecord.record.acts.about import DESTROYED, HELD, Place, delivered_from, place
from onrecord.record.acts.words import refuse_naming
from onrecord.record.contents import Content, Erased, Opened
from onrecord.record.entry import Leaf
from onrecord.record.kinds import known
from onrecord.record.models import Entry, Log, Opening, tables_of_entries
from onrecord.record.naming import words_of
from onrecord.record.writer import Draft, append


@dataclass(frozen=True, slots=True)
class Doomed:
    """What an erasure destroys: entries by their kind, and what other rooms keep of their words, a sentence each."""

    entries: dict[int, str]
    elsewhere: list[str]


def doomed(log: Log, *indexes: int) -> Doomed:
    """What erasing these entries would destroy: every place in the log, and beside it, where their words stand.

    Of an utterance also the prepared text that it was delivered from, which has its words; of a prepared text all that was
    delivered from it; of a correction or translation what repeats it since, its translations, and what readers were
    answered. Raises ActRefused where an entry can't be erased.
    """
    for index in indexes:
        _require_erasable(place(log, index))
    wanted = {one for index in indexes for one in _everywhere(log, index)}
    kinds = openings.kinds_of(log, wanted)
    gone = set(Opening.objects.filter(log=log, index__in=wanted, state=DESTROYED).values_list("index", flat=True))
    entries = {index: kind for index, kind in kinds.items() if index not in gone}
    return Doomed(entries, elsewhere.found(log, _about(log, indexes, entries)))


def erase(log: Log, *indexes: int, legal_basis: str) -> int:
    """Destroy the openings of entries, wherever else their words stand (`doomed`), and who spoke them, in this database and,
    by replacing the key that wraps all data keys, in every earlier copy of it.

    The entries and all proofs stay. Earlier backups of the installation open nothing afterwards (see `rotation`): the
    caller is expected to have a new one made. Returns the index of the first `erased` entry.
    """
    with act(log):
        going = doomed(log, *indexes)
        for index in going.entries:
            with suppress(SealedDamaged):  # who spoke can't be read, and may be erased all the same
                refuse_naming(log, index, legal_basis)
        elsewhere.destroy(log, _about(log, indexes, going.entries))
        return _destroy(log, list(going.entries), legal_basis=legal_basis)


def destroy(log: Log, *indexes: int, legal_basis: str) -> int:
    """Destroy words that nobody has read yet, and what was said about them, for a legal basis in our own words.

    A prepared text that they were delivered from stays held, and can't be published any more (`disclosure`).
    """
    with act(log):
        return _destroy(log, [one for index in indexes for one in _unread(log, index)], legal_basis=legal_basis)


def _destroy(log: Log, indexes: list[int], *, legal_basis: str) -> int:
    found = Opening.objects.filter(log=log, index__in=indexes)
    found.update(state=DESTROYED, why="", wrapped_key=b"", sealed=b"", until=None)
    for beside in tables_of_entries():
        if beside is not Opening:
            beside._default_manager.filter(log=log, index__in=indexes).delete()
    entries = append(log, *(Draft(Erased(legal_basis=legal_basis), ref=one) for one in indexes))
    rotation.begin(keys.OPENINGS)
    return entries[0]


def _require_erasable(found: Place) -> None:
    if found.state == DESTROYED:
        raise ActRefused(_("entry {index} has no content to erase").format(index=found.index))
    kind = known[found.kind]
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


def _everywhere(log: Log, index: int) -> set[int]:
    """Every entry where the words of entry `index` stand, those destroyed included."""
    found = place(log, index)
    match found.kind:
        case UtteranceSpoken.kind:
            return _of_utterance(log, index) | (_of_any(log, found.ref) if found.ref is not None else set())
        case TextPrepared.kind:
            return _of_any(log, index).union(*(_of_utterance(log, one) for one in delivered_from(log, index)))
        case UtteranceCorrected.kind | TranslationAdded.kind | TranslationRevised.kind if found.ref is not None:
            return set().union(*(_of_any(log, one) for one in _repeating(log, index, utterance=found.ref)))
    return _of_any(log, index)


def _of_utterance(log: Log, index: int) -> set[int]:
    held = set(Opening.objects.filter(log=log, index__gt=index, state=HELD).values_list("index", flat=True))
    later = {one for one, leaf in openings.referring(log, index) if _may_quote(leaf) or one in held}
    return {index}.union(later, *(_of_any(log, one) for one in later))


def _may_quote(leaf: Leaf) -> bool:
    return known[leaf.kind].repeats or known[leaf.kind].quotes


def _of_any(log: Log, index: int) -> set[int]:
    """The entry, and why it was published."""
    return {index, *(one for one, leaf in openings.referring(log, index) if leaf.kind == Opened.kind)}


def _repeating(log: Log, index: int, *, utterance: int) -> set[int]:
    """A correction or translation, and what was said about the utterance since that repeats what is new in it.

    Of a correction also the translations of all that repeats it, and the answers to readers, who may have quoted it.
    """
    about = [utterance, *(one for one, _leaf in openings.referring(log, utterance))]
    contents = openings.kept_contents_of(log, about)
    versions = _again(contents, index)
    if isinstance(contents.get(index), TranslationAdded):
        return versions
    translations = [
        one for one, later in contents.items() if isinstance(later, TranslationAdded) and later.version in versions
    ]
    answers = {one for one, later in contents.items() if isinstance(later, CorrectionAnswered) and one > index}
    return versions.union(answers, *(_again(contents, one) for one in translations))


def _again(contents: Mapping[int, Content], index: int) -> set[int]:
    """The entry, and the later ones of its sequence that have a word, or a speaker, which it was the first to have.

    A word that many texts have counts, too: what is destroyed can be said again, and what is left can't be taken back.
    """
    words = {one: said for one, content in contents.items() if (said := _said(content, like=contents.get(index)))}
    new = words.get(index, set()).difference(*(said for one, said in words.items() if one < index))
    return {index, *(one for one, said in words.items() if one > index and said & new)}


def _said(content: Content, *, like: Content | None) -> set[str]:
    """The words of a text, and who spoke them by it; empty where it is of another sequence than `like`: an utterance and its
    corrections are one, and its translations into a language."""
    if isinstance(content, TranslationAdded):
        of_one = isinstance(like, TranslationAdded) and like.language == content.language
        return words_of(content.text) if of_one else set()
    if not isinstance(content, UtteranceSpoken | UtteranceCorrected) or isinstance(like, TranslationAdded):
        return set()
    return words_of(content.text) | ({f"\n{content.speaker}"} if content.speaker else set())


def _about(log: Log, indexes: Iterable[int], entries: Iterable[int]) -> set[int]:
    """What the words may stand under elsewhere: the entries that go, and the utterance that one of them is about."""
    refs = Entry.objects.filter(log=log, index__in=list(indexes), ref__isnull=False).values_list("ref", flat=True)
    return {*entries, *(ref for ref in refs if ref is not None)}


def _unread(log: Log, index: int) -> list[int]:
    later = {one: leaf.kind for one, leaf in openings.referring(log, index)}
    kept = Opening.objects.filter(log=log, index__in=[index, *later]).exclude(state=DESTROYED)
    return [
        one
        for one, state in kept.order_by("index").values_list("index", "state")
        if one == index or known[later[one]].repeats or state == HELD
    ]

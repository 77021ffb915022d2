"""Where words stand on the record, so that an erasure finds them all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from onrecord.keeping.acting import act
from onrecord.keeping.errors import SealedDamaged
from onrecord.proceedings.contents import (
    CorrectionAnswered,
    TextPrepared,
    TranslationAdded,
    TranslationRevised,
    UtteranceCorrected,
    UtteranceSpoken,
)
from onrecord.proceedings.entries.about import delivered_from
from onrecord.proceedings.entries.words import refuse_naming
from onrecord.proceedings.naming import words_of
from onrecord.record import acts, openings
from onrecord.record.acts.about import place
from onrecord.record.acts.erasing import Doomed, published, repeated
from onrecord.record.contents import Content
from onrecord.record.models import Log


def doomed(log: Log, *indexes: int) -> Doomed:
    """What erasing these entries would destroy: every place in the log, and beside it, where their words stand.

    Of an utterance also the prepared text that it was delivered from, which has its words; of a prepared text all that was
    delivered from it; of a correction or translation what repeats it since, its translations, and what readers were
    answered. Raises ActRefused where an entry can't be erased.
    """
    return acts.doomed(log, *indexes, everywhere=everywhere)


def erase(log: Log, *indexes: int, legal_basis: str) -> int:
    """As `record.acts.erase`, wherever the words stand, and who spoke them. Returns the index of the first `erased` entry.

    Refused where the legal basis, which is public, may name who spoke on background.
    """
    with act(log):
        for index in doomed(log, *indexes).entries:
            with suppress(SealedDamaged):  # who spoke can't be read, and may be erased all the same
                refuse_naming(log, index, legal_basis)
        return acts.erase(log, *indexes, legal_basis=legal_basis, everywhere=everywhere)


def everywhere(log: Log, index: int) -> set[int]:
    """Every entry where the words of entry `index` stand, those destroyed included."""
    found = place(log, index)
    match found.kind:
        case UtteranceSpoken.kind:
            return repeated(log, index) | (published(log, found.ref) if found.ref is not None else set())
        case TextPrepared.kind:
            return published(log, index).union(*(repeated(log, one) for one in delivered_from(log, index)))
        case UtteranceCorrected.kind | TranslationAdded.kind | TranslationRevised.kind if found.ref is not None:
            return set().union(*(published(log, one) for one in _repeating(log, index, utterance=found.ref)))
    return repeated(log, index)


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

"""Whether a transcript is on the record already, from another file: a corrected copy, or one saved anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.events.models import Edition, Series
from onrecord.proceedings.readers import wordings
from onrecord.transcripts.model import Document

NEARLY = 0.9
"""Share of words in common from which two transcripts are taken for one. Two sessions of one day share far fewer."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An edition and the share, up to 1, of the document's words that stand in it."""

    edition: Edition
    shared: float


def twin_of(series: Series, document: Document) -> Twin | None:
    """The edition of the same day, or of the same title where no day is known, with nearly the same words."""
    likely = series.editions.filter(date=document.date).select_related("log", "series")
    if document.date is None:
        likely = likely.filter(title=document.title[:1000])
    words = _words(said.text for said in document.utterances)
    found = [_twin(edition, words) for edition in likely]
    twin = max(found, key=lambda one: one.shared, default=None)
    return twin if twin and twin.shared >= NEARLY else None


def _twin(edition: Edition, words: Counter[str]) -> Twin:
    there = _words(one.content.text for one in wordings(edition.log))
    return Twin(edition, (words & there).total() / max(words.total(), there.total(), 1))


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())

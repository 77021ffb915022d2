"""The words that an address points to, `…/record/?from=12&words=12.14.5-13.13.31`, marked where they stand.

Each of the two ends is an utterance, the entry of the version that was quoted, and a place in its words: how many
characters that are no space stand before it. So paragraphs, line ends and corrections elsewhere move no end, and the
same address marks the same words in every browser. `words.js` counts alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.proceedings.readers import Spoken, Version
from onrecord.publication.comparing import Run
from onrecord.publication.passages import Passage

ADDRESS = re.compile(r"(\d{1,15})\.(\d{1,15})\.(\d{1,6})-(\d{1,15})\.(\d{1,15})\.(\d{1,6})")
SPACE = re.compile(r"[\s\ufeff\x1c-\x1f\x85]")
"""The same as SPACE in words.js."""


@dataclass(frozen=True, slots=True)
class Place:
    """Before character `at` of the words that entry `version` gave utterance `index`."""

    index: int
    version: int
    at: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The words from one place to another."""

    first: Place
    last: Place

    def __str__(self) -> str:
        return "-".join(f"{end.index}.{end.version}.{end.at}" for end in (self.first, self.last))

    def mark(self, passage: Passage) -> Passage:
        """The passage with those of its words marked that lie between the two places."""
        index, current = passage.spoken.index, passage.spoken.current
        if current is None or not self.first.index <= index <= self.last.index:
            return passage
        ends = [end for end in (self.first, self.last) if end.index == index]
        version = ends[0].version if ends else current.index
        start = self.first.at if self.first.index == index else 0
        stop = self.last.at if self.last.index == index else None
        absent = "del"
        if version == passage.spoken.versions[0].index != current.index:
            absent = "ins"
        elif version != current.index:  # words of a version between the two that are shown have no place
            start, stop = 0, None
        return replace(passage, marked=list(_marked(passage.runs, start, stop, absent=absent)))


def chosen_in(address: str) -> Chosen | None:
    """What `words=` says; None where it says nothing that could be found."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        return None
    numbers = [int(one) for one in found.groups()]
    return Chosen(Place(*numbers[:3]), Place(*numbers[3:]))


def all_of(spoken: Spoken, version: Version) -> Chosen:
    """All words of one version."""
    ends = (Place(spoken.index, version.index, at) for at in (0, _length(version.text)))
    return Chosen(*ends)


def _marked(runs: Sequence[Run], start: int, stop: int | None, *, absent: str) -> Iterator[Run]:
    """The runs cut at the two places, those between them marked; runs of words that are `absent` don't count."""
    at = 0
    for run in runs:
        if run.mark == absent:
            yield run
            continue
        begin, end = _cut(run.text, start - at, None if stop is None else stop - at)
        parts = ((run.text[:begin], False), (run.text[begin:end], True), (run.text[max(begin, end) :], False))
        yield from (replace(run, text=text, chosen=chosen) for text, chosen in parts if text)
        at += _length(run.text)


def _cut(text: str, start: int, stop: int | None) -> tuple[int, int]:
    """Where character `start` of those that are no space begins, and the one before `stop` ends."""
    places = [place for place, sign in enumerate(text) if not SPACE.match(sign)]
    begin = 0 if start < 0 else [*places, len(text)][min(start, len(places))]
    if stop is None or stop > len(places):
        return begin, len(text)
    return begin, places[stop - 1] + 1 if stop > 0 else 0


def _length(text: str) -> int:
    return len(SPACE.sub("", text))

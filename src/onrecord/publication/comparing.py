"""What a correction changed, word by word: in a time that is bounded for the longest words, whatever they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from rapidfuzz.distance import Levenshtein

MOST_COMPARED = 4_000_000
"""Pairs of sentences, or of words, that are compared for a difference: a few thousandths of a second."""
MOST_BY_WORD = 100_000
"""Characters, of both versions, that are compared word by word; what differs beyond them is compared by sentences only."""
MOST_CHANGES = 1_000
"""Places that a difference marks, and stretches between them; what comes after those is marked as a whole. Nobody reads so many,
and each costs a page more than its words do."""
MOST_PARAGRAPHS = 1_000
"""Paragraphs of a passage; the last one has all the rest."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that stood (`del`), was put in their place (`ins`), or is in both versions (empty).

    `chosen`: the page's address points to it.
    """

    mark: str
    text: str
    chosen: bool = False


def compare(before: str, now: str) -> list[Run]:
    """The words of both versions in order, those that differ marked."""
    pairs = list(itertools.islice(found := _pairs(before, now), 2 * MOST_CHANGES))
    rest = list(found)
    pairs += [("".join(old for old, _ in rest), "".join(new for _, new in rest))] if rest else []
    return [run for old, new in pairs for run in _runs(old, new)]


def _pairs(before: str, now: str) -> Iterator[tuple[str, str]]:
    """Both texts in pairs of stretches: sentence by sentence, and word by word where sentences differ, so that the work stays
    close to linear."""
    pairs, characters = MOST_COMPARED, MOST_BY_WORD
    for old, new in _aligned(_sentences(before), _sentences(now), pairs):
        if old == new or len(old) + len(new) > characters:
            yield old, new
            continue
        old_words, new_words = _words(old), _words(new)
        yield from _aligned(old_words, new_words, pairs)
        pairs -= len(old_words) * len(new_words)
        characters -= len(old) + len(new)


def _aligned(old: list[str], new: list[str], most: int) -> Iterator[tuple[str, str]]:
    """Both in pairs of stretches, equal ones and different ones in turn; one that takes more than `most` to compare is whole."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    yield "".join(old[:start]), "".join(new[:start])
    if len(middle[0]) * len(middle[1]) > most:
        yield "".join(middle[0]), "".join(middle[1])
    else:
        steps = Levenshtein.opcodes(*middle)
        for _same, found in itertools.groupby(steps, key=lambda step: step.tag == "equal"):
            run = list(found)
            i, j, k, m = run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end
            yield "".join(middle[0][i:j]), "".join(middle[1][k:m])
    yield "".join(old[len(old) - end :]), "".join(new[len(new) - end :])


def _common(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _pair in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _runs(old: str, new: str) -> Iterator[Run]:
    if old == new:
        yield from (Run("", new),) if new else ()
        return
    yield from (Run("del", old),) if old else ()
    yield from _inserted(new)


def _inserted(text: str) -> Iterator[Run]:
    """The words marked, the space around them not. Space that was struck is marked: nobody quotes it."""
    words = text.strip()
    start = text.index(words)
    runs = (Run("", text[:start]), Run("ins", words), Run("", text[start + len(words) :]))
    return (run for run in runs if run.text)


def _sentences(text: str) -> list[str]:
    ends = [0, *(found.end() for found in re.finditer(r"[.!?…。\n](?=\s)", text)), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(ends)]


def _words(text: str) -> list[str]:
    return re.findall(r"\n{2,}|\s+|\w+|[^\w\s]+", text)


def marked_up(runs: Sequence[Run]) -> SafeString:
    """The runs as HTML, a paragraph each where there are blank lines. Here and not in a template, which takes ten times as long
    for a difference of many runs."""
    paragraphs = ("".join(map(_marked_up, paragraph)) for paragraph in _paragraphs(runs))
    return mark_safe("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))  # noqa: S308 - of escaped texts alone


def _marked_up(run: Run) -> str:
    text: str = escape(run.text)
    if run.mark:
        text = f"<{run.mark}>{text}</{run.mark}>"
    return f"<mark>{text}</mark>" if run.chosen else text


def _paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    found, paragraph, left = list[list[Run]](), list[Run](), MOST_PARAGRAPHS - 1
    for run in runs:
        first, *others = re.split(r"\n{2,}", run.text, maxsplit=left) if left else [run.text]
        left -= len(others)
        paragraph += [replace(run, text=first)] if first else []
        for part in others:
            found += [paragraph] if paragraph else []
            paragraph = [replace(run, text=part)] if part else []
    return [*found, paragraph] if paragraph else found

"""Words found in one edition's record: public ones only, as they stand now, marked where they were said.

Words are sealed at rest. An index of them would keep them in the clear, and after their erasure, so there is none: a
search opens the public words of the edition and looks through them.
"""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.readers import Spoken, Wording
from onrecord.publication.comparing import Run
from onrecord.publication.folding import folded, spans
from onrecord.publication.passages import name_of, voice_details

one_at_a_time = threading.Lock()
"""Held by whoever looks through an edition: its work grows with the edition, and the live record goes on beside it."""
PATIENCE = 3.0
"""Seconds to wait for those who look before."""
MOST = 3
"""Who looks and those who wait: each has one of the server's turns (`web.bounds`), which the desk and all pages need, too."""
_places = threading.BoundedSemaphore(MOST)
LONGEST_QUERY = 200
PAGE, PAGE_CHARACTERS = 50, 500_000
"""Matches on a page: so many, or as many as have so many characters, and one of any length."""
MOST_PLACES = 1_000
"""Places in a passage that are counted."""
BEFORE, AFTER = 100, 200
"""Characters shown around the first place that matches."""
TERMS = re.compile(r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|(\S+)")
QUOTES = '"“”„«»'


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that has all that was looked for. `more`: how many places in it match beyond those in `words`, of the MOST_PLACES
    that were counted; `uncounted`: there may be others."""

    spoken: Spoken
    who: list[Run]
    about: list[Run]
    words: list[Run]
    more: int
    uncounted: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the matches in the order of the log; `later` is the index to go on from, or None.

    `hidden`: how many passages were not searched, since they are not public.
    """

    matches: list[Match]
    total: int
    hidden: int
    later: int | None


class Busy(Exception):
    """Too many look already."""


@contextmanager
def alone() -> Iterator[None]:
    """While nobody else looks. Raises Busy."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not one_at_a_time.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            one_at_a_time.release()
    finally:
        _places.release()


def terms_of(query: str) -> list[str]:
    """What is looked for: words, and phrases in quotation marks."""
    found = ("".join(parts).strip(QUOTES + " ") for parts in TERMS.findall(_composed(query)))
    return list(dict.fromkeys(term for term in found if folded(term).strip()))


def find(edition: Edition, terms: list[str], *, start: int = 0) -> Found:
    """The passages with every one of `terms` in their words or their speaker's name and outlet, from entry `start` on."""
    every, language = readers.wordings(edition.log), edition.language
    wanted = [folded(term) for term in terms]
    told = ((one, folded(_told(one, language))) for one in every) if wanted else ()
    found = [one for one, words in told if all(term in words for term in wanted)]
    shown = [one for one in found if one.index >= start]
    page = [one.index for one in shown[: _bounded(shown[:PAGE])]]
    any_of_them = re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))))
    return Found(
        matches=[_match(one, any_of_them, language) for one in readers.these(edition.log, page) if one.current],
        total=len(found),
        hidden=max(readers.count(edition.log) - len(every), 0),
        later=shown[len(page)].index if len(shown) > len(page) else None,
    )


def _bounded(matches: Sequence[Wording]) -> int:
    """How many of them make a page."""
    room = PAGE_CHARACTERS
    for count, one in enumerate(matches):
        room -= len(one.text)
        if room < 0:
            return max(count, 1)
    return len(matches)


def _told(one: Wording, language: str) -> str:
    """All that can match, the parts on lines of their own."""
    return "\n".join((_composed(one.text), _name(one), _about(one, language)))


def _name(one: Wording | Spoken) -> str:
    """The name or the phrase agreed on; what a page prints where there is neither is nobody's name."""
    if one.speaker:
        return _composed(one.speaker.name)
    return _composed(one.content.attribution or "") if one.content else ""


def _about(one: Wording | Spoken, language: str) -> str:
    if one.speaker:
        return _composed(voice_details(one.speaker, language))
    guess = one.content.suggestion if one.content else None
    return _composed(", ".join(part for part in (guess.name, guess.outlet) if part)) if guess else ""


def _match(spoken: Spoken, pattern: re.Pattern[str], language: str) -> Match:
    words = _composed(spoken.current.text if spoken.current else "")
    found = list(itertools.islice(spans(pattern, words), MOST_PLACES))
    start, stop = _around(words, *(found[0] if found else (0, 0)))
    shown = words[start:stop]
    return Match(
        spoken,
        who=list(_marked(_name(spoken), pattern)) or [Run("", name_of(spoken))],
        about=list(_marked(_about(spoken, language), pattern)),
        words=list(_marked(("… " if start else "") + shown + (" …" if stop < len(words) else ""), pattern)),
        more=sum(1 for begin, end in found if begin < start or end > stop),
        uncounted=len(found) == MOST_PLACES,
    )


def _around(words: str, start: int, stop: int) -> tuple[int, int]:
    """The span with what stands around it, by whole words where there are any."""
    begin, end = max(start - BEFORE, 0), min(stop + AFTER, len(words))
    if begin:
        begin = words.find(" ", begin, start) + 1 or begin
    if end < len(words):
        end = max(words.rfind(" ", stop, end), 0) or end
    return begin, end


def _composed(text: str) -> str:
    """On one line, and accents in one form however they were typed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _marked(text: str, pattern: re.Pattern[str]) -> Iterator[Run]:
    at = 0
    for start, stop in spans(pattern, text):
        if start > at:
            yield Run("", text[at:start])
        yield Run("mark", text[start:stop])
        at = stop
    if at < len(text):
        yield Run("", text[at:])

"""Letters as readers take them when they search: case, accents, vowel marks and the ways to type a sign make no difference.

Unicode's compatibility decomposition and full case folding do most of it. What they leave are signs that only look or are
typed otherwise: apostrophes, dashes, soft hyphens, and letters such as ł that have no decomposition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

OTHERS = {
    **dict.fromkeys("’‘ʼʻʹ′＇`´", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"},
    "\u2212": "-",
    "\u0640": "",  # tatweel only stretches a word
}
LETTERS_OF_THEIR_OWN = "йїў"
"""Decomposed they would be и, і and у: other letters, not the same with an accent."""


class _Folding(dict[int, str]):
    """For `str.translate`: a sign's folded form, worked out where it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text, composed (NFC), as it is compared."""
    return text.translate(_FOLDING)


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where `pattern`, of folded words, matches: places in `text` itself, apart from each other and in order."""
    places = [place for place, sign in enumerate(text) for _ in _FOLDING[ord(sign)]]
    before = 0
    for match in pattern.finditer(folded(text)):
        start, stop = places[match.start()], places[match.end() - 1] + 1
        while stop < len(text) and not _FOLDING[ord(text[stop])]:
            stop += 1
        if start >= before:
            yield start, stop
            before = stop


def _fold(sign: str) -> str:
    folded = sign.casefold()
    if folded in LETTERS_OF_THEIR_OWN:
        return folded
    if folded in OTHERS:
        return OTHERS[folded]
    return "".join(_base(part) for part in unicodedata.normalize("NFKD", folded))


def _base(part: str) -> str:
    category = unicodedata.category(part)
    if category == "Cf" or _only_a_mark(part):
        return ""
    return "-" if category == "Pd" else OTHERS.get(part, part)


def _only_a_mark(part: str) -> bool:
    """An accent, or a vowel mark of Hebrew or Arabic; in other scripts a mark makes another syllable."""
    combining = unicodedata.combining(part)
    return 10 <= combining <= 36 or combining >= 200

"""Letters as readers take them when they search: case, accents, vowel marks and the ways to type a sign make no difference.

Unicode's compatibility decomposition and full case folding do most of it. What they leave are signs that only look or are
typed otherwise: apostrophes, dashes, soft hyphens, and letters such as ł that have no decomposition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

OTHERS = {
    **dict.fromkeys("’‘ʼʻʹ′＇`´", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"},
    "\u2212": "-",
    "\u0640": "",  # tatweel only stretches a word
}
LETTERS_OF_THEIR_OWN = "йїў"
"""Decomposed they would be и, і and у: other letters, not the same with an accent."""


MOST_SIGNS = 20_000
"""Signs whose folded form is remembered. No language has as many, but whoever sends one of every sign there is does."""


class _Folding(dict[str, str]):
    """A sign's folded form, worked out where it first occurs; what it consists of folds to itself."""

    def __missing__(self, sign: str) -> str:
        if len(self) >= MOST_SIGNS:
            self.clear()
        once = _fold(sign)
        self[sign] = folded = once if once == sign else "".join(self[part] for part in once)
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text, composed (NFC), as it is compared."""
    return _TO_FOLD.sub(lambda found: _FOLDING[found[0]], text.casefold())


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where `pattern`, of folded words, matches: places in `text` itself, apart from each other and in order."""
    places: Sequence[int] = range(len(text))
    if any(len(_FOLDING[sign]) != 1 for sign in set(text)):
        places = [place for place, sign in enumerate(text) for _ in _FOLDING[sign]]
    before = 0
    for match in pattern.finditer(folded(text)):
        start, stop = places[match.start()], places[match.end() - 1] + 1
        while stop < len(text) and not _FOLDING[text[stop]]:
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


_PLAIN = "".join(sign for sign in map(chr, range(0x20, 0x800)) if _FOLDING[sign] == sign)
_TO_FOLD = re.compile(f"[^{re.escape(_PLAIN)}\u4e00-\u9fff]")
"""Most signs of most texts fold to themselves once their case is folded; to look at the others only takes far less time."""

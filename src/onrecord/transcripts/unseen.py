"""What nobody sees in a text, and what turns the letters after it around. It is no word, and it can hide one."""

from __future__ import annotations

import re
from collections import Counter

_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f"
"""The flag of a region (England, Texas): the one place where unseen tag letters are part of a sign."""

_SIGNS = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u180e\u200b\u2060-\u2064\u2066-\u206f\u202a-\u202e\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, characters without width, and what changes the direction of the text that follows. The joiners of Persian,
of Indic scripts and of emoji, and the marks that order a line of two directions, are part of writing and not here."""
_ANY = re.compile(_SIGNS)
_UNSEEN = re.compile(f"({_FLAG})|{_SIGNS}")


def without_unseen(text: str) -> str:
    """The text as it looks."""
    return _UNSEEN.sub(lambda found: found[1] or "", text) if _ANY.search(text) else text


def unseen_in(text: str) -> Counter[str]:
    """How often each such character stands in the text, by its code: `U+202E`."""
    found = _UNSEEN.finditer(text) if _ANY.search(text) else ()
    return Counter(f"U+{ord(one[0]):04X}" for one in found if not one[1])

"""Names, of people and of outlets, as they are compared: whatever their script, their order and their small letters are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz, process

ALIKE = 88
"""From which likeness on, of 100, two names may be the same one."""


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """The words of a name in small Latin letters, in one order: Рейес Ада, Ada REYES and Reyes, Ada have the same."""
    latin = anyascii(unicodedata.normalize("NFKC", name)).casefold().replace("'", "")
    return " ".join(sorted(re.findall(r"[a-z0-9]+", latin)))


def alike(name: str, among: Iterable[tuple[int, str]], *, limit: int = 5) -> list[int]:
    """The keys of those in `among` whose names may be `name` in another spelling, the most alike first."""
    choices = {number: key(other) for number, other in among}
    found = process.extract(key(name), choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
    return [number for _name, _score, number in found]

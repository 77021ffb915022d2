"""Whether what is said in public about words on background names who spoke them.

Rather an ordinary word is refused than a name missed: names are looked for in any ending, without accents, in every
script. Only where so few letters would be found in ordinary words does the capital decide that a name begins with,
unless script or text has none.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from onrecord.proceedings.contents import Voice

SHORT = 3
"""Letters of a name that is found as it stands only, with an ending of at most ENDING letters more."""
ENDING = 3
"""Kim, Kimin, Кимом."""
REPLACED = 2
"""Letters at the end of a longer name in whose place another ending may stand: Петрова, Петровой."""
TELLING = 5
"""Letters with which hardly another word begins."""
PARTICLE = re.compile(
    "de|da|do|di|du|del|dos|das|la|le|el|al|van|von|der|den|ter|ten|zu|zum|zur|af|av|of|bin|ibn|ben|abu|y|e|"
    "де|да|ду|ди|дель|дос|ла|ле|эль|аль|ван|фон|дер|ден|цу|бен|бин|ибн|абу"
)
"""What names nobody where it is written small (de Souza) or tied to what follows (Al-Sayed)."""
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
"""Scripts, as Unicode calls their letters, that don't part a name from the words beside it."""

TYING = ("ARABIC", "HEBREW", "SYRIAC")
"""Scripts, as Unicode calls their letters, that write “and”, “by” or “the” in one with the word behind it."""


def may_name(text: str, voice: Voice | None) -> bool:
    """Whether `text` may name `voice`: by a word of their name, in any ending, or by their title or outlet."""
    if voice is None:
        return False
    said = _words(text)
    if not any(one.isupper() for one in text):
        said = [word.title() for word in said]
    return any(_is_in(said, name) for name in _names(voice.name)) or any(
        _is_called(said, told) for told in (voice.title, voice.outlet) if told
    )


def words_of(text: str) -> set[str]:
    """The words of a text, small and without accents; of a script that doesn't part them, each two letters together."""
    found = set[str]()
    for word in _words(text.casefold()):
        found |= set(map("".join, pairwise(word))) if _is_unspaced(word) and len(word) > 1 else {word}
    return found


def _words(text: str) -> list[str]:
    """The words of a text, without accents and points; the vowel signs of other scripts are letters of theirs."""
    letters = (one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one) != "Cf")
    plain = "".join(one for one in letters if unicodedata.combining(one) < 10)
    parted = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in plain)
    return unicodedata.normalize("NFC", parted).split()


def _names(name: str) -> list[str]:
    """The words of a name that name somebody, and those of an unspaced script together."""
    parts = [_words(part) for part in name.split()]
    words = [word for part in parts for word in part]
    naming = [word for part in parts for word in part if not _is_particle(word, tied=word is not part[-1])] or words
    return [one for one in (*naming, "".join(filter(_is_unspaced, words))) if len(one) > 1]


def _is_particle(word: str, *, tied: bool) -> bool:
    """`tied`: whether the name goes on after it without a space."""
    return bool(PARTICLE.fullmatch(word.casefold())) and (tied or word[0].islower())


def _is_called(said: list[str], told: str) -> bool:
    """Whether a title or an outlet is in what is said: all its words, one after the other."""
    words = _words(told)
    together = "".join(words)
    if len(together) <= SHORT or _is_unspaced(together):
        return bool(together) and _is_in(said, together)
    return " ".join(words).casefold() in " ".join(said).casefold()


def _is_in(said: list[str], name: str) -> bool:
    if _is_unspaced(name):
        return name in "".join(said)
    return any(_is_form(word, name) for word in said)


def _is_form(word: str, name: str) -> bool:
    """Whether a word of the text is the name in some ending."""
    small = word[0].islower() and not name[0].islower()
    word, name = word.casefold(), name.casefold()
    if PARTICLE.fullmatch(name):
        return word == name and not small
    if len(name) <= SHORT:
        tied = name in word and unicodedata.name(word[:1], "").startswith(TYING)
        return (word.startswith(name) or tied) and len(word) <= len(name) + ENDING and not small
    stem = name[: max(SHORT, len(name) - REPLACED)]
    if unicodedata.name(word[:1], "").startswith(TYING):
        return stem in word
    return word.startswith(name) or (word.startswith(stem) and (len(stem) >= TELLING or not small))


def _is_unspaced(word: str) -> bool:
    return unicodedata.name(word[:1], "").startswith(UNSPACED)

"""What a speaker's label looks like where markup does not say it: the signs captions and web pages share."""

from __future__ import annotations

import re

MAX_LABEL = 100
_MAX_WORDS = 12

_PARTICLES = frozenset(
    str.split(
        "a al and az bin da das de del della der des di do dos du e el et i la las le lo los of on the u und van von y "
        "zu zur der den и"
    )
)

END_MARK = re.compile(
    r"""(?ix)
    (?: \#\s*\#\s*\# | -+\s*30\s*-+ | [-–—―_*\s]* 0\s*0+ [-–—―_*\s]* | \*\s*\*\s*\*
      | end (?: \s+ of \s+ (?: transcript | briefing | conference | the\s+.{1,40} ) )? \.?
      | end \s+ \d{1,2} [:.] \d{2} .{0,20}
      | \[? end \s of .{1,40} \]?
      | fin (?: \s+ de \s+ .{1,40} )? \.? | fine \.? | ende \.? | koniec \.? | конец \.? | кінець \.?
    )
    """
)
"""A line that says the transcript is complete. To be matched in full."""


MARK = re.compile(
    r"(?:Q|A|Question|Answer|Moderator|Pregunta|Respuesta|Moderador[a]?|Frage|Antwort|Вопрос|Ответ|Ведущий|R)"
    r"(?:\s*\([^()]{1,90}\))?"
)
"""A single word that is a label though it isn't in capitals; a name may follow it in parentheses."""


def is_voice_mark(text: str) -> bool:
    """Whether a text that stands alone could be a label: like a name, or a word such as `Question`."""
    return is_name_like(text) or bool(MARK.fullmatch(text))


def split_label(line: str) -> tuple[str, str] | None:
    """A line cut into label and words, or None where it begins with no label.

    `GOVERNOR FERRO: Good morning.`, `Ada Reyes: Why?` and `Q   Why?` have one; `He said: no.` has none.
    """
    if match := re.match(r"([QA]\s*\([^()]{1,90}\)):\s*(?=\S)", line):
        return match[1], line[match.end() :]
    if match := re.match(r"(Q)\.?(?:\s{2,}|\u00a0+\s*|\s+(?=[A-ZÀ-Þ“\"'‘(\[]))(?=\S)", line):
        return match[1], line[match.end() :]
    head, colon, words = line[: MAX_LABEL + 2].partition(":")
    if not colon:
        head, colon, words = line[: MAX_LABEL + 2].partition("：")
    if not colon or not is_name_like(head) or (words and not words[0].isspace()):
        return None
    return head.strip(), line[len(head) + 1 :].strip()


def is_name_like(text: str) -> bool:
    """Whether a text could be what a transcriber calls a voice: short, and its words written like names.

    A single word counts only in capitals (`MODERATOR`, `ВОПРОС`), for `Look` or `Today` may begin a sentence.
    """
    text = text.strip()
    if not text or len(text) > MAX_LABEL or (text[-1] in ".!?,;" and not re.search(r"\b[A-Z]\.$", text)):
        return False
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    words = [word for word in re.split(r"[\s,/–—-]+", bare) if word]
    letters = [char for char in bare if char.isalpha()]
    if not words or not letters or len(words) > _MAX_WORDS or re.search(r"\d{3}|[?!“”\"«»;]", bare):
        return False
    if not any(char.islower() for char in letters):
        return True
    own = [word for word in words if word.lower() not in _PARTICLES]
    return len(own) >= 2 and all(not word[0].isalpha() or not word[0].islower() for word in own)

"""Whether what is said in public about words on background names who spoke them."""

from __future__ import annotations

import re

from onrecord.record.contents import Voice


def may_name(text: str, voice: Voice | None) -> bool:
    """Whether `text` may name `voice`: by a word of their name, in any ending, or by their title or outlet."""
    if voice is None:
        return False
    words = re.findall(r"\w+", text.casefold())
    stems = [name[: max(3, len(name) - 2)] for name in re.findall(r"\w{2,}", voice.name.casefold())]
    if any(word.startswith(stem) for word in words for stem in stems):
        return True
    return any(told.casefold() in text.casefold() for told in (voice.title, voice.outlet) if told)

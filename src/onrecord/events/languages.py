"""Languages by the names that people type: in English, or the language's own."""

from __future__ import annotations

import re

from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language_named(given: str) -> str | None:
    """The tag for `English`, `українська`, `en` or `pt-BR`; None where it is neither a name we know nor a tag."""
    wanted = " ".join(given.split())
    if TAG.fullmatch(wanted):
        return wanted
    for code, about in LANG_INFO.items():
        if wanted.casefold() in (about.get("name", "").casefold(), about.get("name_local", "").casefold()):
            return code
    return None


def name_of(tag: str) -> str:
    """The language's name in the language of the page; a tag that has none as it is."""
    names = Locale.parse(get_language() or "en", sep="-").languages
    language, _, more = tag.partition("-")
    return names.get(tag.replace("-", "_")) or (f"{names[language]} ({more})" if language in names else tag)


def language_title(tag: str) -> str:
    """What `language_named` finds the tag by: the English name where there is one, else the tag."""
    return str(LANG_INFO.get(tag, {}).get("name", tag))


def names() -> list[str]:
    """The languages that are offered, by their English names."""
    return sorted({about["name"] for about in LANG_INFO.values() if "name" in about})

"""Languages by the names that people type: in English, or the language's own."""

from __future__ import annotations

import re

from django.conf.locale import LANG_INFO

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
    """The language's English name; a tag that we don't know as it is."""
    return str(LANG_INFO.get(tag.casefold(), {}).get("name", tag))


def names() -> list[str]:
    """The languages that are offered, by their English names."""
    return sorted({about["name"] for about in LANG_INFO.values() if "name" in about})

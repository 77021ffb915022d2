"""A language that nobody speaks: what readers meet, each letter with an accent and each word longer by half.

What is cut off in it will be cut off in some language, and what stands on a page without accents comes from no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests import messages

FILLED_IN = re.compile(r"(%\(\w+\)[sd]|\{\w*\}|%%|</?\w+>)")
PLAIN = "abcdeghiklmnoprstuvwyzABCDEGHIKLMNOPRSTUVWYZfjqx"
ACCENTED = "áƀçďéĝĥíķĺɱñóƥŕšţúṽŵýžÁƁÇĎÉĜĤÍĶĹṂÑÓƤŔŠŢÚṼŴÝŽƒĵɋẋ"
ACCENTS = str.maketrans(PLAIN + "FJQX", ACCENTED + "ƑĴɊẊ")
VOWELS = re.compile(r"([aeiouyAEIOUY])")


def said(text: str) -> str:
    """The message in that language; what is filled in stays as it is."""
    parts = FILLED_IN.split(text)
    return "".join(
        part if number % 2 else VOWELS.sub(r"\1\1", part).translate(ACCENTS) for number, part in enumerate(parts)
    )


def speak(folder: Path, language: str) -> Path:
    """`folder` with a catalogue in which `language` is that language."""
    catalog = Catalog(locale=language)
    for found in messages.wanted().values():
        for one in found:
            if isinstance(one.id, str) and one.id:
                catalog.add(one.id, said(one.id), context=one.context)
            elif one.id:
                catalog.add(one.id, [said(one.id[1])] * catalog.num_plurals, context=one.context)
    file = folder / language / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_mo(out, catalog)
    return folder


NAMES = re.compile(
    r"https?://\S+|\S+@\S+|press\.example\.org\S*|\{\w+\}|onrecord(?:_check\.py)?|UTC|JSON|HTML|WebVTT|Akoma Ntoso|CSV"
)
"""What is the same in every language."""


class Words(HTMLParser):
    """Those that a reader sees or hears, but for code, addresses and what is marked as English."""

    SAID = {"alt", "title", "aria-label", "placeholder"}
    VOID = {"br", "img", "input", "link", "meta", "hr"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.VOID:
            self.open.append(
                tag in ("pre", "code", "script", "style") or given.get("lang") == "en" or "readonly" in given
            )
        for name, value in attrs:
            if name in self.SAID or (name.startswith("data-") and " " in (value or "")):
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.found.append(data)


def unspoken(html: str) -> Iterator[str]:
    """What a page in that language says without an accent: it comes from no catalogue."""
    words = Words()
    words.feed(html)
    for text in words.found:
        if re.search(r"[A-Za-z]{2}", NAMES.sub("", text)):
            yield " ".join(text.split())

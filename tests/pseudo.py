"""A language that nobody speaks: what readers meet, each letter with an accent and each word longer by half.

What is cut off in it will be cut off in some language, and what stands on a page without accents comes from no catalogue.
"""

from __future__ import annotations

import re
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

"""The translations of the rooms, compiled when a process starts: from `<room>/locale/<language>.po`, which people write.

So a clone, an editable install and a wheel need nothing to be compiled beforehand, and none of them can say what the text no
longer says.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

STAMP = "made-from"
"""Says from which texts the catalogues beside it were made."""


def compiled(rooms: Iterable[str], folder: Path) -> Path:
    """`folder` with a catalogue of all `rooms` for each language, as Django's LOCALE_PATHS wants it; made anew only where a
    room's text is another one than before. A message that several rooms have is said as the first of them says it."""
    sources = {source: source.read_bytes() for room in rooms for source in texts(room)}
    languages = {source.stem for source in sources}
    stamp, made_from = folder / STAMP, _digest(sources)
    there = all(_catalogue(folder, language).exists() for language in languages)
    if not there or not stamp.exists() or stamp.read_text() != made_from:
        for language in languages:
            _compile(language, [text for source, text in sources.items() if source.stem == language], folder)
        _replace(stamp, made_from.encode())
    return folder


def texts(room: str) -> list[Path]:
    """The files in which a room says its messages in other languages."""
    found = find_spec(room)
    places = found.submodule_search_locations if found else None
    return [text for place in places or () for text in sorted(Path(place).glob("locale/*.po"))]


def _digest(sources: dict[Path, bytes]) -> str:
    found = hashlib.sha256()
    for source, text in sources.items():
        found.update(f"{source.stem} {len(text)}\n".encode() + text)
    return found.hexdigest()


def _compile(language: str, written: list[bytes], folder: Path) -> None:
    from io import BytesIO  # where nothing changed no process pays for these

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    all_of_them = Catalog(locale=language)
    for text in written:
        for message in read_po(BytesIO(text), locale=language):
            if message.id and not message.fuzzy and all_of_them.get(message.id, message.context) is None:
                all_of_them.add(message.id, message.string, context=message.context)
    made = BytesIO()
    write_mo(made, all_of_them)
    _replace(_catalogue(folder, language), made.getvalue())


def _catalogue(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.mo"


def _replace(file: Path, content: bytes) -> None:
    """Another process reads the old file or the new one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as new:
        new.write(content)
    Path(name).replace(file)

"""Sealed values that are too large for a row: each in a file of its own, and its key in its row alone.

A file is written under another name, made durable and then renamed, before the act begins that stores its row. It goes once
the act is durable that destroyed its row. So whoever is killed leaves a whole file or none, and at worst one that no row
names: nobody can open it any more, and `sweep` takes it away.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from onrecord.keeping import carrying, keys, sealing
from onrecord.keeping.acting import told_in_words
from onrecord.keeping.envelope import new_file
from onrecord.keeping.errors import SealedDamaged

logger = logging.getLogger(__name__)

NAMELESS = 24 * 60 * 60
"""Seconds after which a file that no row names is taken away; no act lasts as long."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """A sealed file on the disk, whose row is still to be stored."""

    name: str
    data_key: bytes
    size: int


class SealedFile(sealing.Sealed):
    """A row whose value lies in a file. Rotation wraps its key anew as that of any other sealed value."""

    sealed = None  # type: ignore[assignment]  # Django's way of leaving a column out
    file = models.CharField(max_length=32, unique=True, help_text="its name in the folder of sealed files")
    size = models.PositiveIntegerField(help_text="bytes of the value")

    class Meta:
        abstract = True

    def place(self) -> bytes:
        return _place(self.file)

    def hold(self, written: Written) -> None:
        """Take what was `written`; inside the act that saves the row."""
        self.file, self.size = written.name, written.size
        wrapping_key = sealing.newest_key(self.key_file)
        self.wrapped_key = sealing.wrap(written.data_key, place=self.place(), wrapping_key=wrapping_key)

    def seal(self, value: bytes) -> None:
        raise NotImplementedError("write the file with `files.written`, and `hold` it in the act")

    def unseal(self) -> bytes:
        """The value. Raises KeysUnusable, and SealedDamaged where the file is missing or isn't what was sealed."""
        found = sealing.wrapping(self.key_file).keys
        data_key = sealing.unwrap(bytes(self.wrapped_key), place=self.place(), wrapping_keys=found)
        try:
            value = sealing.decrypt(data_key, (folder() / self.file).read_bytes(), self.place())
        except FileNotFoundError:
            value = None
        if value is None:
            raise SealedDamaged(_("the file {name} is missing or damaged and can't be read").format(name=self.file))
        return value


@contextmanager
def written(values: Iterable[bytes]) -> Iterator[list[Written]]:
    """Write each of `values` into a sealed file; they go again where the act inside fails.

    Around the act, never in it: a disk may be slow, and nobody else can write meanwhile. Raises StorageFailed where it is full.
    """
    files: list[Written] = []
    try:
        with told_in_words():
            files.extend(_write(value) for value in values)
            keys.sync(folder())
        yield files
    except BaseException:
        _remove([one.name for one in files])
        raise


def destroy(rows: models.QuerySet[Any]) -> int:
    """Delete rows of sealed files with their keys, inside an act; the files go when it is durable. Returns how many."""
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    transaction.on_commit(lambda: _remove(names), robust=True)
    return len(names)


def sweep(*, older_than: float = NAMELESS) -> None:
    """Take away files that no row names: whoever wrote them was killed before it had one, or after it had it no longer."""
    before = time.time() - older_than
    old = [file for file in folder().iterdir() if _touched(file) < before]
    for start in range(0, len(old), AT_ONCE):
        some = old[start : start + AT_ONCE]
        _remove({file.name for file in some} - _named({file.name for file in some}))


def folder() -> Path:
    """Where the sealed files of this installation lie; only the server's user can enter it."""
    found: Path = settings.ONRECORD_HOME / carrying.FOLDER
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def tables() -> Iterator[type[SealedFile]]:
    """All tables whose values lie in files."""
    yield from (model for model in apps.get_models() if issubclass(model, SealedFile))


def _place(name: str) -> bytes:
    return f"file/{name}".encode()


def _write(value: bytes) -> Written:
    made = Written(secrets.token_hex(16), os.urandom(keys.KEY_BYTES), len(value))
    partial = folder() / f"{made.name}.part"
    with new_file(partial) as out:
        out.write(sealing.encrypt(made.data_key, value, _place(made.name)))
    partial.rename(folder() / made.name)
    return made


def _remove(names: Collection[str]) -> None:
    for name in names:
        (folder() / name).unlink(missing_ok=True)
    if names:
        logger.debug("%d sealed files are gone", len(names))


def _named(names: Collection[str]) -> set[str]:
    return {
        name
        for model in tables()
        for name in model._default_manager.filter(file__in=names).values_list("file", flat=True)
    }


def _touched(file: Path) -> float:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime
    return time.time()

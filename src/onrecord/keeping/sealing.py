"""Values at rest: each under a data key of its own, and that key wrapped by one of the installation's (`keys`).

Both are AES-256-GCM, a random 96-bit nonce before the ciphertext, bound to the value's place as associated data, so that a
row put in another's place does not open. To erase is to destroy the wrapped data key, here and (by replacing the wrapping
key, see `rotation`) in every earlier copy of the database.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import ClassVar, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from onrecord.keeping import keys
from onrecord.keeping.errors import KeysUnusable, SealedDamaged

IV_BYTES = 12


@cache
def wrapping(name: str) -> keys.Wrapping:
    """The installation's wrapping keys in the file of that name: `keys.OPENINGS` or `keys.PERSONAL`."""
    return keys.Wrapping(settings.ONRECORD_KEYS / name)


class Sealed(models.Model):
    """A row with a sealed value: a room makes a table of it and says, once its row has a primary key, where it belongs.

    Rotation finds every table of this kind by itself. A row whose value is destroyed has nothing in both columns.
    """

    key_file: ClassVar[str] = keys.OPENINGS
    """Which of the installation's keys wraps the data keys of this table; `keys.PERSONAL` for personal data."""

    wrapped_key = models.BinaryField(help_text="the data key, wrapped; empty once destroyed")
    sealed = models.BinaryField(help_text="the value, encrypted; empty once destroyed")

    place_needs: ClassVar[tuple[str, ...]] = ()
    """The relations that `place` reads."""

    class Meta:
        abstract = True

    def place(self) -> bytes:
        """What this row is, among all that are sealed with the same keys: the associated data of its value."""
        raise NotImplementedError

    def seal(self, value: bytes) -> None:
        """Set `value`; inside the act that saves the row."""
        self.wrapped_key, self.sealed = seal(value, place=self.place(), wrapping_key=newest_key(self.key_file))

    def unseal(self) -> bytes:
        """The value. Raises KeysUnusable where none of the keys wrapped it, SealedDamaged where it isn't what was sealed."""
        found = wrapping(self.key_file).keys
        return unseal(bytes(self.wrapped_key), bytes(self.sealed), place=self.place(), wrapping_keys=found)


Row = TypeVar("Row", bound=Sealed)


def tables(key_file: str) -> Iterator[type[Sealed]]:
    """All tables with values whose data keys are wrapped by the keys in this file."""
    for model in apps.get_models():
        if issubclass(model, Sealed) and model.key_file == key_file:
            yield model


def kept(model: type[Row]) -> models.QuerySet[Row]:
    """The rows of a table whose values are not destroyed, with what their places need."""
    rows = model._default_manager.exclude(wrapped_key=b"")
    return rows.select_related(*model.place_needs) if model.place_needs else rows


def newest_key(key_file: str) -> bytes:
    """The key that wraps what is sealed now; inside the act that stores it, since no rotation can pass between the two."""
    found = wrapping(key_file)
    found.refresh()
    return found.keys[0]


def unsealed(rows: Callable[[], Iterable[Row]]) -> tuple[list[tuple[Row, bytes]], list[Row]]:
    """The rows that `rows` reads, each with its value, and those that are damaged.

    Raises KeysUnusable where it isn't they that are damaged, but the key file is another one.
    """
    while True:
        before = {name: wrapping(name).keys for name in (keys.OPENINGS, keys.PERSONAL)}
        found, failed = _tried(rows())
        if not failed:
            return found, []
        name = failed[0].key_file
        wrapping(name).refresh()
        if wrapping(name).keys == before[name]:  # no erasure has replaced a key between the rows and their unsealing
            require_keys(name)
            return found, failed


def _tried(rows: Iterable[Row]) -> tuple[list[tuple[Row, bytes]], list[Row]]:
    found: list[tuple[Row, bytes]] = []
    failed: list[Row] = []
    for row in rows:
        try:
            found.append((row, row.unseal()))
        except (KeysUnusable, SealedDamaged):
            failed.append(row)
    return found, failed


SAMPLE = 50
"""Values that are tried to tell a wrong key from damage."""


def require_keys(key_file: str) -> None:
    """Raises KeysUnusable where the keys open nothing that is stored: then they are the wrong ones, and no row damaged."""
    failure: KeysUnusable | None = None
    for model in tables(key_file):
        for row in (*kept(model).order_by("-pk")[:SAMPLE], *kept(model).order_by("pk")[:SAMPLE]):
            try:
                unwrap(bytes(row.wrapped_key), place=row.place(), wrapping_keys=wrapping(key_file).keys)
            except KeysUnusable as error:
                failure = error
            else:
                return
    if failure:
        raise KeysUnusable(
            _("{file} is not the key file that was used before; put the right one back ({words})").format(
                file=key_file, words=failure
            )
        )


def seal(value: bytes, *, place: bytes, wrapping_key: bytes) -> tuple[bytes, bytes]:
    """The wrapped data key and the sealed value."""
    data_key = os.urandom(keys.KEY_BYTES)
    return wrap(data_key, place=place, wrapping_key=wrapping_key), encrypt(data_key, value, place)


def unseal(wrapped_key: bytes, sealed: bytes, *, place: bytes, wrapping_keys: tuple[bytes, ...]) -> bytes:
    """The value again. Raises KeysUnusable where none of the keys wrapped it, SealedDamaged where it is not what was sealed."""
    value = decrypt(unwrap(wrapped_key, place=place, wrapping_keys=wrapping_keys), sealed, place)
    if value is None:
        raise SealedDamaged(_("the stored data of {place} is damaged and can't be read").format(place=place.decode()))
    return value


def wrap(data_key: bytes, *, place: bytes, wrapping_key: bytes) -> bytes:
    """The data key, encrypted under the wrapping key."""
    return encrypt(wrapping_key, data_key, place)


def unwrap(wrapped_key: bytes, *, place: bytes, wrapping_keys: tuple[bytes, ...]) -> bytes:
    """The data key again, with the first wrapping key that fits."""
    for wrapping_key in wrapping_keys:
        data_key = decrypt(wrapping_key, wrapped_key, place)
        if data_key is not None:
            return data_key
    raise KeysUnusable(_("none of the keys opens {place}").format(place=place.decode()))


def encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    """`plain` under `key`, bound to its place."""
    iv = os.urandom(IV_BYTES)
    return iv + AESGCM(key).encrypt(iv, plain, place)


def decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes | None:
    """What was encrypted under `key` in this place; None where it wasn't."""
    try:
        return AESGCM(key).decrypt(sealed[:IV_BYTES], sealed[IV_BYTES:], place)
    except (InvalidTag, ValueError):  # ValueError: cut so short that not even the nonce is left
        return None

"""A file sealed as a whole: whoever lacks the key learns its length and nothing else.

Chunks of 1 MiB, each under AES-256-GCM with a counter as its nonce and a mark on the last one (the construction STREAM of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015): chunks can't be changed, moved, left out or cut off unnoticed. The key of a
file is made for it alone, by HKDF from the installation's key and a salt.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BEGINS = b"onrecord backup 1\n"
SALT_BYTES = 16
CHUNK_BYTES = 2**20
TAG_BYTES = 16


class OtherKey(Exception):
    """None of the keys sealed the file."""


class Damaged(Exception):
    """The file was changed, or its end is missing."""


def seal(plain: IO[bytes], out: IO[bytes], *, key: bytes) -> None:
    """Write `plain` to `out`, sealed with `key`."""
    salt = os.urandom(SALT_BYTES)
    out.write(BEGINS + salt)
    sealing = _cipher(key, salt)
    for nonce, chunk in _chunks(plain, CHUNK_BYTES):
        out.write(sealing.encrypt(nonce, chunk, BEGINS))


def unseal(sealed: IO[bytes], out: IO[bytes], *, keys: Iterable[bytes]) -> None:
    """Write to `out` what was sealed with one of `keys`. Raises OtherKey, Damaged."""
    begins, salt = sealed.read(len(BEGINS)), sealed.read(SALT_BYTES)
    if begins != BEGINS or len(salt) != SALT_BYTES:
        raise Damaged
    candidates = [_cipher(key, salt) for key in keys]
    for number, (nonce, chunk) in enumerate(_chunks(sealed, CHUNK_BYTES + TAG_BYTES)):
        if number == 0:
            candidates = [one for one in candidates if _opened(one, nonce, chunk) is not None]
            if not candidates:
                raise OtherKey
        plain = _opened(candidates[0], nonce, chunk)
        if plain is None:
            raise Damaged
        out.write(plain)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"onrecord/backup/v1").derive(key))


def _opened(cipher: AESGCM, nonce: bytes, chunk: bytes) -> bytes | None:
    try:
        return cipher.decrypt(nonce, chunk, BEGINS)
    except InvalidTag:
        return None


def _chunks(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk with its nonce: eleven bytes that count, and one that is 1 for the last chunk."""
    chunk = file.read(size)
    for number in count():
        following = file.read(size)
        yield number.to_bytes(11, "big") + (b"\0" if following else b"\1"), chunk
        if not following:
            return
        chunk = following


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """A new file of mode 0600, durable when the block ends, and gone where it fails."""
    out = os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    try:
        with out:
            yield out
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise

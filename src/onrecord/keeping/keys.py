"""Key files, made at first start, which only the server's user may read.

- `signing.key` signs checkpoints (Ed25519). Whoever has it can sign in the host's name.
- `openings.key` wraps the data keys under which words are sealed (AES-256-GCM), `personal.key` those of personal data. An
  erasure replaces the one that it needs, so that no earlier copy of the database can open what was erased.
- `django.key` signs cookies and links.

Needs no Django.
"""

from __future__ import annotations

import base64
import fcntl
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.keeping.errors import KeysUnusable

SIGNING = "signing.key"
OPENINGS = "openings.key"
PERSONAL = "personal.key"
DJANGO = "django.key"
ALL = (SIGNING, OPENINGS, PERSONAL, DJANGO)
KEY_BYTES = 32


class Wrapping:
    """The keys in the file `path` that wrap data keys; makes the first one where there is none.

    While a key is being replaced (`rotation`), the file has a line for each key still in use, newest first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        read_or_make(path)
        self._keys: tuple[bytes, ...] = ()
        self._seen: tuple[int, int, int] | None = None
        self._reading = threading.Lock()
        self.refresh()

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys that may have wrapped a data key; the first one wraps what is new."""
        return self._keys

    def refresh(self) -> None:
        """Read the keys again if another process has replaced them."""
        with self._reading:  # else a thread that was slow to read would put back keys which were replaced meanwhile
            found = self.path.stat()
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            if stamp != self._seen:
                self._keys, self._seen = _read(self.path), stamp

    def add(self) -> None:
        """A new key on top of the ones in use. From here on a rotation is due, until the older ones are dropped."""
        with self._alone():
            self._replace((os.urandom(KEY_BYTES), *self._keys))

    def drop_older_than(self, key: bytes) -> None:
        """Everything is wrapped with `key` or a newer one: the older keys go, for good."""
        with self._alone():
            if key in self._keys:  # else another process has dropped it, with all that were older
                self._replace(self._keys[: self._keys.index(key) + 1])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process and thread from replacing the keys, and read them as they stand."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            self.refresh()
            yield
        finally:
            os.close(folder)  # lets the lock go

    def _replace(self, keys: tuple[bytes, ...]) -> None:
        partial = self.path.with_name(f"{self.path.name}.part")
        partial.unlink(missing_ok=True)
        _write(partial, keys)
        partial.replace(self.path)
        sync(self.path.parent)
        self.refresh()


def require(folder: Path) -> dict[str, str]:
    """What stands in the key files in `folder`, by their names; missing ones are made, but for Django's. Raises KeysUnusable."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (SIGNING, OPENINGS, PERSONAL):
        read_or_make(folder / name)
    return {name: (folder / name).read_text().strip() for name in ALL if (folder / name).exists()}


def read_or_make(path: Path) -> bytes:
    """The 32 bytes in the key file `path`, made at random when there is none. Raises KeysUnusable."""
    if not path.exists():
        try:
            _write(path, (os.urandom(KEY_BYTES),))
        except FileExistsError:  # another process of ours was first
            pass
        sync(path.parent)
    return _read(path)[0]


def _write(path: Path, keys: tuple[bytes, ...]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b"".join(base64.b64encode(key) + b"\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> tuple[bytes, ...]:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeysUnusable(
            f"{path} can be read by other users of this machine; run `chmod 600 {path}`, and find out who may have read it"
        )
    try:
        keys = tuple(base64.b64decode(line, validate=True) for line in path.read_bytes().split())
    except ValueError:
        keys = ()
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise KeysUnusable(f"{path} must contain one line of base64 for {KEY_BYTES} bytes")
    return keys


def sync(folder: Path) -> None:
    """Make durable which files are in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

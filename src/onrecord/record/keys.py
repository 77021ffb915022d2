"""The two keys of an installation, made at first start, in files that only the server's user may read.

- `signing.key` signs checkpoints (Ed25519). Whoever has it can sign in the host's name.
- `openings.key` wraps the data keys under which openings are stored (AES-256-GCM). It is no part of a
  backup: an erasure replaces it, so that no earlier copy of the database can open what was erased.
"""

from __future__ import annotations

import base64
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.record.errors import KeysUnusable
from onrecord.tlog.note import Signer

SIGNING = "signing.key"
OPENINGS = "openings.key"
KEY_BYTES = 32


class Keyring:
    """The keys in `folder`; makes the missing ones, each 32 random bytes as one line of base64.

    While a wrapping key is being replaced (`acts.rotation`), `openings.key` has a line for each key still in use, newest
    first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._signing = read_or_make(folder / SIGNING)
        read_or_make(folder / OPENINGS)
        self._signers: dict[str, Signer] = {}
        self._wrapping: tuple[bytes, ...] = ()
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def signer(self, origin: str) -> Signer:
        """The signer of the log named `origin`: one key for the installation, one name for each log."""
        if origin not in self._signers:
            self._signers[origin] = Signer(origin, self._signing)
        return self._signers[origin]

    @property
    def wrapping_keys(self) -> tuple[bytes, ...]:
        """The keys that may have wrapped a data key; the first one wraps what is new."""
        return self._wrapping

    def refresh(self) -> None:
        """Read the wrapping keys again if another process has replaced them."""
        found = (self.folder / OPENINGS).stat()
        stamp = (found.st_ino, found.st_mtime_ns)
        if stamp != self._seen:
            self._wrapping, self._seen = _read(self.folder / OPENINGS), stamp

    def add_wrapping_key(self) -> None:
        """A new wrapping key on top of the ones in use. From here on a rotation is due, until the older ones are dropped."""
        with self._alone():
            self._replace((os.urandom(KEY_BYTES), *self._wrapping))

    def drop_older_than(self, key: bytes) -> None:
        """Everything is wrapped with `key` or a newer one: the older keys go, for good."""
        with self._alone():
            if key in self._wrapping:  # else another process has dropped it, with all that were older
                self._replace(self._wrapping[: self._wrapping.index(key) + 1])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process and thread from replacing the wrapping keys, and read them as they stand."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            self.refresh()
            yield
        finally:
            os.close(folder)  # lets the lock go

    def _replace(self, keys: tuple[bytes, ...]) -> None:
        partial = self.folder / f"{OPENINGS}.part"
        partial.unlink(missing_ok=True)
        _write(partial, keys)
        partial.replace(self.folder / OPENINGS)
        _sync(self.folder)
        self.refresh()


def read_or_make(path: Path) -> bytes:
    """The 32 bytes in the key file `path`, made at random when there is none. Raises KeysUnusable."""
    if not path.exists():
        try:
            _write(path, (os.urandom(KEY_BYTES),))
        except FileExistsError:  # another process of ours was first
            pass
        _sync(path.parent)
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


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""What was signed last, in a file beside the keys: a database that came back from a copy must not sign a second history.

For each log a file holds two checkpoints. `intended` is on the disk before the commit that stores it; `published` is written
after it, and on the disk before anybody is given it. So the database of an undisturbed installation stands at one of the two, wherever a crash cut
in; at a start, and at every append, anything else means that entries are missing which readers may have seen. Then
nothing is signed until a person has said which checkpoint was the last (`acts.continuing`).

Neither write can spoil the other: each has a block of its own, and a block that was half written equals no checkpoint. The
file also holds its own inode with its generation, so that a copy of it, as old as the copy of the database beside it, counts
as no file; the inode alone won't do, since whoever unpacks an archive over a home gets the same ones again.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from onrecord.keeping import acting
from onrecord.keeping.errors import ActRefused

logger = logging.getLogger(__name__)

BLOCK = 4096
"""Bytes of each of the two checkpoints: what a disk writes at once, and more than any signed checkpoint has."""
INTENDED, PUBLISHED, INODE = 0, BLOCK, 2 * BLOCK
"""Where each stands in the file."""
GET_GENERATION = 0x80087601
"""FS_IOC_GETVERSION of Linux: a number that an inode gets anew whenever it becomes another file."""


class HistoryUnknown(ActRefused):
    """Entries that were published may be missing here, so nothing is signed until a person has decided."""


@dataclass(frozen=True, slots=True)
class Head:
    """The two signed checkpoints of a log; empty where there is none yet."""

    intended: str
    published: str


@dataclass(slots=True)
class Signed:
    """What an act signs of one log: the checkpoint it found, and the newest of its own."""

    before: str
    newest: str
    awaited: bool = False
    """Whether it will be published once the act is committed."""


def _signed() -> dict[str, Signed] | None:
    """What the act under way has signed of each log; None unless an act commits. It is intended before the commit."""
    carried = acting.carried()
    if carried is None:
        return None
    if __name__ not in carried:
        carried[__name__] = signed = dict[str, Signed]()
        acting.before_commit(partial(_intend_all, signed))
    found: dict[str, Signed] = carried[__name__]
    return found


def require(origin: str, checkpoint: str) -> None:
    """Raises HistoryUnknown unless the log that stands at `checkpoint` ("": a log to be) is the one that was signed last."""
    signed = _signed()
    if signed is None or origin in signed:  # no act that commits, or one that has asked already
        return
    head = read(origin)
    if head is None and not checkpoint and not _published_by_another(origin):
        return
    if head is None:
        raise HistoryUnknown(
            _(
                "Nothing can be added to {origin}: this record is a copy, and entries that readers have seen "
                "may be missing from it. The person who runs the server must confirm how it continues with "
                "`onrecord continue`."
            ).format(origin=origin)
        )
    if checkpoint not in (head.intended, head.published) if checkpoint else head.published:
        raise HistoryUnknown(
            _(
                "Nothing can be added to {origin}: it has {here} entries here, but {there} were signed. The "
                "database was restored from a copy. The person who runs the server must say how it continues "
                "with `onrecord continue`."
            ).format(origin=origin, here=_size(checkpoint), there=_size(head.published) or _size(head.intended))
        )


def sign_next(origin: str, *, before: str, newest: str) -> Signed | None:
    """Note that the act under way signs `newest` after `before`; returns, once an act and log, what is to be published."""
    of_act = _signed()
    if of_act is None:
        return None
    signed = of_act.setdefault(origin, Signed(before, newest))
    signed.newest = newest
    first, signed.awaited = not signed.awaited, True
    return signed if first else None


def begin(origin: str) -> None:
    """The act under way begins a log named `origin` that nobody has signed yet, though it has entries."""
    signed = _signed()
    if signed is not None:
        signed[origin] = Signed("", "")


def stored(origin: str, checkpoint: str) -> None:
    """The act is committed: note it. That it lasts is only seen to when somebody is given the checkpoint (`publish`):
    until then, a machine that crashes leaves the database at what was intended."""
    try:
        _advance(origin, checkpoint)
    except OSError:  # the database stands at what was intended, which will do
        logger.exception("could not note that an act on %s was stored", origin)


def publish(origin: str, checkpoint: str) -> None:
    """Before anybody is given `checkpoint`, which the database holds: note for good that it is public."""
    if _lasting.get(origin) == checkpoint:
        return
    try:
        if _advance(origin, checkpoint):
            with _opened(origin) as file:
                os.fdatasync(file)
            _lasting[origin] = checkpoint
    except OSError:
        logger.exception("could not note that a checkpoint of %s is public", origin)


_lasting: dict[str, str] = {}
"""What this process has seen to lie in the file for good."""


def _advance(origin: str, checkpoint: str) -> bool:
    """What was intended is published; whether the file says so now. Changes nothing for any other checkpoint."""
    head = read(origin)
    if head is None or head.published == checkpoint or head.intended != checkpoint:
        return head is not None and head.published == checkpoint
    with _opened(origin) as file:
        if _block(file, INTENDED) == checkpoint:  # still: no other node has gone on meanwhile
            os.pwrite(file, _padded(checkpoint), PUBLISHED)
        return _block(file, PUBLISHED) == checkpoint


def settle(origin: str, checkpoint: str) -> None:
    """A person has decided: the log goes on from `checkpoint`."""
    _make(origin, published=checkpoint)


def read(origin: str) -> Head | None:
    """What the file says; None where there is none, or only a copy of one."""
    try:
        file = os.open(path_of(origin), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        if os.pread(file, BLOCK, INODE) != _inode(file):
            return None
        return Head(_block(file, INTENDED), _block(file, PUBLISHED))
    finally:
        os.close(file)


def is_ours(origin: str) -> bool:
    """Whether the log has a file that was made here. Before a new log is opened this is asked of every other one, so each
    file is read once as long as it is the same."""
    try:
        inode = path_of(origin).stat().st_ino
    except FileNotFoundError:
        return False
    if _ours.get(origin) != inode and read(origin) is not None:
        _ours[origin] = inode
    return _ours.get(origin) == inode


_ours: dict[str, int] = {}
"""The inodes of the files that this process has read and found to be no copies."""


def _published_by_another(origin: str) -> bool:
    """Whether there is a copy of a file by which the log was published: it isn't in this database, which is older."""
    try:
        file = os.open(path_of(origin), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return bool(_block(file, PUBLISHED))
    finally:
        os.close(file)


def path_of(origin: str) -> Path:
    """The file of a log."""
    return _path_in(settings.ONRECORD_KEYS, origin)


@lru_cache(maxsize=1024)
def _path_in(keys: Path, origin: str) -> Path:
    return keys / "heads" / hashlib.sha256(origin.encode()).hexdigest()[:32]


def _intend_all(signed: dict[str, Signed]) -> None:
    for origin, one in signed.items():
        _intend(origin, one)


def _intend(origin: str, signed: Signed) -> None:
    if not signed.before and read(origin) is None:
        _make(origin)
    with _opened(origin) as file:
        if signed.before and _block(file, PUBLISHED) != signed.before:  # a crash came between commit and note
            _write(file, PUBLISHED, signed.before)
        _write(file, INTENDED, signed.newest)


def _make(origin: str, published: str = "") -> None:
    """A new file in the place of what there may be, whole or not at all: half a file would be taken for a copy."""
    path = path_of(origin)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    file = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        os.pwrite(file, _padded("") + _padded(published), 0)
        os.pwrite(file, _inode(file), INODE)
        os.fsync(file)
    finally:
        os.close(file)
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _opened(origin: str) -> Iterator[int]:
    """The file of a log, held against all others who write to it."""
    file = os.open(path_of(origin), os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)  # lets the lock go


def _block(file: int, at: int) -> str:
    content = os.pread(file, BLOCK, at).rstrip(b"\n")
    return f"{content.decode(errors='replace')}\n" if content else ""


def _inode(file: int) -> bytes:
    """What no copy of the file has: its inode, and of what generation it is, where the file system tells."""
    try:
        [generation] = struct.unpack("l", fcntl.ioctl(file, GET_GENERATION, bytes(struct.calcsize("l"))))
    except OSError:
        generation = 0
    return b"%d %d\n" % (os.fstat(file).st_ino, generation)


def _write(file: int, at: int, checkpoint: str) -> None:
    os.pwrite(file, _padded(checkpoint), at)
    os.fdatasync(file)


def _padded(checkpoint: str) -> bytes:
    return checkpoint.encode().ljust(BLOCK, b"\n")


def _size(checkpoint: str) -> int:
    lines = checkpoint.split("\n")
    return int(lines[1]) if len(lines) > 1 and lines[1].isdigit() else 0

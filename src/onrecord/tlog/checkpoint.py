"""Checkpoints (C2SP tlog-checkpoint): a log's signed word on how long it is and which root it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.tlog import base64
from onrecord.tlog.merkle import HASH_SIZE
from onrecord.tlog.note import NoteError, Signer, Verifier, open_note

# Sizes are below 2**63, as Go's readers have them; the pattern also keeps int() from endless digits.
_SIZE = re.compile("0|[1-9][0-9]{0,18}")
_SIZE_LIMIT = 1 << 63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's origin, its number of entries and its root (32 bytes).

    `extensions` are the further lines that others' logs may have; ours never do.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, base64.encode(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint in the text of a note. Raises NoteError naming the line that is wrong."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise NoteError("Checkpoint.parse: a checkpoint is at least three lines, none empty: origin, size, root")
        origin, size, encoded, *extensions = lines
        if not _SIZE.fullmatch(size) or int(size) >= _SIZE_LIMIT:
            raise NoteError("Checkpoint.parse: line 2, the size, is not a decimal below 2^63 without leading zeros")
        try:
            root = base64.decode(encoded)
        except ValueError:
            root = b""
        if len(root) != HASH_SIZE:
            raise NoteError(f"Checkpoint.parse: line 3, the root, is not base64 for {HASH_SIZE} bytes")
        return cls(origin, int(size), root, tuple(extensions))


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of `checkpoint`. Raises NoteError unless it is one of the signer's own log.

    Whoever calls this sees to it that no two checkpoints of a log contradict each other.
    """
    if signer.verifier.name != checkpoint.origin:
        raise NoteError(f"sign: the origin is {checkpoint.origin}, but the key's name is {signer.verifier.name}")
    if checkpoint.extensions:
        raise NoteError("sign: extension lines are read, never written")
    if not 0 <= checkpoint.size < _SIZE_LIMIT or len(checkpoint.root) != HASH_SIZE:
        raise NoteError(f"sign: a checkpoint has a size below 2^63 and a root of {HASH_SIZE} bytes")
    return signer.sign(checkpoint.text())


def open_checkpoint(note: str | bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint in a note that the log itself, a known key named as its origin, has signed. Raises NoteError."""
    opened = open_note(note, verifiers)
    checkpoint = Checkpoint.parse(opened.text)
    if checkpoint.origin not in opened.verified_by:
        signers = ", ".join(opened.verified_by)
        raise NoteError(f"open_checkpoint: the origin is {checkpoint.origin}, but it is signed only by {signers}")
    return checkpoint

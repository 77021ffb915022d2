"""Checkpoints (C2SP tlog-checkpoint)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.tlog import base64
from onrecord.tlog.note import NoteError, Signer, Verifier, open_note


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name, its size, its root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note's text; no extension lines."""
        return f"{self.origin}\n{self.size}\n{base64.encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Raises NoteError; extension lines of other logs are read over."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0] or not re.fullmatch("0|[1-9][0-9]*", lines[1]):
            raise NoteError("Checkpoint.parse: not origin, size and root")
        try:
            root = base64.decode(lines[2])
        except ValueError:
            root = b""
        if len(root) != 32 or base64.encode(root) != lines[2]:
            raise NoteError("Checkpoint.parse: the root is not base64 for 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note. The key must have the log's name."""
    if signer.verifier.name != checkpoint.origin:
        raise NoteError("sign: the key's name is not the origin")
    return signer.sign(checkpoint.text())


def open_checkpoint(note: str | bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint in a note signed by its own origin. Raises NoteError."""
    opened = open_note(note, verifiers)
    checkpoint = Checkpoint.parse(opened.text)
    if checkpoint.origin not in opened.verified_by:
        raise NoteError("open_checkpoint: signed by another key than its origin's")
    return checkpoint

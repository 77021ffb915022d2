"""Checkpoints (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.tlog.note import NoteError, Signer, Verifier, open_note


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0] or not re.fullmatch("0|[1-9][0-9]*", lines[1]):
            raise NoteError("Checkpoint.parse: not origin, size and root")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except ValueError:
            root = b""
        if len(root) != 32 or base64.b64encode(root).decode() != lines[2]:
            raise NoteError("Checkpoint.parse: the root is not base64 for 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    if signer.verifier.name != checkpoint.origin:
        raise NoteError("sign: the key's name is not the origin")
    return signer.sign(checkpoint.text())


def open_checkpoint(note: str | bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    opened = open_note(note, verifiers)
    checkpoint = Checkpoint.parse(opened.text)
    if checkpoint.origin not in opened.verified_by:
        raise NoteError("open_checkpoint: signed by another key than its origin's")
    return checkpoint

"""`.tlog-proof` files (C2SP tlog-proof)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.tlog import base64
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import ProofError, verify_inclusion
from onrecord.tlog.note import Verifier

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """An inclusion proof with the checkpoint it leads to; `extra` is ours to fill: the entry's bytes."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes | None = None

    def text(self) -> str:
        """The file's text."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64.encode(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [base64.encode(one) for one in self.hashes]
        return "\n".join(lines) + "\n\n" + self.checkpoint_note

    @classmethod
    def parse(cls, text: str) -> TlogProof:
        """Raises ProofError."""
        head, gap, note = text.partition("\n\n")
        lines = head.split("\n")
        extra = None
        try:
            if not gap or lines.pop(0) != HEADER:
                raise ValueError
            if lines[0].startswith("extra "):
                extra = base64.decode(lines.pop(0)[6:])
            found = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines.pop(0))
            if not found:
                raise ValueError
            hashes = tuple(base64.decode(line) for line in lines)
        except (ValueError, IndexError):
            raise ProofError("TlogProof.parse: not a tlog-proof") from None
        return cls(int(found[1]), hashes, note, extra)

    def verify(self, leaf: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
        """The checkpoint, when leaf hash `leaf` is in its tree. Raises ProofError or NoteError."""
        checkpoint = open_checkpoint(self.checkpoint_note, verifiers)
        verify_inclusion(self.index, checkpoint.size, leaf, self.hashes, checkpoint.root)
        return checkpoint

"""`.tlog-proof` files (C2SP tlog-proof): an entry's inclusion proof and the checkpoint it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.tlog import base64
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import HASH_SIZE, ProofError, verify_inclusion
from onrecord.tlog.note import Verifier

HEADER = "c2sp.org/tlog-proof@v1"

_INDEX = re.compile("index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The index of an entry, the hashes from its sibling up to the root's child, and a signed checkpoint.

    `extra` is whatever the application puts beside them; nothing vouches for it.
    """

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
        """The proof in a file's text, which `text()` gives back to the letter. Raises ProofError naming the line.

        The checkpoint is taken as it stands: `verify` reads it.
        """
        head, gap, note = text.partition("\n\n")
        lines = head.split("\n")
        if not gap or lines[0] != HEADER:
            raise ProofError(f"TlogProof.parse: line 1 is not {HEADER}, or no empty line is before the checkpoint")
        at, extra = 1, None
        if lines[at:] and lines[at].startswith("extra "):
            extra = _decoded(lines, at, "extra ")
            at += 1
        found = _INDEX.fullmatch(lines[at]) if lines[at:] else None
        if not found:
            raise ProofError(f"TlogProof.parse: line {at + 1} is not `index N`, N without leading zeros")
        hashes = tuple(_decoded(lines, row) for row in range(at + 1, len(lines)))
        for row, one in enumerate(hashes, start=at + 2):
            if len(one) != HASH_SIZE:
                raise ProofError(f"TlogProof.parse: line {row} is a hash of {len(one)} bytes, not {HASH_SIZE}")
        return cls(int(found[1]), hashes, note, extra)

    def verify(self, leaf_hash: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
        """The checkpoint under which the entry with `leaf_hash` stands at the index.

        Raises NoteError where the checkpoint isn't signed by its own log with one of the keys, ProofError where
        the hashes don't lead to its root.
        """
        checkpoint = open_checkpoint(self.checkpoint_note, verifiers)
        verify_inclusion(self.index, checkpoint.size, leaf_hash, self.hashes, checkpoint.root)
        return checkpoint


def _decoded(lines: list[str], at: int, prefix: str = "") -> bytes:
    try:
        return base64.decode(lines[at].removeprefix(prefix))
    except ValueError:
        raise ProofError(f"TlogProof.parse: line {at + 1} is not base64") from None

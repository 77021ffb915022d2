"""The lottery among requests of equal price: anybody can repeat it, nobody can have chosen its outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def ticket(request: str, *, beacon: bytes, commitment: bytes, step: int) -> bytes:
    """SHA-256 of beacon, commitment, the call's number (8 bytes, big-endian, from 1), id (UTF-8)."""
    return hashlib.sha256(beacon + commitment + step.to_bytes(8, "big") + request.encode()).digest()


def draw(tied: Iterable[str], *, beacon: bytes, commitment: bytes, step: int) -> str:
    """The one of these requests, at least one, whose ticket is the least."""
    return min(tied, key=lambda request: ticket(request, beacon=beacon, commitment=commitment, step=step))

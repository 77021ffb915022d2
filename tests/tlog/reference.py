"""The tree, its proofs and its tiles as the specifications spell them: slow, on hashlib alone, none of our code.

D is a list of entries. Names and letters are those of RFC 9162 §2.1 and C2SP tlog-tiles.
"""

from __future__ import annotations

from hashlib import sha256

ENTRIES = [b"entry %d" % n for n in range(600)]


def mth(d: list[bytes]) -> bytes:
    """§2.1.1, the root."""
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = split(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """§2.1.3.1, the inclusion proof of entry m."""
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    """§2.1.4.1, the consistency proof from size m."""
    return subproof(m, d, True)


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    n = len(d)
    if m == n:
        return [] if b else [mth(d)]
    k = split(n)
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def inclusion_sides(m: int, n: int) -> str:
    """On which side of the path each hash of the proof stands. It is all that a verifier gets out of m and n."""
    if n == 1:
        return ""
    k = split(n)
    return inclusion_sides(m, k) + "R" if m < k else inclusion_sides(m - k, n - k) + "L"


def consistency_sides(m: int, n: int, b: bool = True) -> str:
    """The same for PROOF(m, n), and first whether it begins with a hash (H) or with the old root (O)."""
    if m == n:
        return "O" if b else "H"
    k = split(n)
    return consistency_sides(m, k, b) + "R" if m <= k else consistency_sides(m - k, n - k, False) + "L"


def tiles(d: list[bytes]) -> dict[str, bytes]:
    """Every hash tile by its path (only below number 1,000 of a level), from the formula in tlog-tiles."""
    found, s, level = {}, len(d), 0
    while s // 256**level:
        row = [mth(d[i * 256**level : (i + 1) * 256**level]) for i in range(s // 256**level)]
        for n in range(0, len(row), 256):
            hashes = row[n : n + 256]
            partial = "" if len(hashes) == 256 else f".p/{len(hashes)}"
            found[f"tile/{level}/{n // 256:03}{partial}"] = b"".join(hashes)
        level += 1
    return found

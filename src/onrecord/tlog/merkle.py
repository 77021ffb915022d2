"""The Merkle tree of RFC 6962 / RFC 9162: SHA-256 hashes of 32 bytes, split at the largest power of two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
ReadHash = Callable[[int, int], bytes]
"""`read(level, index)`: the root of the perfect subtree of 2**level leaves, the index-th of its kind."""


class ProofError(ValueError):
    """A proof that does not hold, or is none; the message names the function and its input."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree as far as growing it needs: its size and the roots of its perfect subtrees, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """The frontier after one more leaf hash."""
        return self.extend([leaf])

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaf hashes; amortised two hashes a leaf."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            n = size
            while n & 1:
                leaf = sha256(b"\1" + stack.pop() + leaf).digest()
                n >>= 1
            stack.append(leaf)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """The root of the tree (RFC 9162 §2.1.1)."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes one after the other; `from_bytes` reads them again, given the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """Raises ValueError where there aren't as many hashes as `size` has perfect subtrees."""
        if len(packed) != HASH_SIZE * size.bit_count():
            raise ValueError(f"Frontier.from_bytes: {len(packed)} bytes for size {size}")
        return cls(size, tuple(packed[i : i + 32] for i in range(0, len(packed), 32)))


def inclusion_proof(index: int, size: int, read: ReadHash) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofError(f"inclusion_proof: index {index} is not below size {size}")
    return _path(index, 0, size, read)


def _path(index: int, start: int, stop: int, read: ReadHash) -> list[bytes]:
    if stop - start == 1:
        return []
    middle = start + _split(stop - start)
    if index < middle:
        return [*_path(index, start, middle, read), subtree(middle, stop, read)]
    return [*_path(index, middle, stop, read), subtree(start, middle, read)]


def subtree(start: int, stop: int, read: ReadHash) -> bytes:
    """The root over leaves `start` up to but without `stop`, from hashes of perfect subtrees."""
    size = stop - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(size)
    return node_hash(subtree(start, middle, read), subtree(middle, stop, read))


def consistency_proof(old: int, new: int, read: ReadHash) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `new` (§2.1.4.1)."""
    if not 0 < old <= new:
        raise ProofError(f"consistency_proof: {old} to {new} is no growth")
    return _grown(old, 0, new, True, read)


def _grown(old: int, start: int, stop: int, whole: bool, read: ReadHash) -> list[bytes]:
    if old == stop - start:
        return [] if whole else [subtree(start, stop, read)]
    split = _split(stop - start)
    if old <= split:
        return [*_grown(old, start, start + split, whole, read), subtree(start + split, stop, read)]
    return [*_grown(old - split, start + split, stop, False, read), subtree(start, start + split, read)]


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless `proof` leads from `leaf` at `index` to `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError(f"verify_inclusion: index {index} is not below size {size}")
    _check_hashes("verify_inclusion", [leaf, root, *proof])
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            raise ProofError(f"verify_inclusion: the proof of {index} in {size} is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ProofError(f"verify_inclusion: the proof of {index} in {size} is too short")
    if r != root:
        raise ProofError(f"verify_inclusion: entry {index} is not in the tree of size {size} with that root")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise ProofError unless `proof` shows that the new tree begins with the old one (RFC 9162 §2.1.4.2)."""
    if not 0 < old <= new:
        raise ProofError(f"verify_consistency: {old} to {new} is no growth")
    if old == new:
        if proof or old_root != new_root:
            raise ProofError(f"verify_consistency: two trees of size {old} differ, or the proof is not empty")
        return
    _check_hashes("verify_consistency", [old_root, new_root, *proof])
    if not proof:
        raise ProofError(f"verify_consistency: {old} to {new} needs a proof")
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise ProofError(f"verify_consistency: the proof of {old} to {new} is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or fr != old_root or sr != new_root:
        raise ProofError(f"verify_consistency: the tree of size {new} does not begin with that of size {old}")


def _check_hashes(function: str, hashes: Iterable[bytes]) -> None:
    for one in hashes:
        if len(one) != HASH_SIZE:
            raise ProofError(f"{function}: a hash has {len(one)} bytes, not {HASH_SIZE}")

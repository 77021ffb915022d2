"""The Merkle tree of RFC 6962 / RFC 9162: SHA-256 hashes of 32 bytes, split at the largest power of two.

Proofs are made from a `ReadHash`: `read(level, index)` is the root of the perfect subtree over the 2**level leaves
that begin at leaf `index * 2**level`. Only subtrees that are complete in the tree are ever asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
ReadHash = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof that doesn't show what it should, or one that can't be made."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of the leaf that holds `entry` (RFC 9162 §2.1.1)."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two hashes (RFC 9162 §2.1.1)."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a tree needs to remember in order to grow: the roots of its perfect subtrees, the largest first.

    There is one for each bit set in `size`.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf_hash: bytes) -> Frontier:
        """The frontier with one leaf more. Raises ValueError unless the hash is 32 bytes."""
        return self.extend((leaf_hash,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier with these leaves more. Raises ValueError unless each hash is 32 bytes."""
        size, stack = self.size, list(self.hashes)
        for node in leaf_hashes:
            if len(node) != HASH_SIZE:
                raise ValueError(f"Frontier.extend: the hash of leaf {size} has {len(node)} bytes, not {HASH_SIZE}")
            carry = size
            while carry & 1:
                node = sha256(b"\1" + stack.pop() + node).digest()
                carry >>= 1
            stack.append(node)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes one after the other; `from_bytes` reads them, given the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """The frontier that `to_bytes` packed. Raises ValueError unless there are as many hashes as `size` needs."""
        if size < 0:
            raise ValueError(f"Frontier.from_bytes: size {size} is negative")
        expected = HASH_SIZE * size.bit_count()
        if len(packed) != expected:
            raise ValueError(f"Frontier.from_bytes: {len(packed)} bytes for size {size}, not {expected}")
        return cls(size, tuple(packed[i : i + HASH_SIZE] for i in range(0, expected, HASH_SIZE)))


def subtree(start: int, stop: int, read: ReadHash) -> bytes:
    """The root over leaves `start` up to but without `stop`, where RFC 9162's tree has a node over just these."""
    size = stop - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(size)
    return node_hash(subtree(start, middle, read), subtree(middle, stop, read))


def inclusion_proof(index: int, size: int, read: ReadHash) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size`, the leaf's sibling first.

    RFC 9162 §2.1.3.1. Raises ProofError unless 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise ProofError(f"inclusion_proof: index {index} is not in a tree of size {size}")
    return _inclusion(index, 0, size, read)


def _inclusion(index: int, start: int, stop: int, read: ReadHash) -> list[bytes]:
    if stop - start == 1:
        return []
    middle = start + _split(stop - start)
    if index < middle:
        return [*_inclusion(index, start, middle, read), subtree(middle, stop, read)]
    return [*_inclusion(index, middle, stop, read), subtree(start, middle, read)]


def consistency_proof(old: int, new: int, read: ReadHash) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `new`.

    RFC 9162 §2.1.4.1. Raises ProofError unless 0 < old ≤ new: every tree begins with the empty one.
    """
    if not 0 < old <= new:
        raise ProofError(f"consistency_proof: {old} to {new} is not the growth of a tree that has leaves")
    return _consistency(old, 0, new, True, read)


def _consistency(old: int, start: int, stop: int, known: bool, read: ReadHash) -> list[bytes]:
    """SUBPROOF of the RFC over [start, stop); `known` while its root is the one the verifier has already."""
    if old == stop - start:
        return [] if known else [subtree(start, stop, read)]
    split = _split(stop - start)
    middle = start + split
    if old <= split:
        return [*_consistency(old, start, middle, known, read), subtree(middle, stop, read)]
    return [*_consistency(old - split, middle, stop, False, read), subtree(start, middle, read)]


def _split(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless `proof` leads from `leaf_hash` at `index` to the `root` of `size` leaves.

    RFC 9162 §2.1.3.2. An entry can have the same path in trees of several sizes, so this doesn't prove the size:
    take size and root from one signed checkpoint.
    """
    if not 0 <= index < size:
        raise ProofError(f"verify_inclusion: index {index} is not in a tree of size {size}")
    _require_hashes("verify_inclusion", {"the leaf hash": leaf_hash, "the root": root}, proof)
    fn, sn, r = index, size - 1, leaf_hash
    for p in proof:
        if sn == 0:
            raise ProofError(f"verify_inclusion: the proof for index {index} in size {size} has hashes left over")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ProofError(f"verify_inclusion: the proof for index {index} in size {size} lacks hashes")
    if r != root:
        raise ProofError(f"verify_inclusion: index {index} in size {size} leads to another root: {r.hex()}")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise ProofError unless `proof` shows that the new tree begins with the old one.

    RFC 9162 §2.1.4.2. Size 0 is refused: every tree begins with the empty one, so there is nothing to prove.
    """
    sizes = f"{old_size} to {new_size}"
    if not 0 < old_size <= new_size:
        raise ProofError(f"verify_consistency: {sizes} is not the growth of a tree that has leaves")
    if old_size == new_size:
        if proof:
            raise ProofError(f"verify_consistency: {sizes} needs no hashes, and there are {len(proof)}")
        if old_root != new_root:
            raise ProofError(f"verify_consistency: two trees of size {old_size} have different roots")
        return
    _require_hashes("verify_consistency", {"the old root": old_root, "the new root": new_root}, proof)
    if not proof:
        raise ProofError(f"verify_consistency: {sizes} needs a proof, and it is empty")
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else proof
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise ProofError(f"verify_consistency: the proof for {sizes} has hashes left over")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ProofError(f"verify_consistency: the proof for {sizes} lacks hashes")
    if fr != old_root:
        raise ProofError(f"verify_consistency: {sizes} leads to another old root: {fr.hex()}")
    if sr != new_root:
        raise ProofError(f"verify_consistency: {sizes} leads to another new root: {sr.hex()}")


def _require_hashes(function: str, named: dict[str, bytes], proof: Sequence[bytes]) -> None:
    for name, one in [*named.items(), *((f"hash {at} of the proof", one) for at, one in enumerate(proof))]:
        if len(one) != HASH_SIZE:
            raise ProofError(f"{function}: {name} has {len(one)} bytes, not {HASH_SIZE}")

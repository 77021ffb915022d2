"""A transparency log: Merkle tree, tiles, signed notes, checkpoints and proofs, as C2SP and RFC 9162 have them."""

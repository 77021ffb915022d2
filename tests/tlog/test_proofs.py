from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint, sign
from onrecord.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from onrecord.tlog.note import NoteError, Signer, Verifier, open_note
from onrecord.tlog.proof import TlogProof
from onrecord.tlog.tiles import TileError, TileReader, decode_bundle, encode_bundle, parse_path, tile_path, tiles_of

LEAVES = [leaf_hash(b"entry %d" % n) for n in range(600)]
SIGNER = Signer("press.example.org/13/log", b"k" * 32)


def reference(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, written down as it stands."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(reference(leaves[:k]), reference(leaves[k:]))


def files(size: int) -> dict[str, bytes]:
    levels = [LEAVES[:size]]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        levels.append([reference(below[i : i + 256]) for i in range(0, len(below) // 256 * 256, 256)])
    return {
        tile_path(level, n, width): b"".join(levels[level][n * 256 : n * 256 + width])
        for level, n, width in tiles_of(size)
    }


@given(size=st.integers(0, 600))
def test_the_frontier_and_the_tiles_give_the_root_of_the_rfc(size: int) -> None:
    root = reference(LEAVES[:size])
    frontier = Frontier().extend(LEAVES[: size // 2]).extend(LEAVES[size // 2 : size])
    assert frontier.root() == root
    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier
    assert TileReader(files(size).__getitem__, size).root() == root


@given(data=st.data(), size=st.integers(1, 600))
def test_any_proof_from_tiles_holds_and_any_change_of_it_does_not(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, reader = reference(LEAVES[:size]), TileReader(files(size).__getitem__, size)
    proof = reader.inclusion_proof(index)
    verify_inclusion(index, size, LEAVES[index], proof, root)

    broken = _broken(data, proof)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, LEAVES[index], broken, root)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf_hash(b"another"), proof, root)


@given(data=st.data(), new=st.integers(2, 600))
def test_growth_is_proved_and_a_changed_past_is_not(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = TileReader(files(new).__getitem__, new).consistency_proof(old)
    old_root, new_root = reference(LEAVES[:old]), reference(LEAVES[:new])
    verify_consistency(old, new, proof, old_root, new_root)
    with pytest.raises(ProofError):
        verify_consistency(old, new, _broken(data, proof), old_root, new_root)
    with pytest.raises(ProofError):
        verify_consistency(old, new, proof, reference([*LEAVES[: old - 1], leaf_hash(b"another")]), new_root)


def _broken(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    ways = ["add"] if not proof else ["add", "drop", "flip"]
    match data.draw(st.sampled_from(ways)):
        case "add":
            return [*proof, LEAVES[0]]
        case "drop":
            gone = data.draw(st.integers(0, len(proof) - 1))
            return proof[:gone] + proof[gone + 1 :]
    place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    flipped = bytearray(proof[place])
    flipped[bit // 8] ^= 1 << bit % 8
    return [*proof[:place], bytes(flipped), *proof[place + 1 :]]


@given(st.text())
def test_no_text_makes_a_parser_fail_in_another_way(text: str) -> None:
    for parse, error in [
        (Verifier.parse, NoteError),
        (Checkpoint.parse, NoteError),
        (TlogProof.parse, ProofError),
        (parse_path, TileError),
        (lambda note: open_note(note, [SIGNER.verifier]), NoteError),
    ]:
        try:
            parse(text)
        except error:
            continue


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries), len(entries)) == entries


@given(st.binary(max_size=200), st.integers(0, 5))
def test_bytes_that_are_no_bundle_are_refused(junk: bytes, width: int) -> None:
    try:
        assert encode_bundle(decode_bundle(junk, width)) == junk
    except TileError:
        pass


def test_a_note_is_refused_by_one_wrong_letter_and_opens_for_known_keys_only() -> None:
    note = sign(Checkpoint(SIGNER.verifier.name, 7, LEAVES[0]), SIGNER)
    assert open_checkpoint(note, [SIGNER.verifier]).size == 7
    with pytest.raises(NoteError, match="is not valid"):
        open_note(note.replace("\n7\n", "\n8\n"), [SIGNER.verifier])
    with pytest.raises(NoteError, match="known key"):
        open_note(note, [Signer.generate("somebody.else").verifier])
    other = Signer("another.name", b"o" * 32)
    cosigned = note + other.sign(note.partition("\n\n")[0] + "\n").partition("\n\n")[2]
    assert open_note(cosigned, [SIGNER.verifier]).verified_by == (SIGNER.verifier.name,)


def test_a_proof_file_comes_back_and_verifies() -> None:
    reader = TileReader(files(300).__getitem__, 300)
    note = sign(Checkpoint(SIGNER.verifier.name, 300, reader.root()), SIGNER)
    proof = TlogProof(77, tuple(reader.inclusion_proof(77)), note, extra=b"entry 77")
    assert TlogProof.parse(proof.text()) == proof
    assert proof.verify(LEAVES[77], [SIGNER.verifier]).size == 300
    with pytest.raises(ProofError):
        proof.verify(LEAVES[78], [SIGNER.verifier])

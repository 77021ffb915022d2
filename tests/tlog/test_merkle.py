from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from tests.rounds import rounds
from tests.tlog import reference
from tests.tlog.reference import ENTRIES

Shared = Callable[[str], Path]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
RFC6962_ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]


def read(level: int, index: int) -> bytes:
    return reference.mth(ENTRIES[index << level : (index + 1) << level])


def test_facts_of_the_specification() -> None:
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    root = Frontier().extend(map(leaf_hash, RFC6962_ENTRIES)).root()
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


# Others' vectors


def cases(folder: Path) -> Iterator[tuple[str, dict[str, Any], list[bytes]]]:
    for file in sorted(folder.rglob("*.json")):
        case = json.loads(file.read_text())
        yield str(file), case, [raw(one) for one in case["proof"] or []]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def holds(verify: Callable[..., None], *arguments: object) -> bool:
    try:
        verify(*arguments)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize(("name", "count"), [("inclusion", 98), ("subtreeinclusion", 204)])
def test_inclusion_is_judged_as_others_judge_it(shared: Shared, name: str, count: int) -> None:
    seen = 0
    for file, case, proof in cases(shared(f"vectors/merkle/{name}")):
        # A subtree over [start, end) is a tree of its own: only the counting begins at `start`.
        start, stop = case.get("start", 0), case.get("treeSize", case.get("end"))
        index, leaf, root = case["leafIdx"] - start, raw(case["leafHash"]), raw(case["root"])
        assert holds(verify_inclusion, index, stop - start, leaf, proof, root) != case["wantErr"], file
        seen += 1
    assert seen == count


@pytest.mark.parametrize(("name", "count"), [("consistency", 98), ("subtreeconsistency", 91)])
def test_consistency_is_judged_as_others_judge_it(shared: Shared, name: str, count: int) -> None:
    seen = 0
    for file, case, proof in cases(shared(f"vectors/merkle/{name}")):
        old, new = case.get("size1", case.get("end")), case.get("size2", case.get("size"))
        if name.startswith("subtree") and (case["start"] or not old):
            continue  # subtrees that don't begin with the log, or have nothing in them, are no feature of ours
        roots = raw(case["root1"]), raw(case["root2"])
        assert holds(verify_consistency, old, new, proof, *roots) != case["wantErr"], file
        seen += 1
    assert seen == count


# Growing


@given(st.integers(0, 600), st.data())
def test_a_frontier_has_the_root_of_the_rfc_however_it_grew(size: int, data: st.DataObject) -> None:
    pause = data.draw(st.integers(0, size))
    grown = Frontier().extend(LEAVES[:pause])
    packed = Frontier.from_bytes(pause, grown.to_bytes())
    assert packed == grown
    grown = packed.extend(LEAVES[pause:size])
    assert (grown.size, grown.root()) == (size, reference.mth(ENTRIES[:size]))
    assert len(grown.hashes) == size.bit_count()


def test_one_by_one_is_the_same_as_all_at_once() -> None:
    grown = Frontier()
    for size, leaf in enumerate(LEAVES, start=1):
        before, grown = grown, grown.append(leaf)
        assert grown == Frontier().extend(LEAVES[:size])
        assert before.size == size - 1


@pytest.mark.parametrize(
    ("size", "packed"), [(3, b"x" * 32), (0, b"x" * 32), (1, b""), (1, b"x" * 31), (-1, b"x" * 32)]
)
def test_a_frontier_of_another_size_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match=f"Frontier.from_bytes: .*size {size}"):
        Frontier.from_bytes(size, packed)


def test_an_entry_is_not_taken_for_its_hash() -> None:
    with pytest.raises(ValueError, match="hash of leaf 1 has 5 bytes, not 32"):
        Frontier().extend([LEAVES[0], b"entry"])


# Proofs, made and refused


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, 600))
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn) -> tuple[int, int]:
    new = draw(st.integers(2, 600))
    return draw(st.integers(1, new - 1)), new


@st.composite
def damages(draw: st.DrawFn, proof: list[bytes]) -> list[bytes]:
    """`proof` with one bit flipped, one hash dropped, one added, or two swapped."""
    stranger = draw(st.sampled_from([*proof, b"\0" * 32, LEAVES[0]]))
    place = draw(st.integers(0, len(proof)))
    added = [*proof[:place], stranger, *proof[place:]]
    if not proof:
        return added
    place = draw(st.integers(0, len(proof) - 1))
    dropped = proof[:place] + proof[place + 1 :]
    bit = draw(st.integers(0, 255))
    one = (int.from_bytes(proof[place]) ^ 1 << bit).to_bytes(32)
    flipped = [*proof[:place], one, *proof[place + 1 :]]
    other = draw(st.integers(0, len(proof) - 1))
    swapped = list(proof)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return draw(st.sampled_from([added, dropped, flipped] + ([swapped] if swapped != proof else [])))


@given(inclusions())
def test_inclusion_proofs_are_those_of_the_rfc_and_hold(place: tuple[int, int]) -> None:
    index, size = place
    proof = inclusion_proof(index, size, read)
    assert proof == reference.path(index, ENTRIES[:size])
    verify_inclusion(index, size, LEAVES[index], proof, reference.mth(ENTRIES[:size]))


@given(growths())
def test_consistency_proofs_are_those_of_the_rfc_and_hold(growth: tuple[int, int]) -> None:
    old, new = growth
    proof = consistency_proof(old, new, read)
    assert proof == reference.proof(old, ENTRIES[:new])
    verify_consistency(old, new, proof, reference.mth(ENTRIES[:old]), reference.mth(ENTRIES[:new]))


@given(inclusions(), st.data())
def test_a_damaged_inclusion_proof_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    root = reference.mth(ENTRIES[:size])
    damaged = data.draw(damages(reference.path(index, ENTRIES[:size])))
    with pytest.raises(ProofError, match=r"^verify_inclusion: "):
        verify_inclusion(index, size, LEAVES[index], damaged, root)


@given(growths(), st.data())
def test_a_damaged_consistency_proof_is_refused(growth: tuple[int, int], data: st.DataObject) -> None:
    old, new = growth
    damaged = data.draw(damages(reference.proof(old, ENTRIES[:new])))
    with pytest.raises(ProofError, match=r"^verify_consistency: "):
        verify_consistency(old, new, damaged, reference.mth(ENTRIES[:old]), reference.mth(ENTRIES[:new]))


@given(inclusions(), st.integers(0, 255))
def test_another_leaf_or_root_is_refused(place: tuple[int, int], bit: int) -> None:
    index, size = place
    proof, root = reference.path(index, ENTRIES[:size]), reference.mth(ENTRIES[:size])
    for leaf, other in [(flip(LEAVES[index], bit), root), (LEAVES[index], flip(root, bit))]:
        with pytest.raises(ProofError, match="leads to another root"):
            verify_inclusion(index, size, leaf, proof, other)


@given(growths(), st.integers(0, 255))
def test_growth_from_or_to_another_root_is_refused(growth: tuple[int, int], bit: int) -> None:
    old, new = growth
    proof, roots = reference.proof(old, ENTRIES[:new]), [reference.mth(ENTRIES[:size]) for size in growth]
    with pytest.raises(ProofError, match="leads to another"):
        verify_consistency(old, new, proof, flip(roots[0], bit), roots[1])
    with pytest.raises(ProofError, match="leads to another new root"):
        verify_consistency(old, new, proof, roots[0], flip(roots[1], bit))


def flip(one: bytes, bit: int) -> bytes:
    return (int.from_bytes(one) ^ 1 << bit).to_bytes(32)


@given(inclusions(), st.integers(-2, 602))
def test_a_wrong_index_is_refused(place: tuple[int, int], wrong: int) -> None:
    index, size = place
    assume(wrong != index)
    with pytest.raises(ProofError):
        verify_inclusion(
            wrong, size, LEAVES[index], reference.path(index, ENTRIES[:size]), reference.mth(ENTRIES[:size])
        )


@settings(max_examples=rounds(75, long=3_000))
@given(inclusions(), st.integers(-2, 602))
def test_a_wrong_size_is_refused_wherever_it_makes_a_difference(place: tuple[int, int], wrong: int) -> None:
    """Entry 0 has the same path in trees of 3 and 4. That a size belongs to a root, only the checkpoint says."""
    index, size = place
    same = wrong > index and reference.inclusion_sides(index, wrong) == reference.inclusion_sides(index, size)
    proof, root = reference.path(index, ENTRIES[:size]), reference.mth(ENTRIES[:size])
    assert holds(verify_inclusion, index, wrong, LEAVES[index], proof, root) is same


@settings(max_examples=rounds(75, long=3_000))
@given(growths(), st.integers(-2, 602), st.integers(-2, 602), st.sampled_from(["old", "new", "both"]))
def test_wrong_sizes_of_a_growth_are_refused_wherever_they_make_a_difference(
    growth: tuple[int, int], wrong_old: int, wrong_new: int, which: str
) -> None:
    old, new = growth
    claimed = (old if which == "new" else wrong_old, new if which == "old" else wrong_new)
    same = 0 < claimed[0] < claimed[1] and reference.consistency_sides(*claimed) == reference.consistency_sides(*growth)
    roots = reference.mth(ENTRIES[:old]), reference.mth(ENTRIES[:new])
    assert holds(verify_consistency, *claimed, reference.proof(old, ENTRIES[:new]), *roots) is same


@pytest.mark.parametrize("short", [b"", b"x" * 31, b"x" * 33])
def test_a_hash_that_is_not_32_bytes_is_refused_by_name(short: bytes) -> None:
    good = LEAVES[0]
    for arguments, name in [
        ((0, 2, short, [good], good), "the leaf hash"),
        ((0, 2, good, [short], good), "hash 0 of the proof"),
        ((0, 2, good, [good], short), "the root"),
    ]:
        with pytest.raises(ProofError, match=f"verify_inclusion: {name} has {len(short)} bytes, not 32"):
            verify_inclusion(*arguments)
    for growth, name in [
        ((1, 2, [good], short, good), "the old root"),
        ((1, 2, [short], good, good), "hash 0 of the proof"),
        ((1, 2, [good], good, short), "the new root"),
    ]:
        with pytest.raises(ProofError, match=f"verify_consistency: {name} has {len(short)} bytes, not 32"):
            verify_consistency(*growth)


def test_a_refusal_says_what_is_wrong_with_the_length() -> None:
    roots = reference.mth(ENTRIES[:3]), reference.mth(ENTRIES[:7])
    inclusion, growth = reference.path(2, ENTRIES[:7]), reference.proof(3, ENTRIES[:7])
    with pytest.raises(ProofError, match="index 2 in size 7 has hashes left over"):
        verify_inclusion(2, 7, LEAVES[2], [*inclusion, roots[0]], roots[1])
    with pytest.raises(ProofError, match="index 2 in size 7 lacks hashes"):
        verify_inclusion(2, 7, LEAVES[2], inclusion[:-1], roots[1])
    with pytest.raises(ProofError, match="3 to 7 has hashes left over"):
        verify_consistency(3, 7, [*growth, roots[0]], *roots)
    with pytest.raises(ProofError, match="3 to 7 lacks hashes"):
        verify_consistency(3, 7, growth[:-1], *roots)
    with pytest.raises(ProofError, match="3 to 7 needs a proof, and it is empty"):
        verify_consistency(3, 7, [], *roots)


def test_a_tree_is_consistent_with_itself_only_by_an_empty_proof() -> None:
    root = reference.mth(ENTRIES[:7])
    assert consistency_proof(7, 7, read) == []
    verify_consistency(7, 7, [], root, root)
    with pytest.raises(ProofError, match="different roots"):
        verify_consistency(7, 7, [], root, LEAVES[0])
    with pytest.raises(ProofError, match="needs no hashes"):
        verify_consistency(7, 7, [root], root, root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (6, 5)])
def test_no_proof_is_made_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError, match=f"inclusion_proof: index {index} is not in a tree of size {size}"):
        inclusion_proof(index, size, read)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5), (0, 0)])
def test_no_proof_is_made_of_what_is_no_growth(old: int, new: int) -> None:
    with pytest.raises(ProofError, match=f"consistency_proof: {old} to {new}"):
        consistency_proof(old, new, read)


def test_left_and_right_are_told_apart() -> None:
    assert node_hash(LEAVES[0], LEAVES[1]) != node_hash(LEAVES[1], LEAVES[0])

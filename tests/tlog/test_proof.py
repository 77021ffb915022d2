from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tlog import base64
from onrecord.tlog.checkpoint import Checkpoint, sign
from onrecord.tlog.merkle import ProofError, leaf_hash
from onrecord.tlog.note import NoteError, Signer
from onrecord.tlog.proof import TlogProof
from onrecord.tlog.tiles import TileReader
from tests.tlog import reference
from tests.tlog.reference import ENTRIES

LOG = Signer("press.example.org/13/log", bytes(range(32)))
WITNESS = Signer("witness.example", b"w" * 32)
FILES = reference.tiles(ENTRIES)
READER = TileReader(FILES.__getitem__, len(ENTRIES))
CHECKPOINT = Checkpoint(LOG.verifier.name, len(ENTRIES), reference.mth(ENTRIES))
NOTE = sign(CHECKPOINT, LOG)


def proof_of(index: int, extra: bytes | None = None) -> TlogProof:
    return TlogProof(index, tuple(READER.inclusion_proof(index)), NOTE, extra)


@given(st.integers(0, 599), st.none() | st.binary(max_size=50))
def test_a_proof_file_comes_back_and_holds(index: int, extra: bytes | None) -> None:
    proof = proof_of(index, extra)
    assert TlogProof.parse(proof.text()) == proof
    assert TlogProof.parse(proof.text()).verify(leaf_hash(ENTRIES[index]), [LOG.verifier]) == CHECKPOINT


def test_a_proof_file_is_written_as_the_specification_has_it() -> None:
    one, two = bytes(32), bytes(range(32))
    assert TlogProof(3, (one, two), "log\n9\nroot\n\n— log sig\n", b"Why?").text() == (
        "c2sp.org/tlog-proof@v1\n"
        "extra V2h5Pw==\n"
        "index 3\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        "\n"
        "log\n9\nroot\n\n— log sig\n"
    )


def test_the_only_entry_needs_no_hashes() -> None:
    note = sign(Checkpoint(LOG.verifier.name, 1, reference.mth(ENTRIES[:1])), LOG)
    text = f"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}"
    assert TlogProof.parse(text) == TlogProof(0, (), note)
    assert TlogProof.parse(text).verify(leaf_hash(ENTRIES[0]), [LOG.verifier]).size == 1


def test_another_entry_is_refused() -> None:
    with pytest.raises(ProofError, match="index 77 in size 600 leads to another root"):
        proof_of(77).verify(leaf_hash(ENTRIES[78]), [LOG.verifier])


def test_an_index_beyond_the_checkpoint_is_refused() -> None:
    with pytest.raises(ProofError, match="index 600 is not in a tree of size 600"):
        TlogProof(600, (), NOTE).verify(leaf_hash(b""), [LOG.verifier])


def test_a_checkpoint_that_the_log_did_not_sign_is_refused() -> None:
    leaf = leaf_hash(ENTRIES[77])
    with pytest.raises(NoteError, match="no known key"):
        proof_of(77).verify(leaf, [WITNESS.verifier])
    witnessed = TlogProof(77, proof_of(77).hashes, WITNESS.sign(CHECKPOINT.text()))
    with pytest.raises(NoteError, match=r"signed only by witness\.example"):
        witnessed.verify(leaf, [LOG.verifier, WITNESS.verifier])
    with pytest.raises(NoteError, match="is not valid"):
        TlogProof(77, proof_of(77).hashes, NOTE.replace("\n600\n", "\n599\n")).verify(leaf, [LOG.verifier])


def test_any_flipped_bit_is_refused() -> None:
    text = proof_of(77).text()
    for place in range(len(text)):
        for bit in range(7):
            changed = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
            with pytest.raises((ProofError, NoteError)):
                TlogProof.parse(changed).verify(leaf_hash(ENTRIES[77]), [LOG.verifier])


HASH = base64.encode(bytes(range(32)))
HEAD = "c2sp.org/tlog-proof@v1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        (HEAD, "line 1"),
        (f"{HEAD}\n\n", "line 2"),
        (f"{HEAD}\nindex 3\n{HASH}\n", "no empty line is before the checkpoint"),
        (f" {HEAD}\nindex 3\n\n", "line 1"),
        (f"c2sp.org/tlog-proof@v2\nindex 3\n\n{NOTE}", "line 1"),
        (f"{HEAD}\r\nindex 3\r\n\r\n{NOTE}", "line 1"),
        (f"{HEAD}\n\nindex 3\n\n{NOTE}", "line 2"),
        (f"{HEAD}\n{HASH}\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex 03\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex -3\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex  3\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex 3 \n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex ٣\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nindex {'9' * 5000}\n\n{NOTE}", "line 2"),
        (f"{HEAD}\nextra V2h5Pw==\n\n{NOTE}", "line 3"),
        (f"{HEAD}\nextra V2h5Pw==\nindex 03\n\n{NOTE}", "line 3"),
        (f"{HEAD}\nextra V2h5Px==\nindex 3\n\n{NOTE}", "line 2 is not base64"),
        (f"{HEAD}\nextra Why?\nindex 3\n\n{NOTE}", "line 2 is not base64"),
        (f"{HEAD}\nextra extra V2h5Pw==\nindex 3\n\n{NOTE}", "line 2 is not base64"),
        (f"{HEAD}\nindex 3\nextra V2h5Pw==\n\n{NOTE}", "line 3 is not base64"),
        (f"{HEAD}\nindex 3\n{HASH}\n{HASH[:-1]}\n\n{NOTE}", "line 4 is not base64"),
        (f"{HEAD}\nindex 3\n{HASH[:-2]}9=\n\n{NOTE}", "line 3 is not base64"),
        (f"{HEAD}\nextra \nindex 3\n{HASH}\nV2h5Pw==\n\n{NOTE}", "line 5 is a hash of 4 bytes, not 32"),
    ],
)
def test_a_malformed_proof_file_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(ProofError, match=f"^TlogProof.parse: .*{words}"):
        TlogProof.parse(text)


wild = st.text(st.characters(codec=None))
prooflike = st.lists(
    st.sampled_from([f"{HEAD}\n", "index 3\n", "extra ", f"{HASH}\n", "\n", NOTE, proof_of(9).text()]) | wild,
    max_size=8,
).map("".join)


@given(wild | prooflike | wild.map(lambda end: f"{HEAD}\nindex 3\n{end}"))
def test_any_text_is_a_proof_or_a_proof_error(text: str) -> None:
    try:
        proof = TlogProof.parse(text)
    except ProofError:
        return
    assert proof.text() == text
    try:
        proof.verify(leaf_hash(ENTRIES[9]), [LOG.verifier])
    except (ProofError, NoteError):
        return
    assert proof.index == 9

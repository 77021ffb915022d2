"""What somebody kept, a proof or a checkpoint, can be held against the log for ever."""

from __future__ import annotations

import re
import runpy
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.record.evidence import QuoteReport, verify_checkpoints, verify_proof
from onrecord.record.verifier import Unusable
from onrecord.tlog.note import Signer
from onrecord.tlog.proof import TlogProof
from onrecord.tlog.tiles import TileReader, tile_path
from tests.record.logs import KEY, ORIGIN, Files, Shelf, conference, said, tree
from tests.rounds import rounds

SMALL = runpy.run_path(str(resources.files("onrecord.record") / "onrecord_check.py"))
WHOLE = conference(600)
FILES = WHOLE.files()
SIZE = len(WHOLE.entries)
OTHER = str(Signer(ORIGIN, bytes(range(1, 33))).verifier)


def proof_of(index: int, *, extra: bool = True) -> str:
    hashes = TileReader(FILES.__getitem__, SIZE).inclusion_proof(index)
    entry = WHOLE.entries[index] if extra else None
    return TlogProof(index, tuple(hashes), FILES["checkpoint"].decode(), extra=entry).text()


def at_size(size: int) -> Files:
    return tree(WHOLE.entries[:size]) | {"verifier.key": f"{KEY}\n".encode()}


@pytest.mark.parametrize("index", [0, 3, 255, 256, 300, SIZE - 1])
def test_a_quote_and_its_words_hold(index: int) -> None:
    report = verify_proof(proof_of(index), key=KEY, opening=WHOLE.openings[index])
    assert report.ok, report.failure
    assert (report.index, report.origin, report.size) == (index, ORIGIN, SIZE)
    if report.kind == "utterance.spoken" and index != 3:
        assert report.words == f"Passage {index - 10}."


def test_other_words_than_those_recorded_are_found() -> None:
    report = verify_proof(proof_of(12), key=KEY, opening=WHOLE.openings[13])
    assert report.failure is not None
    assert report.failure.index == 12
    assert report.content is None


def test_a_proof_is_worth_nothing_under_another_key() -> None:
    assert not verify_proof(proof_of(12), key=OTHER).ok


def test_a_proof_without_its_entry_is_checked_against_the_log() -> None:
    bare = proof_of(12, extra=False)
    with pytest.raises(Unusable, match="--log"):
        verify_proof(bare, key=KEY)
    report = verify_proof(bare, log=Shelf(FILES))
    assert report.ok, report.failure
    assert report.words == "Passage 2."


def test_a_proof_needs_a_key_from_somewhere() -> None:
    with pytest.raises(Unusable, match="--key"):
        verify_proof(proof_of(12))
    with pytest.raises(Unusable, match="not a proof file"):
        verify_proof("Dear editor,\n", key=KEY)


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs the small verifier on a proof; its exit status."""

    def run(proof: bytes, opening: bytes) -> int:
        (tmp_path / "entry.tlog-proof").write_bytes(proof)
        (tmp_path / "opening").write_bytes(opening)
        arguments = [str(tmp_path / "entry.tlog-proof"), "--key", KEY, "--opening", str(tmp_path / "opening")]
        monkeypatch.setattr(sys, "argv", ["onrecord_check.py", *arguments])
        status: int = SMALL["main"]()
        capsys.readouterr()
        return status

    return run


def test_the_small_verifier_reads_proofs_too(small) -> None:
    assert small(proof_of(12).encode(), WHOLE.openings[12]) == 0
    assert small(proof_of(12).encode(), WHOLE.openings[13]) == 1
    assert small(proof_of(12, extra=False).encode(), WHOLE.openings[12]) == 2


@settings(max_examples=rounds(50, long=2_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(proof_of(300)) - 1), st.integers(1, 127))
def test_any_changed_byte_of_a_proof_is_found(small, place: int, flip: int) -> None:
    changed = bytearray(proof_of(300).encode())
    changed[place] ^= flip
    assert small(bytes(changed), WHOLE.openings[300]) != 0
    try:
        text = bytes(changed).decode()
        report = verify_proof(text, key=KEY, opening=WHOLE.openings[300])
    except (UnicodeDecodeError, Unusable):
        return
    assert not report.ok


@pytest.mark.parametrize(("old", "new"), [(0, 1), (1, 2), (255, 257), (256, 512), (300, 610), (3, 300), (500, 609)])
def test_a_log_that_grew_does_not_contradict_itself(old: int, new: int) -> None:
    first, second = at_size(old)["checkpoint"], at_size(new)["checkpoint"]
    for pair in ((first, second), (second, first)):
        report = verify_checkpoints(*pair, key=KEY, log=Shelf(FILES))
        assert report.ok, report.failure


def test_two_checkpoints_of_one_size_must_be_of_one_log() -> None:
    assert verify_checkpoints(FILES["checkpoint"], FILES["checkpoint"], key=KEY).ok
    other = conference(599)
    other.add(said("Something else."))
    forged = other.files()["checkpoint"]
    report = verify_checkpoints(FILES["checkpoint"].decode(), forged, key=KEY)
    assert report.failure is not None
    assert "two different histories" in report.failure.words
    assert report.notes == (FILES["checkpoint"].decode(), forged.decode())


def test_a_kept_checkpoint_shows_that_the_past_was_changed() -> None:
    changed = conference(300)
    changed.entries[100] = changed.entries[99]
    kept = changed.files()["checkpoint"]
    report = verify_checkpoints(kept, FILES["checkpoint"], log=Shelf(FILES))
    assert report.failure is not None
    assert re.search("two different histories: the first 310 entries", report.failure.words)
    assert report.notes == (kept.decode(), FILES["checkpoint"].decode())


def test_broken_tiles_accuse_nobody() -> None:
    """Only what two signatures prove is called a contradiction."""
    path = tile_path(0, 0)
    broken = FILES | {path: bytes(32) + FILES[path][32:]}
    report = verify_checkpoints(at_size(3)["checkpoint"], FILES["checkpoint"], log=Shelf(broken))
    assert report.failure is not None
    assert "tiles" in report.failure.words
    assert report.notes == ("", "")


def test_what_is_missing_for_a_comparison_is_said() -> None:
    old, new = at_size(10)["checkpoint"], at_size(20)["checkpoint"]
    with pytest.raises(Unusable, match="10 and 20 entries"):
        verify_checkpoints(old, new, key=KEY)
    with pytest.raises(Unusable, match="at least 20"):
        verify_checkpoints(old, new, key=KEY, log=Shelf(at_size(15)))
    with pytest.raises(Unusable, match="--key"):
        verify_checkpoints(old, new)


def test_a_checkpoint_of_another_key_is_found() -> None:
    assert not verify_checkpoints(FILES["checkpoint"], at_size(10)["checkpoint"], key=OTHER).ok


def test_words_are_only_claimed_where_there_are_any() -> None:
    assert QuoteReport(content='{"text":"Why?"}').words == "Why?"
    assert QuoteReport(content='{"reason":"x"}').words is None
    assert QuoteReport(content="no JSON").words is None
    assert QuoteReport().words is None

"""What somebody kept from before a log broke is compared with the log as it goes on under another name."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from onrecord.record.contents import LogContinued
from onrecord.record.evidence import verify_checkpoints, verify_proof
from onrecord.tlog.note import Signer
from onrecord.tlog.proof import TlogProof
from onrecord.tlog.tiles import TileReader
from tests.record.logs import ORIGIN, Files, Shelf, conference, said, tree, write_zip
from tests.server import onrecord

AFTERWARDS = Signer(f"{ORIGIN}-2", bytes(range(32)))
BEFORE = conference(300)
BROKE = len(BEFORE.entries)
LOST = copy.deepcopy(BEFORE)
LOST.add(said("Lost."))
LOST.add(said("Lost as well."))


def continued() -> Files:
    """The log as it came back from a copy: without what was lost, and with what was said since."""
    writing = copy.deepcopy(BEFORE)
    ended, published = (tree(entries)["checkpoint"].decode() for entries in (BEFORE.entries, LOST.entries))
    writing.add(LogContinued(origin=ORIGIN, size=BROKE, checkpoint=ended, published=published))
    for number in range(4):
        writing.add(said(f"Afterwards {number}."))
    return writing.files(AFTERWARDS)


NOW = continued()


def kept(size: int) -> str:
    return tree(LOST.entries[:size])["checkpoint"].decode()


def proof_from_before(index: int) -> str:
    reader = TileReader(LOST.files().__getitem__, len(LOST.entries))
    hashes = tuple(reader.inclusion_proof(index))
    return TlogProof(index, hashes, kept(len(LOST.entries)), extra=LOST.entries[index]).text()


@pytest.mark.parametrize("size", [1, 200, BROKE])
def test_an_older_checkpoint_agrees_up_to_the_break_and_the_break_is_named(size: int) -> None:
    for second in (NOW["checkpoint"], kept(3)):
        report = verify_checkpoints(kept(size), second, log=Shelf(NOW))
        assert report.ok, report.failure
        [named] = report.breaks
        assert f"At entry {BROKE} this log continues {ORIGIN}, which was published with {BROKE + 2} entries" in named


def test_a_checkpoint_of_entries_that_are_missing_since_is_told_so() -> None:
    report = verify_checkpoints(kept(BROKE + 1), NOW["checkpoint"], log=Shelf(NOW))
    assert f"continues that one under another name from entry {BROKE} on" in str(report.failure)
    assert len(report.breaks) == 1


def test_a_checkpoint_of_another_history_before_the_break_is_found() -> None:
    forged = tree([*LOST.entries[:10], *LOST.entries[11:20]])["checkpoint"]
    report = verify_checkpoints(forged, NOW["checkpoint"], log=Shelf(NOW))
    assert "signed two different histories" in str(report.failure)


def test_another_log_of_the_same_owner_is_not_taken_for_an_earlier_part() -> None:
    stranger = tree(LOST.entries[:10], Signer("press.example.org/regional-media/14/log", bytes(range(32))))
    report = verify_checkpoints(stranger["checkpoint"], NOW["checkpoint"], log=Shelf(NOW))
    assert f"is not what {ORIGIN}-2 signed" in str(report.failure)


def test_a_proof_from_before_holds_and_the_break_is_named() -> None:
    report = verify_proof(proof_from_before(20), log=Shelf(NOW))
    assert report.ok, report.failure
    assert report.words == "Passage 10."
    assert len(report.breaks) == 1
    lost = verify_proof(proof_from_before(BROKE + 1), log=Shelf(NOW), opening=LOST.openings[BROKE + 1])
    assert lost.ok and lost.words == "Lost as well."
    assert verify_proof(proof_from_before(BROKE), log=Shelf(NOW)).content is None


def test_the_command_says_where_the_log_broke(tmp_path: Path) -> None:
    bundle, old = write_zip(tmp_path / "bundle.zip", NOW), tmp_path / "kept"
    for size, status, verdict in ((200, 0, "CHECKED: the log begins with"), (BROKE + 2, 1, "CHECK FAILED: ")):
        old.write_text(kept(size))
        done = onrecord(tmp_path / "home", "verify", old, bundle)
        assert done.returncode == status, done
        assert done.stdout.startswith(verdict)
        assert f"BREAK: At entry {BROKE} this log continues {ORIGIN}" in done.stdout

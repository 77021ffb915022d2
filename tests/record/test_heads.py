"""No database that came back from a copy signs a second history, and no crash is taken for one that did."""

from __future__ import annotations

import os
import shutil
import signal
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from onrecord.keeping.errors import ActRefused, StorageFailed
from onrecord.proceedings import entries
from onrecord.record import heads, kinds, onrecord_check, openings, serving
from onrecord.record.acts import continuing
from onrecord.record.contents import EditionOpened
from onrecord.record.heads import HistoryUnknown
from onrecord.record.models import Log
from onrecord.record.verifier import verify_log
from tests.meanwhile import acknowledged, in_child
from tests.record import sealed
from tests.record.holds import assert_holds
from tests.record.logs import Shelf, write_zip
from tests.record.published import Copy, published
from tests.words import answer

pytestmark = pytest.mark.sqlite


def test_a_database_that_is_older_than_what_was_published_signs_nothing_and_stays_readable(
    log: Log, tmp_path: Path
) -> None:
    copy = Copy(tmp_path)
    entries.speak(log, answer("Readers have seen this."))
    copy.bring_back()
    log.refresh_from_db()
    for refused in (
        lambda: entries.speak(log, answer("Another second entry.")),
        lambda: entries.end_session(log),
        lambda: entries.set_hold(log, seconds=10),
    ):
        with pytest.raises(HistoryUnknown, match=r"it has 2 entries here, but 3 were signed.*onrecord continue"):
            refused()
    assert_holds(log)
    assert log.size == 2
    assert published(log) == log.checkpoint


def test_on_a_new_machine_nothing_is_signed_no_new_log_either(log: Log) -> None:
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    with pytest.raises(HistoryUnknown, match="this record is a copy"):
        entries.speak(log, answer("A second history."))
    with pytest.raises(HistoryUnknown, match="this record is a copy"):
        entries.open_edition("press.example.org/regional-media/14/log", EditionOpened(series="S", title="T"))
    assert entries.continue_log(log) is None
    entries.speak(log, answer("Nothing newer was published."))
    assert_holds(log)


def test_a_copied_file_counts_as_none(log: Log, tmp_path: Path) -> None:
    folder = settings.ONRECORD_KEYS / "heads"
    shutil.copytree(folder, tmp_path / "heads")
    copy = Copy(tmp_path)
    entries.speak(log, answer("Readers have seen this."))
    copy.bring_back()
    folder.rename(tmp_path / "moved aside")
    shutil.copytree(tmp_path / "heads", folder)
    log.refresh_from_db()
    with pytest.raises(HistoryUnknown, match="this record is a copy"):
        entries.speak(log, answer("A second history."))


def test_an_archive_unpacked_over_the_keys_counts_as_none_though_the_inodes_are_the_same(
    log: Log, tmp_path: Path
) -> None:
    folder, archive = settings.ONRECORD_KEYS / "heads", tmp_path / "heads.tar"
    with tarfile.open(archive, "w") as packed:
        packed.add(folder, "heads")
    copy = Copy(tmp_path)
    entries.speak(log, answer("Readers have seen this."))
    copy.bring_back()
    inode = heads.path_of(log.origin).stat().st_ino
    for _again in range(50):  # until the file system gives the inode to the same file
        with tarfile.open(archive) as packed:
            heads.path_of(log.origin).unlink()
            packed.extractall(settings.ONRECORD_KEYS, filter="data")
        if heads.path_of(log.origin).stat().st_ino == inode:
            break
    log.refresh_from_db()
    with pytest.raises(HistoryUnknown, match="this record is a copy"):
        entries.speak(log, answer("A second history."))


def test_where_nothing_published_is_missing_the_log_goes_on_under_its_name(log: Log, tmp_path: Path) -> None:
    kept = published(log)
    entries.speak(log, answer("After what was kept."))
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    assert entries.continue_log(log, newest=kept) is None
    entries.speak(log, answer("It goes on."))
    assert_holds(log)
    assert log.origin.endswith("/13/log")


def test_where_published_entries_are_missing_it_goes_on_under_another_name_and_both_verifiers_show_it(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.speak(log, answer("Sealed."), held=True)
    entries.speak(log, answer("Under seal before, under seal after."))
    copy = Copy(tmp_path)
    entries.speak(log, answer("Lost."), answer("Lost as well."))
    seen, old_key = published(log), log.verifier_key
    copy.bring_back()
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")

    assert entries.continue_log(log, newest=seen) == 4
    assert log.origin == "press.example.org/regional-media/13/log-2"
    assert set(openings.kept(log, range(log.size))) == set(range(log.size))
    entries.publish(log, 2, reason="It may be read.")
    entries.speak(log, answer("It goes on."))
    assert_holds(log)
    report = verify_log(serving.DatabaseSource(log), kinds.known, key=log.verifier_key)
    assert report.ok, report.failure
    [told] = report.breaks
    assert (
        "At entry 4 this log continues press.example.org/regional-media/13/log, which was published with 6 entries"
        in told
    )
    pinned = verify_log(serving.DatabaseSource(log), kinds.known, key=old_key)
    assert pinned.failure and "same owner, but is for a log with another name" in str(pinned.failure)

    files = {file.path: file.content for file in serving.files(log)}
    monkeypatch.setattr("sys.argv", ["onrecord_check.py", str(write_zip(tmp_path / "bundle.zip", files))])
    assert onrecord_check.main() == 0
    assert "BREAK: at entry 4 this log continues press.example.org/regional-media/13/log" in capsys.readouterr().out
    hidden = {path: content for path, content in files.items() if path != "open/4"}
    assert "its opening, which names that log, is missing" in str(verify_log(Shelf(hidden), kinds.known).failure)
    monkeypatch.setattr("sys.argv", ["onrecord_check.py", str(write_zip(tmp_path / "hidden.zip", hidden))])
    assert onrecord_check.main() == 1

    with pytest.raises(ActRefused, match="signed"):
        entries.open_edition("press.example.org/regional-media/13/log", EditionOpened(series="S", title="T"))


def test_what_was_committed_to_under_the_old_name_is_handed_in_under_it(
    log: Log, tmp_path: Path, sealed_kind: None
) -> None:
    made = sealed.opening(f"{log.origin}#0")
    index, copy = sealed.commit(log, made), Copy(tmp_path)
    entries.speak(log, answer("Lost."))
    seen = published(log)
    copy.bring_back()
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    entries.continue_log(log, newest=seen)
    assert entries.hand_in(log, index, made) is not None
    assert_holds(log)
    assert serving.opening(log, index) == made.encode()


def test_another_history_of_the_same_length_is_found_out(log: Log, tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    entries.speak(log, answer("As it was published."))
    seen = published(log)
    copy.bring_back()
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    entries.continue_log(log)  # somebody was sure, and wrong
    entries.speak(log, answer("As it was never published."))
    assert entries.continue_log(log, newest=seen) == 3
    assert verify_log(serving.DatabaseSource(log), kinds.known).breaks


def test_what_is_no_checkpoint_of_the_log_decides_nothing(log: Log) -> None:
    signed = published(log)
    for wrong in ("", signed.replace("\n2\n", "\n3\n"), signed.replace("/13/", "/14/"), "nonsense"):
        with pytest.raises(ActRefused, match="not a checkpoint"):
            entries.continue_log(log, newest=wrong or "\n")


def test_a_log_that_is_missing_altogether_leaves_its_name_to_no_other(log: Log, tmp_path: Path) -> None:
    other = "press.example.org/regional-media/14/log"
    copy = Copy(tmp_path)
    seen = published(entries.open_edition(other, EditionOpened(series="S", title="T")))
    copy.bring_back()
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    log.refresh_from_db()
    entries.continue_log(log)
    continuing.note_published(seen)
    with pytest.raises(HistoryUnknown, match="it has 0 entries here, but 1 were signed"):
        entries.open_edition(other, EditionOpened(series="S", title="Another"))


def test_a_full_disk_beside_the_keys_stores_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "heads")

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwrite", full)
        with pytest.raises(StorageFailed, match="No space left"):
            entries.speak(log, answer("Not stored."))
    assert entries.speak(log, answer("Stored.")) == range(2, 3)
    assert_holds(log)


@pytest.mark.parametrize("call", range(1, 6))
@pytest.mark.parametrize("written", [False, True])
def test_kill_minus_9_at_every_step_is_no_second_history(log: Log, call: int, written: bool) -> None:
    """Killed before or after one of the writes: `intended` and, after the commit, `published`, of two acts."""

    def speak(acknowledge: Callable[[int], None]) -> None:
        pwrite, count = os.pwrite, [0]

        def die(file: int, content: bytes, at: int) -> int:
            count[0] += 1
            if count[0] == call and not written:
                pwrite(file, content[: len(content) // 2], at)  # torn
                os.kill(os.getpid(), signal.SIGKILL)
            done = pwrite(file, content, at)
            if count[0] == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        os.pwrite = die  # type: ignore[assignment]
        for number in range(3):
            acknowledge(entries.speak(log, answer(f"Sentence {number}."))[0])

    pid, reading = in_child(speak)
    heard = acknowledged(reading)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    log.refresh_from_db()
    assert all(index < log.size for index in heard)
    before = log.checkpoint
    assert entries.speak(log, answer("Still the same log.")) == range(log.size - 1, log.size)
    assert_holds(log)
    assert heads.read(log.origin) == heads.Head(log.checkpoint, log.checkpoint) != heads.Head(before, before)

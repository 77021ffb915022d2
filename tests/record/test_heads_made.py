"""The file of a log beside the keys is made whole or not at all: a crash meanwhile locks no log."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from onrecord.proceedings import entries
from onrecord.record import heads
from onrecord.record.contents import EditionOpened
from onrecord.record.heads import HistoryUnknown
from onrecord.record.models import Log
from tests.meanwhile import in_child
from tests.record.holds import assert_holds
from tests.record.published import Copy, published
from tests.words import answer

pytestmark = pytest.mark.sqlite

ANOTHER = "press.example.org/regional-media/14/log"
OPENED = EditionOpened(series="S", title="T")
CALLS = pytest.mark.parametrize("call", range(1, 5))
WRITTEN = pytest.mark.parametrize("written", [False, True])


def killed_at(call: int, work: Callable[[], object], *, written: bool) -> None:
    """Do `work` in a process that is killed at its so-manieth write beside the keys, half or wholly written."""

    def until_killed(acknowledge: Callable[[int], None]) -> None:
        pwrite, count = os.pwrite, [0]

        def die(file: int, content: bytes, at: int) -> int:
            count[0] += 1
            if count[0] < call:
                return pwrite(file, content, at)
            pwrite(file, content if written else content[: len(content) // 2], at)
            os.kill(os.getpid(), signal.SIGKILL)
            return 0

        os.pwrite = die  # type: ignore[assignment]
        work()

    pid, reading = in_child(until_killed)
    os.close(reading)
    os.waitpid(pid, 0)


@CALLS
@WRITTEN
def test_an_edition_whose_opening_was_cut_short_is_opened_again(log: Log, call: int, written: bool) -> None:
    killed_at(call, lambda: entries.open_edition(ANOTHER, OPENED), written=written)
    another = Log.objects.filter(origin=ANOTHER).first() or entries.open_edition(ANOTHER, OPENED)
    entries.start_session(another)
    entries.speak(another, answer("It is as if nothing had happened."))
    assert_holds(another)
    entries.open_edition("press.example.org/regional-media/15/log", OPENED)


@CALLS
@WRITTEN
def test_what_was_published_is_remembered_where_a_decision_is_cut_short(log: Log, call: int, written: bool) -> None:
    before = published(log)
    newer = entries.speak(log, answer("Newer.")) and published(log)
    killed_at(call, lambda: heads.settle(log.origin, before), written=written)
    found = heads.read(log.origin)
    assert found and {found.intended, found.published} <= {newer, before, ""} and found.published


def test_a_log_that_is_known_from_a_copied_file_only_is_not_begun_again(log: Log, tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    published(entries.open_edition(ANOTHER, OPENED))
    copy.bring_back()
    folder = settings.ONRECORD_KEYS / "heads"
    shutil.copytree(folder, tmp_path / "heads")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "heads", folder)
    log.refresh_from_db()
    assert entries.continue_log(log) is None
    with pytest.raises(HistoryUnknown, match="this record is a copy"):
        entries.open_edition(ANOTHER, OPENED)

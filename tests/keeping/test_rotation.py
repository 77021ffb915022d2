"""A wrapping key is replaced while others read, write and erase: nothing is lost by it, and no copy opens what was erased."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from onrecord.keeping import backups, keys, rotation, sealing
from onrecord.keeping.restoring import wrapping_keys
from onrecord.proceedings import entries
from onrecord.record import openings
from onrecord.record.models import Log, Opening
from onrecord.record.writer import appended
from tests.words import answer


def replace_the_key() -> None:
    sealing.wrapping(keys.OPENINGS).add()
    rotation.finish(keys.OPENINGS)


def test_no_new_key_ever_wraps_what_the_erasure_that_brings_it_destroys(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation under way wraps with the newest key there is, and a copy may be taken at any moment."""
    entries.speak(log, answer("She lives at 5 Elm Street."))
    left: list[bool] = []
    add = keys.Wrapping.add

    def looked_at(self: keys.Wrapping) -> None:
        left.append(sealing.kept(Opening).filter(log=log, index=2).exists())
        add(self)

    monkeypatch.setattr(keys.Wrapping, "add", looked_at)
    entries.erase(log, 2, legal_basis="Art. 17 GDPR")
    assert left == [False]


def test_readers_are_told_of_an_erasure_before_every_data_key_is_wrapped_again(log: Log) -> None:
    entries.speak(log, answer("She lives at 5 Elm Street."))
    in_use: list[int] = []

    def told(**_: object) -> None:
        in_use.append(len(sealing.wrapping(keys.OPENINGS).keys))

    appended.connect(told)
    try:
        entries.erase(log, 2, legal_basis="Art. 17 GDPR")
    finally:
        appended.disconnect(told)
    assert in_use == [2]
    assert len(sealing.wrapping(keys.OPENINGS).keys) == 1


def test_what_is_read_while_one_key_after_the_other_is_replaced_is_not_taken_for_damaged(log: Log) -> None:
    entries.speak(log, answer("Three schools have opened."))
    replacements = 3

    def rows() -> list[Opening]:
        nonlocal replacements
        found = list(sealing.kept(Opening).filter(log=log))
        if replacements:
            replacements -= 1
            replace_the_key()
        return found

    found, damaged = sealing.unsealed(rows)
    assert not damaged and len(found) == log.size
    assert set(openings.public(log, range(log.size))) == set(range(log.size))


def test_a_thread_that_reads_slowly_puts_back_no_key_that_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, others = keys.Wrapping(tmp_path / keys.OPENINGS), keys.Wrapping(tmp_path / keys.OPENINGS)
    others.add()
    has_read, go_on = threading.Event(), threading.Event()
    read: Callable[[Path], tuple[bytes, ...]] = keys._read

    def slowly(path: Path) -> tuple[bytes, ...]:
        found = read(path)
        if threading.current_thread() is slow:
            has_read.set()
            go_on.wait(0.5)  # as long as it takes another thread to pass, where one can
        return found

    monkeypatch.setattr(keys, "_read", slowly)
    slow = threading.Thread(target=ours.refresh)
    slow.start()
    assert has_read.wait(60)
    others.add()
    ours.refresh()
    go_on.set()
    slow.join()
    assert ours.keys == others.keys


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite only")
def test_a_backup_taken_while_an_erasure_begins_does_not_open_with_the_new_key(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish_all, begun = rotation.finish_all, list[bytes]()

    def finished_right_before_an_erasure() -> None:
        finish_all()
        if not begun:
            wrapping = sealing.wrapping(keys.OPENINGS)
            wrapping.add()
            begun.append(wrapping.keys[0])

    monkeypatch.setattr(rotation, "finish_all", finished_right_before_an_erasure)
    backups.write(tmp_path / "copy", keys_to=tmp_path / "keys")
    assert wrapping_keys(json.loads((tmp_path / "keys").read_text())) == begun
    assert sealing.wrapping(keys.OPENINGS).keys == tuple(begun), "the copy was taken when the rotation had ended"

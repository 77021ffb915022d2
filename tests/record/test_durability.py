"""What a crash, a full disk, a locked database and a second writer may do to the record: nothing."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from onrecord.keeping import keys, sealing
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused, StorageBusy, StorageFailed
from onrecord.proceedings import entries
from onrecord.proceedings.contents import RuleSet
from onrecord.record import openings
from onrecord.record.contents import EditionOpened
from onrecord.record.models import Entry, Log, Opening
from tests.meanwhile import acknowledged, another_writes, in_child
from tests.record.holds import assert_holds
from tests.rounds import rounds
from tests.words import answer

ROUNDS = rounds(40, long=200)


@pytest.mark.slow
def test_kill_minus_9_loses_nothing_acknowledged_and_leaves_no_half_entry(log: Log) -> None:
    dice = random.Random(13)

    def append_for_ever(acknowledge: Callable[[int], None]) -> None:
        for number in range(10_000):
            acknowledge(entries.speak(log, answer(f"Sentence {number}."))[-1])

    total = 0
    for number in range(ROUNDS):
        pid, reading = in_child(append_for_ever)
        if number % 2:  # half of them die at their first steps, half while they are busy
            select.select([reading], [], [], 20)
        time.sleep(dice.uniform(0, 0.04))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        heard = acknowledged(reading)
        total += len(heard)
        with act(log):  # PostgreSQL may still be committing for the client that is dead
            log.refresh_from_db()
            indexes = list(Entry.objects.filter(log=log).order_by("index").values_list("index", flat=True))
            openings_there = Opening.objects.filter(log=log).count()
        assert all(index < log.size for index in heard)
        assert indexes == list(range(log.size))
        assert openings_there == log.size
        if number % 20 == 19:
            assert_holds(log)
    assert total >= ROUNDS // 4, (
        "the children were killed before they could acknowledge anything: the test shows nothing"
    )
    assert entries.speak(log, answer("Still here.")) == range(log.size - 1, log.size)
    assert_holds(log)


@pytest.mark.slow
def test_kill_minus_9_during_an_erasure_leaves_every_other_word_readable(log: Log) -> None:
    dice = random.Random(17)
    entries.speak(log, *(answer(f"Sentence {number}.") for number in range(60)))

    def erase_for_ever(acknowledge: Callable[[int], None]) -> None:
        for index in range(2, 62):
            try:
                entries.erase(log, index, legal_basis="Art. 17 GDPR")
            except ActRefused:
                continue
            acknowledge(index)

    for number in range(rounds(12, long=40)):
        pid, reading = in_child(erase_for_ever)
        if number % 4 == 0:
            select.select([reading], [], [], 20)
        time.sleep(dice.uniform(0, 0.15))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        sealing.wrapping(keys.OPENINGS).refresh()
        with act(log):
            gone = set(Opening.objects.filter(log=log, state="destroyed").values_list("index", flat=True))
        assert set(acknowledged(reading)) <= gone
        log.refresh_from_db()
        assert set(openings.public(log, range(log.size))) == set(range(log.size)) - gone
    assert gone, "nothing was erased: the test shows nothing"
    assert_holds(log)


def test_writers_in_several_processes_stay_one_log(log: Log) -> None:
    def append_fifty(acknowledge: Callable[[int], None]) -> None:
        for number in range(50):
            acknowledge(entries.speak(log, answer(f"Sentence {number}."))[0])

    children = [in_child(append_fifty) for _ in range(3)]
    heard = [index for _, reading in children for index in acknowledged(reading)]
    for pid, _ in children:
        assert os.waitpid(pid, 0)[1] == 0
    assert sorted(heard) == list(range(2, 152))
    assert_holds(log)


def test_held_words_can_be_taken_back_while_others_write(log: Log) -> None:
    off = RuleSet(rule="off the record", sentence="Nothing of what follows is recorded.")

    def speak(acknowledge: Callable[[int], None]) -> None:
        for number in range(40):
            acknowledge(entries.speak(log, answer(f"Sentence {number}."))[0])

    def catch(acknowledge: Callable[[int], None]) -> None:
        other = entries.open_edition("press.example.org/regional-media/14/log", EditionOpened(series="S", title="T"))
        entries.start_session(other)
        for number in range(10):
            with act(other if number % 2 else None):
                said = entries.speak(other, answer("Too much."), held=True)[0]
                acknowledge(entries.catch(other, off, since=said))
                entries.set_rule(other, RuleSet(rule="on the record", sentence="By name."))

    children = [in_child(work) for work in (speak, speak, catch)]
    heard = [acknowledged(reading) for _, reading in children]
    assert [os.waitpid(pid, 0)[1] for pid, _ in children] == [0, 0, 0]
    assert [len(one) for one in heard] == [40, 40, 10]
    assert_holds(log)


def test_erasures_by_several_processes_leave_one_key_and_every_other_word(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.speak(log, *(answer(f"Sentence {number}.") for number in range(40)))
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (sync(handle), time.sleep(0.01)))  # as on a slow disk

    def erase(start: int) -> Callable[[Callable[[int], None]], None]:
        return lambda acknowledge: (
            [acknowledge(entries.erase(log, index, legal_basis="Art. 17 GDPR")) for index in range(start, start + 12)]
            and None
        )

    children = [in_child(erase(start)) for start in (2, 14, 26)]
    heard = [acknowledged(reading) for _, reading in children]
    assert [os.waitpid(pid, 0)[1] for pid, _ in children] == [0, 0, 0]
    assert [len(one) for one in heard] == [12, 12, 12]
    sealing.wrapping(keys.OPENINGS).refresh()
    assert len(sealing.wrapping(keys.OPENINGS).keys) == 1
    log.refresh_from_db()
    assert set(openings.public(log, range(log.size))) == set(range(log.size)) - set(range(2, 38))
    assert_holds(log)


@pytest.mark.sqlite
def test_a_full_disk_is_told_and_loses_nothing(log: Log) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no free pages left over from other tests
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 5}")
    said = 0
    with pytest.raises(StorageFailed, match="full"):
        for number in range(1_000):
            entries.speak(log, answer(f"Sentence {number}. " * 20))
            said += 1
    assert said > 0
    assert_holds(log)
    assert log.size == 2 + said

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    entries.speak(log, answer("There is room again."))
    assert_holds(log)


@pytest.mark.sqlite
def test_a_locked_database_is_told_and_loses_nothing(log: Log) -> None:
    with another_writes(), pytest.raises(StorageBusy, match="Try again"):
        entries.speak(log, answer("Not now."))
    assert entries.speak(log, answer("Now.")) == range(2, 3)
    assert_holds(log)


@pytest.fixture
def impatient() -> Iterator[None]:
    """The connection goes back to a pool, so it is left as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        yield
        cursor.execute("RESET lock_timeout")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="what only PostgreSQL can show")
def test_a_locked_row_is_told_and_loses_nothing(log: Log, impatient: None) -> None:
    import psycopg

    database = connection.settings_dict
    address = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"], "dbname": database["NAME"]}
    with psycopg.connect(**address) as other:
        other.execute("SELECT * FROM record_log FOR UPDATE")
        with pytest.raises(StorageBusy, match="Try again"):
            entries.speak(log, answer("Not now."))
    assert entries.speak(log, answer("Now.")) == range(2, 3)
    assert_holds(log)

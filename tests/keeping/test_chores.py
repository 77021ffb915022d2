"""What happens without anybody asking: each chore on its own, and the office is told of one that fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from onrecord.keeping import chores
from onrecord.keeping.chores import SLOW, Chore, Clock
from tests.proceedings.conftest import DAY


class Counted:
    """A chore that fails until it is told not to, and somebody who waits for its turns."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails, self.turns, self._turned = fails, 0, threading.Condition()

    def __call__(self) -> None:
        with self._turned:
            self.turns += 1
            self._turned.notify_all()
        if self.fails:
            raise OSError("no such thing")

    def reach(self, turns: int) -> None:
        with self._turned:
            assert self._turned.wait_for(lambda: self.turns >= turns, timeout=60), f"{self.turns} of {turns}"


@pytest.fixture
def doing() -> Iterator[list[Chore]]:
    """Only these chores are done, while the test runs."""
    ours, chores._chores[:] = [*chores._chores], []
    yield chores._chores
    chores._chores[:] = ours
    chores._failing.clear()


def test_one_that_fails_stops_no_other_and_the_office_is_told(
    office: Client, doing: list[Chore], transactional_db: None
) -> None:
    failing, other, slow = Counted(fails=True), Counted(), Counted()
    doing += [
        Chore("post letters", failing, every=0.01, patience=0.05),
        Chore("count", other, every=0.01),
        Chore("draw", slow, every=0.01, thread=SLOW),
    ]
    clock = Clock()
    clock.start()
    try:
        failing.reach(3)
        other.reach(other.turns + 2)
        slow.reach(2)
        assert "this server has failed to post letters" in office.get(DAY).content.decode()
        failing.fails = False
        failing.reach(failing.turns + 2)
        assert "post letters" not in office.get(DAY).content.decode()
    finally:
        clock.stop()


def test_a_slow_one_lets_no_other_wait(doing: list[Chore], transactional_db: None) -> None:
    hanging, other = threading.Event(), Counted()
    doing += [
        Chore("wait", lambda: hanging.wait(60) and None, every=0.01, thread=SLOW),
        Chore("count", other, every=0.01),
    ]
    clock = Clock()
    clock.start()
    try:
        other.reach(5)
    finally:
        hanging.set()
        clock.stop()


def test_one_that_is_due_sooner_is_done_sooner_and_one_of_each_start_once(
    doing: list[Chore], transactional_db: None
) -> None:
    once, often = Counted(), Counted()

    def sooner() -> float:
        often()
        return 0.01

    doing += [Chore("begin", once, every=chores.ONCE), Chore("look", sooner, every=600)]
    clock = Clock()
    clock.start()
    try:
        often.reach(5)
    finally:
        clock.stop()
    assert once.turns == 1

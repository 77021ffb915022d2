"""Acts that lie in each other, acts that are sent twice, and words that another room keeps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from onrecord.keeping import elsewhere
from onrecord.keeping.acting import act, before_commit, once
from onrecord.keeping.elsewhere import Elsewhere
from onrecord.keeping.errors import ActRefused, StorageBusy, StorageFailed
from onrecord.keeping.models import Done, Pace
from onrecord.proceedings import entries as acts
from onrecord.record import openings
from onrecord.record.models import Log, Opening
from tests.words import answer


def test_what_is_sent_again_is_done_once_and_answered_alike(transactional_db: None) -> None:
    done: list[int] = []

    def do() -> int:
        done.append(7)
        return 7

    for _ in range(2):
        with act():
            assert once("desk/1/a", do) == 7
    assert done == [7]
    with pytest.raises(ActRefused), act():
        once("desk/1/b", lambda: refuse())
    assert not Done.objects.filter(pk="desk/1/b").exists(), "what was refused may be sent again"


def refuse() -> int:
    raise ActRefused("not now")


def test_an_act_that_failed_inside_another_is_not_passed_over(transactional_db: None) -> None:
    """Nothing of either is stored, so the outer one may not end as if it were."""
    with pytest.raises(StorageFailed, match="Nothing was saved"), act():
        once("d", lambda: 1)
        with suppress(ActRefused), act():
            refuse()
    assert not Done.objects.exists()


def test_what_two_send_at_the_same_moment_is_done_once_and_answered_alike(transactional_db: None) -> None:
    done: list[int] = []
    together = threading.Barrier(2)

    def do() -> int:
        done.append(7)
        time.sleep(0.3)  # so that the other one comes meanwhile
        return len(done)

    def send() -> int:
        try:
            together.wait(60)
            with act():
                return once("desk/1/c", do)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [one.result(60) for one in [threads.submit(send), threads.submit(send)]]
    assert answers == [1, 1] and done == [7]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock")
def test_two_acts_that_wait_for_each_other_are_told_to_try_again(transactional_db: None) -> None:
    Pace.objects.bulk_create([Pace(subject="a"), Pace(subject="b")])
    together = threading.Barrier(2)

    def lock(first: str, then: str) -> bool:
        try:
            with act():
                Pace.objects.filter(subject=first).update(due=1)
                together.wait(60)
                Pace.objects.filter(subject=then).update(due=1)
            return True
        except StorageBusy:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        ended = [one.result(60) for one in [threads.submit(lock, "a", "b"), threads.submit(lock, "b", "a")]]
    assert sorted(ended) == [False, True]


def test_what_comes_last_is_part_of_the_act(transactional_db: None) -> None:
    order: list[str] = []
    with act():
        before_commit(lambda: order.append("last"))
        with act():
            order.append("inner")
        order.append("outer")
    assert order == ["inner", "outer", "last"]
    with pytest.raises(ActRefused), act():
        once("c", lambda: 1)
        before_commit(lambda: order.append(str(refuse())))
    assert not Done.objects.filter(pk="c").exists()


@pytest.fixture
def keeper() -> Iterator[list[int]]:
    """Another room, which keeps words of entry 2 and can destroy them until it holds something in this list."""
    holding: list[int] = []

    def destroy(_log: object, indexes: object) -> None:
        if holding:
            raise ActRefused("the newsletter with these words has been sent")

    room = Elsewhere(lambda _log, indexes: "One newsletter." if 2 in indexes else "", destroy)
    elsewhere.register(room)
    yield holding
    elsewhere._rooms.remove(room)


def test_an_erasure_asks_every_room_and_one_that_cannot_refuses_it(log: Log, keeper: list[int]) -> None:
    acts.speak(log, answer("The bus line opens in March."))
    assert acts.doomed(log, 2).elsewhere == ["One newsletter."]
    keeper.append(1)
    with pytest.raises(ActRefused, match="has been sent"):
        acts.erase(log, 2, legal_basis="Art. 17 GDPR")
    assert set(openings.public(log, [2])) == {2} and log.size == 3
    keeper.clear()
    acts.erase(log, 2, legal_basis="Art. 17 GDPR")
    assert Opening.objects.get(log=log, index=2).state == "destroyed"

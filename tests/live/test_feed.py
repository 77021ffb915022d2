from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from onrecord.live import feed as module
from onrecord.live.feed import Feed, Segment
from tests.live.written import Written


def run(use: Callable[[Feed, Written], Awaitable[None]], *lines: bytes) -> None:
    async def follow() -> None:
        source = Written(*lines)
        feed = Feed(source, beat=0.1)
        async with feed.followed():
            await use(feed, source)
        await feed.close()

    asyncio.run(follow())


def test_what_was_erased_leaves_the_memory() -> None:
    async def use(feed: Feed, source: Written) -> None:
        assert await feed.segments(0, 2) == [b"first", b"a name that must go"]
        source.lines[1] = Segment(b"gap", live=True, erases=False)
        feed.tell(source.add(b"erased", erases=True))
        assert await feed.beyond(2, 5)
        assert await feed.segments(0, 3) == [b"first", b"gap", b"erased"]

    run(use, b"first", b"a name that must go")


def test_what_was_being_rendered_while_it_was_erased_is_rendered_again() -> None:
    async def use(feed: Feed, source: Written) -> None:
        held_up = asyncio.Event()
        source.before_answering = held_up.wait  # type: ignore[assignment]
        reading = asyncio.create_task(feed.segment(0))
        await asyncio.sleep(0.01)
        source.before_answering = None
        source.lines[0] = Segment(b"gap", live=True, erases=False)
        feed.tell(source.add(b"erased", erases=True))
        assert await feed.beyond(1, 5)
        held_up.set()
        assert await reading == b"gap"
        assert await feed.segment(0) == b"gap"

    run(use, b"a name that must go")


def test_who_asks_after_an_erasure_that_nobody_told_of_gets_nothing_from_before_it() -> None:
    """After the end, too; all who ask at the same time cost one look."""

    async def use(feed: Feed, source: Written) -> None:
        source.add(b"the end", live=False)
        await feed.up_to("ended")
        assert await feed.segments(0, 2) == [b"a name that must go", b"the end"]
        source.lines[0] = Segment(b"gap", live=True, erases=False)
        source.add(b"erased", live=False, erases=True)
        before = source.counted
        await asyncio.gather(*(feed.up_to("erased") for _ in range(1_000)))
        assert await feed.segments(0, 3) == [b"gap", b"the end", b"erased"]
        await feed.up_to("erased")
        assert source.counted == before + 1

    run(use, b"a name that must go")


def test_a_look_that_failed_is_not_taken_for_one(monkeypatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.02)

    async def use(feed: Feed, source: Written) -> None:
        async def fails() -> int:
            raise OSError("the database is gone")

        count, source.count = source.count, fails  # type: ignore[method-assign]
        with pytest.raises(OSError, match="gone"):
            await feed.up_to("erased")
        source.count = count  # type: ignore[method-assign]
        source.lines[0] = Segment(b"gap", live=True, erases=False)
        source.add(b"erased", erases=True)
        await feed.up_to("erased")
        assert await feed.segment(0) == b"gap"

    run(use, b"a name that must go")


def test_a_thousand_who_want_the_same_have_it_rendered_once() -> None:
    async def use(feed: Feed, source: Written) -> None:
        assert set(await asyncio.gather(*(feed.segment(0) for _ in range(1_000)))) == {b"first"}
        assert source.rendered == [0]

    run(use, b"first")


def test_a_thousand_who_ask_beyond_the_tip_cost_a_look(monkeypatch) -> None:
    monkeypatch.setattr(module, "TOGETHER", 0.02)

    async def use(feed: Feed, source: Written) -> None:
        await asyncio.sleep(0.01)
        before = source.counted
        for _ in range(3):
            assert not any(await asyncio.gather(*(feed.reaches(99) for _ in range(1_000))))
        assert source.counted == before + 3

    run(use, b"first")


def test_who_asks_for_what_another_node_has_appended_since_the_last_look_finds_it() -> None:
    async def use(feed: Feed, source: Written) -> None:
        assert not await feed.reaches(2)
        source.add(b"second")
        assert await feed.reaches(2)

    run(use, b"first")


def test_many_waits_end_in_one_tick() -> None:
    async def use(feed: Feed, source: Written) -> None:
        assert all(await asyncio.gather(*(feed.next_one(1) for _ in range(100))))
        assert [one.line for one in source.lines] == [b"first", b"tick"]

    run(use, b"first")


def test_whoever_waits_is_told_when_nothing_more_comes() -> None:
    async def use(feed: Feed, source: Written) -> None:
        waiting = asyncio.create_task(feed.next_one(2))
        await asyncio.sleep(0.01)
        feed.tell(source.add(b"ended", live=False))
        assert not await waiting
        assert await feed.segment(1) == b"ended"
        assert len(source.lines) == 2

    run(use, b"first")


def test_a_database_that_fails_is_asked_again(monkeypatch, caplog) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.05)

    async def use(feed: Feed, source: Written) -> None:
        source.failing = True
        feed.tell(source.add(b"second"))
        assert not await feed.beyond(1, 0.2)
        source.failing = False
        assert await feed.beyond(1, 5)

    run(use, b"first")
    assert "could not be read" in caplog.text


def test_memory_is_bounded_and_what_was_dropped_is_rendered_again(monkeypatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 5_000)
    lines = [b"%03d" % n * 333 for n in range(20)]

    async def use(feed: Feed, source: Written) -> None:
        for _ in range(2):
            assert await feed.segments(0, 20) == lines
        assert sum(len(line) for line in feed._kept.values()) <= 5_000

    run(use, *lines)

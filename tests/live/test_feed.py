from __future__ import annotations

import asyncio

from onrecord.live.feed import Feed, Tip


def test_what_was_erased_leaves_the_streams_memory() -> None:
    words = {0: b"first", 1: b"a name that must go"}
    erased = 0

    async def look() -> Tip:
        return Tip(len(words), live=True, erased=erased)

    async def render(n: int) -> bytes:
        return words[n]

    async def follow() -> None:
        nonlocal erased
        feed = Feed(look=look, render=render)
        async with feed:
            words[2] = b"and so on"
            feed.nudge()
            assert await feed.beyond(2, 5)
            assert [await feed.segment(n) for n in range(3)] == [b"first", b"a name that must go", b"and so on"]
            words[1], words[3], words[2] = b"gap", b"erased", b"shown anew"
            erased = 1
            feed.nudge()
            assert await feed.beyond(3, 5)
            assert [await feed.segment(n) for n in range(4)] == [b"first", b"gap", b"shown anew", b"erased"]

    asyncio.run(follow())


def test_a_reader_who_waits_is_told_when_nothing_more_comes() -> None:
    live = True

    async def look() -> Tip:
        return Tip(1, live=live)

    async def render(n: int) -> bytes:
        return b"%d" % n

    async def follow() -> None:
        nonlocal live
        feed = Feed(look=look, render=render)
        async with feed:
            assert not await feed.beyond(1, 0.05)
            live = False
            assert not await feed.beyond(1, 5)
            assert not feed.tip.live

    asyncio.run(follow())

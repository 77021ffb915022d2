"""What is kept in memory, how much and how long, and who waits for a page that is being made: before an application of a few lines."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from onrecord.live.protocol import Message, Receive, Scope, Send
from onrecord.proceedings.readers import State
from onrecord.web.kept.looks import Seen, What
from onrecord.web.kept.pages import Kept
from tests.waiting import until

PAGE = "/conference/1/u/{}/"
HEADERS = [(b"host", b"press.example.org"), (b"accept-encoding", b"gzip")]


class Behind:
    """What stands behind the memory: an application that answers with `size` bytes which nobody can compress, and how the record
    stands."""

    def __init__(self, *, size: int = 10_000, **more: Any) -> None:
        self.size, self.state = size, 0
        self.asked: list[str] = []
        self.fails = False
        self.headers = [(b"Content-Type", b"text/html"), (b"Cache-Control", b"public, max-age=2")]
        self.going_on = asyncio.Event()
        self.going_on.set()
        self.meanwhile: Callable[[], None] = lambda: None
        self.kept = Kept(self.answer, self.look, **{"forgotten": 600.0} | more)

    async def look(self, what: What) -> Seen:
        return Seen(State(b"%d" % self.state, ()), 1)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "http.request"
        self.asked.append(scope["path"])
        await self.going_on.wait()
        self.meanwhile()
        if self.fails:
            raise RuntimeError("the database is away")
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": os.urandom(self.size)})

    async def ask(
        self, number: int, gone: asyncio.Event | None = None, *, path: str = PAGE, query: bytes = b""
    ) -> bytes:
        """The body of the answer; empty where there was none."""
        messages: list[Message] = []
        body = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if body:
                return body.pop()
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            messages.append(message)

        path = path.format(number)
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": HEADERS}
        await self.kept(scope, receive, send)
        return messages[-1]["body"] if messages else b""


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def test_one_page_is_made_for_all_who_wait_for_it() -> None:
    async def test() -> None:
        behind = Behind()
        behind.going_on.clear()
        waiting = [asyncio.create_task(behind.ask(1)) for _ in range(50)]
        await until(lambda: behind.asked)
        behind.going_on.set()
        assert len(set(await asyncio.gather(*waiting))) == 1
        assert len(behind.asked) == 1
        await behind.ask(1)
        assert len(behind.asked) == 1

    run(test)


def test_a_failure_is_nobody_elses_and_is_not_kept() -> None:
    async def test() -> None:
        behind = Behind()
        behind.fails = True
        for _ in range(2):
            with pytest.raises(RuntimeError):  # which the application itself raised to whoever asked
                await behind.ask(1)
        assert len(behind.asked) == 4
        behind.fails = False
        assert await behind.ask(1) == await behind.ask(1)
        assert len(behind.asked) == 5

    run(test)


@pytest.mark.parametrize(
    "header",
    [
        (b"Set-Cookie", b"onrecord=1"),
        (b"Vary", b"Cookie"),
        (b"Vary", b"Accept-Encoding, Accept-Language"),
        (b"Cache-Control", b"private, max-age=2"),
        (b"Cache-Control", b"public, no-store"),
        (b"Content-Encoding", b"br"),
    ],
)
def test_what_is_not_for_everybody_is_never_kept(header: tuple[bytes, bytes]) -> None:
    async def test() -> None:
        behind = Behind()
        behind.headers = [one for one in behind.headers if one[0] != header[0]] + [header]
        assert await behind.ask(1) != await behind.ask(1)

    run(test)


def test_a_page_made_while_the_record_changed_is_given_to_those_who_wait_and_not_kept() -> None:
    """Even if the record then stands again as it stood before."""

    async def test() -> None:
        behind = Behind()
        behind.meanwhile = lambda: setattr(behind, "state", 1)
        first = await behind.ask(1)
        behind.state, behind.meanwhile = 0, lambda: None
        again = await behind.ask(1)
        assert first and first != again == await behind.ask(1)

    run(test)


def test_whoever_asks_after_a_change_does_not_get_what_is_being_made_from_before() -> None:
    async def test() -> None:
        behind = Behind()
        behind.going_on.clear()
        early = asyncio.create_task(behind.ask(1))
        await until(lambda: behind.asked)
        behind.state = 1
        late = asyncio.create_task(behind.ask(1))
        await until(lambda: len(behind.asked) == 2)
        behind.going_on.set()
        assert await early != await late == await behind.ask(1)

    run(test)


def test_what_nobody_waits_for_any_more_is_not_made() -> None:
    async def test() -> None:
        behind = Behind()
        behind.going_on.clear()
        left, stayed = asyncio.Event(), asyncio.Event()
        waiting = [asyncio.create_task(behind.ask(1, gone)) for gone in (left, left, stayed)]
        await until(lambda: behind.asked)
        left.set()
        assert await asyncio.gather(*waiting[:2]) == [b"", b""]
        stayed.set()
        assert await waiting[2] == b""
        behind.going_on.set()
        assert await behind.ask(1)
        assert len(behind.asked) == 2, "the first was given up, and kept nowhere"
        assert await behind.ask(1)
        assert len(behind.asked) == 2

    run(test)


def test_memory_is_bounded_and_those_go_first_for_which_nobody_asked_longest() -> None:
    async def test() -> None:
        behind = Behind(most=20 * 12_200)
        for number in range(40):
            await behind.ask(number)
            await behind.ask(0)
        assert len(behind.asked) == 40
        behind.asked.clear()
        for number in (39, 30, 22, 0):
            await behind.ask(number)
        assert not behind.asked
        await behind.ask(15)
        assert behind.asked == [PAGE.format(15)]

    run(test)


def test_an_address_takes_memory_too() -> None:
    """Each byte that is none of UTF-8 becomes six in it."""

    async def test() -> None:
        behind = Behind(size=100, most=200_000)
        for number in range(40):
            await behind.ask(number, path="/conference/1/record/", query=b"words=%d" % number + b"\xff" * 900)
        kept = behind.kept._pages
        assert sum(len(address.query) + entry.page.size for address, entry in kept.items()) <= 200_000
        assert len(kept) > 5
        behind.kept._drop(next(iter(kept)))
        for address in list(kept):
            behind.kept._drop(address)
        assert behind.kept._free == 200_000

    run(test)


def test_a_page_that_would_take_much_of_the_memory_is_not_kept() -> None:
    async def test() -> None:
        behind = Behind(size=20_000, most=300_000)
        assert await behind.ask(1) != await behind.ask(1)

    run(test)


def test_a_page_for_which_nobody_asks_is_forgotten() -> None:
    async def test() -> None:
        behind = Behind(forgotten=0.05)
        first = await behind.ask(1)
        await until(lambda: not behind.kept._pages)
        assert behind.kept._free == behind.kept._most
        assert await behind.ask(1) != first

    run(test)

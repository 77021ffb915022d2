"""The live record of a real server: what every reader gets, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forking
from tests.live.changing import again, change
from tests.live.publisher import Publisher
from tests.live.reader import Reader, ask, chunks, dropped, get, number_of, stalled
from tests.server import Running, environment
from tests.waiting import PATIENCE, slowness, until, wait_for

BEAT = "0.5"


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for those who only look."""
    home = tmp_path_factory.mktemp("home")
    with Publisher(home):
        pass
    server = Running(home)
    yield server
    server.stop()


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(tmp_path) as publisher:
        yield publisher


@pytest.fixture
def server(tmp_path: Path, publisher: Publisher) -> Iterator[Running]:
    server = Running(tmp_path, ONRECORD_LIVE_BEAT=BEAT)
    yield server
    server.stop()


def resident(server: Running) -> int:
    """Bytes of memory the server uses."""
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * 4096


async def all_of(port: int, segments: int) -> list[bytes]:
    """Every segment, by the stream, one by one, and by catch-up pages, which must be the same bytes."""
    reader = Reader(port)
    await reader.until(segments - 1)
    single = [(await get(port, str(n))).body for n in range(segments)]
    pages = [await get(port, f"page/{k}") for k in range(segments // 100 + 1)]
    paged = b"".join(page.body for page in pages).splitlines()
    assert reader.got == list(range(segments)) == [number_of(line) for line in single]
    assert reader.lines == single == paged
    assert [page.headers["cache-control"] for page in pages] == [
        *["public, max-age=60, s-maxage=240"] * (segments // 100),
        "public, max-age=2",
    ]
    return single


def test_stream_segments_and_pages_give_the_same_bytes_and_give_them_again_after_a_restart(
    tmp_path: Path, publisher: Publisher
) -> None:
    publisher.do("many 110 0")
    publisher.do("erase 7")
    first = Running(tmp_path)
    seen = asyncio.run(all_of(first.port, publisher.segments))
    segments = publisher.do("speak While it stands")
    live = asyncio.run(all_of(first.port, segments))
    first.stop()
    second = Running(tmp_path)
    again = asyncio.run(all_of(second.port, segments))
    second.stop()
    assert seen == live[:-1] == again[:-1]
    assert live == again
    assert b"Sentence 5." not in b"".join(again)  # entry 7


@pytest.mark.slow
def test_killed_and_restarted_under_load_every_reader_gets_everything_once(
    tmp_path: Path, publisher: Publisher
) -> None:
    dice = random.Random(13)
    server = Running(tmp_path)
    port = server.port
    readers = [Reader(port) for _ in range(200)]
    last = publisher.segments + 300 - 1
    publisher.begin("many 300 0.015")

    async def follow() -> None:
        nonlocal server
        following = asyncio.gather(*(reader.until(last) for reader in readers))
        for _ in range(2):
            await asyncio.sleep(dice.uniform(0.8, 1.5))
            await asyncio.to_thread(server.kill)
            server = await asyncio.to_thread(Running, tmp_path, "serve", "--port", str(port))
        async with asyncio.timeout(PATIENCE):
            await following

    try:
        asyncio.run(follow())
    finally:
        server.stop()
    assert publisher.done() == last + 1
    assert all(reader.got == list(range(last + 1)) for reader in readers)
    assert sum(reader.connections for reader in readers) >= 2 * len(readers)


def test_whoever_subscribes_while_something_is_published_misses_nothing(server: Running, publisher: Publisher) -> None:
    dice = random.Random(7)
    start = publisher.segments
    last = start + 100 - 1
    readers = [Reader(server.port, after=dice.randrange(-1, start)) for _ in range(150)]
    afters = [reader.after for reader in readers]

    async def come(reader: Reader) -> None:
        await asyncio.sleep(dice.uniform(0, 1))
        await reader.until(last)

    async def all_come() -> None:
        publisher.begin("many 100 0.005")
        await asyncio.gather(*(come(reader) for reader in readers))

    asyncio.run(all_come())
    assert publisher.done() == last + 1
    for reader, after in zip(readers, afters, strict=True):
        assert reader.got == list(range(after + 1, last + 1))


@pytest.mark.slow
def test_a_reader_who_stops_reading_is_dropped_and_the_others_go_on(server: Running, publisher: Publisher) -> None:
    stuck = [stalled(server.port) for _ in range(20)]
    reader, before = Reader(server.port), resident(server)
    for _ in range(60):
        publisher.do("long 199000")  # 12 MB together, more than a connection's buffers take

    async def follow() -> None:
        async with asyncio.timeout(PATIENCE):
            await reader.until(publisher.segments - 1)

    asyncio.run(follow())
    assert reader.got == list(range(publisher.segments))
    assert resident(server) - before < 150 * 2**20
    wait_for(lambda: all(map(dropped, stuck)))
    for connection in stuck:
        received = 0
        connection.settimeout(PATIENCE)
        try:
            while part := connection.recv(2**20):
                received += len(part)
        except ConnectionResetError:
            pass
        connection.close()
        assert received < 12_000_000, "the server kept writing to a reader who had stopped"


def test_idle_waits_end_in_ticks_and_silent_streams_say_that_they_are_there(
    server: Running, publisher: Publisher
) -> None:
    tip = publisher.segments

    async def wait() -> None:
        reader = Reader(server.port)
        following = asyncio.create_task(reader.until(tip + 2))
        waited = await asyncio.gather(*(get(server.port, str(tip)) for _ in range(20)))
        assert {(one.status, one.body) for one in waited} == {(200, b'{"n":%d}' % tip)}
        assert waited[0].headers["cache-control"] == "public, max-age=60, s-maxage=240"
        assert (await get(server.port, str(tip + 1))).body == b'{"n":%d}' % (tip + 1)
        await asyncio.sleep(3 * float(BEAT))  # nobody waits: no tick
        assert (await get(server.port, str(tip + 3))).status == 404
        await until(lambda: reader.events.count("here") >= 3)
        assert publisher.do("speak Now.") == tip + 3
        await following

    asyncio.run(wait())


def test_the_end_is_told_on_every_way(server: Running, publisher: Publisher) -> None:
    async def follow() -> None:
        reader = Reader(server.port)
        following = asyncio.create_task(reader.until(10**6))
        waiting = asyncio.create_task(get(server.port, str(publisher.segments)))
        await asyncio.sleep(0.2)
        segments = publisher.do("end")
        assert json.loads((await waiting).body)["status"] == "ended"
        await following
        assert reader.got == list(range(segments))
        nothing = await get(server.port, str(segments))
        assert (nothing.status, json.loads(nothing.body)) == (404, {"segments": segments, "live": False})
        assert nothing.headers["cache-control"] == "no-store"

    asyncio.run(follow())


def test_erased_words_leave_every_way_at_once(server: Running, publisher: Publisher) -> None:
    segments = publisher.do("speak A name that must go.")

    async def read(segments: int) -> bytes:
        return b"".join(await all_of(server.port, segments))

    assert b"must go" in asyncio.run(read(segments))
    segments = publisher.do("erase 2")
    asyncio.run(
        Reader(server.port).until(segments - 1)
    )  # another process appended: the server sees it at its next look
    after = asyncio.run(read(segments))
    assert b"must go" not in after
    assert b"Erased." in after


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("stream?after=x", 400),
        ("stream?after=99999", 404),
        ("99999", 404),
        ("page/9", 404),
        ("007", 404),
        ("-1", 404),
        ("/conference/2/live/stream", 404),
        ("/nobody/1/live/0", 404),
    ],
)
def test_what_is_not_there_is_told_and_not_kept(standing: Running, path: str, status: int) -> None:
    answer = asyncio.run(get(standing.port, path))
    assert answer.status == status
    assert "max-age" not in answer.headers.get("cache-control", "")


def test_no_answer_sets_a_cookie_or_varies_and_no_proxy_may_hold_the_stream_back(standing: Running) -> None:
    async def read() -> None:
        reader = Reader(standing.port)
        await reader.connect()
        await reader.leave()
        assert reader.answer
        others = [await get(standing.port, path) for path in ("0", "page/0", "99", "stream?after=99999")]
        for answer in (reader.answer, *others):
            assert not {"set-cookie", "vary"} & set(answer.headers)
        assert reader.answer.headers["cache-control"] == "no-store, no-transform"
        assert reader.answer.headers["x-accel-buffering"] == "no"

    asyncio.run(read())


def test_readers_whose_stream_breaks_off_come_back_one_by_one(standing: Running) -> None:
    async def told() -> int:
        reader = Reader(standing.port)
        first = await anext(chunks(await reader.connect()))
        await reader.leave()
        return int(first.partition(b"\n")[0].removeprefix(b"retry: "))

    async def waits() -> list[int]:
        return [await told() for _ in range(10)]

    assert len(set(asyncio.run(waits()))) > 5


def test_more_readers_than_there_is_room_for_are_asked_to_come_later(tmp_path: Path, publisher: Publisher) -> None:
    server = Running(tmp_path, ONRECORD_MOST_READERS="3")

    async def read() -> None:
        readers = [Reader(server.port) for _ in range(3)]
        for reader in readers:
            await reader.connect()
        waits = [await ask(server.port, str(publisher.segments)) for _ in range(3)]
        assert (await get(server.port, "0")).status == 200  # they have been heard, then
        for refused in [await get(server.port, path) for path in ("stream", str(publisher.segments))]:
            assert (refused.status, refused.headers["cache-control"]) == (503, "no-store")
            assert 5 <= int(refused.headers["retry-after"]) <= 30
            assert f"Ask again in {refused.headers['retry-after']} seconds.\n".encode() in refused.body
        await readers[0].leave()
        readers[0] = await one_more(server.port)
        for reader in readers:
            await reader.leave()
        publisher.do("speak So.")
        assert {(await wait.answer()).status for wait in waits} == {200}

    async def one_more(port: int) -> Reader:
        """There is room for one as soon as the server has heard that another left."""
        while True:
            reader = Reader(port)
            with contextlib.suppress(ConnectionError):
                await reader.connect()
                return reader

    asyncio.run(read())
    server.stop()


def test_the_server_stops_within_three_seconds_with_300_streams_open(tmp_path: Path, publisher: Publisher) -> None:
    server = Running(tmp_path)

    async def open_and_stop() -> float:
        readers = [Reader(server.port) for _ in range(300)]
        streams = [reader.events_of(await reader.connect()) for reader in readers]
        for stream in streams:  # whoever has not read everything yet is cut off, and comes back
            assert [(await anext(stream))[0] for _ in range(publisher.segments)] == list(range(publisher.segments))
        waits = [await ask(server.port, str(publisher.segments)) for _ in range(20)]
        stuck = stalled(server.port)
        assert (await get(server.port, "0")).status == 200  # they have been heard, then
        seconds = await asyncio.to_thread(server.stop)
        for stream in streams:
            assert [number async for number, _ in stream] == []
        assert {(await wait.answer()).status for wait in waits} == {503}
        stuck.close()
        return seconds

    assert asyncio.run(open_and_stop()) < 3 * slowness()
    assert server.process.returncode in (0, -signal.SIGTERM)


TALLY = """
import asyncio, sys
from onrecord.cli.installation import set_up
from onrecord.cli.serving import Server, listen
set_up()
class Counting(Server):
    async def on_tick(self, counter):
        if counter % 2 == 0:
            print(len(asyncio.all_tasks()), flush=True)
        return await super().on_tick(counter)
listening = listen("127.0.0.1", 0)
print(listening.getsockname()[1], flush=True)
Counting().run([listening])
"""


@pytest.mark.slow
def test_a_thousand_disconnects_leave_no_task_behind(tmp_path: Path, publisher: Publisher) -> None:
    server = forking.Process(
        [sys.executable, "-c", TALLY], env=environment(tmp_path), stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert server.stdout
    try:
        port = int(server.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            at_rest = int(server.stdout.readline())

        async def come_and_go() -> None:
            for _ in range(10):
                readers = [Reader(port) for _ in range(80)]
                await asyncio.gather(*(reader.connect() for reader in readers))
                waits = [asyncio.create_task(get(port, str(publisher.segments))) for _ in range(20)]
                await asyncio.sleep(0.05)
                for reader in readers:
                    reader.writer.transport.abort()
                    await reader.leave()
                for wait in waits:
                    wait.cancel()
                await asyncio.gather(*waits, return_exceptions=True)

        asyncio.run(come_and_go())
        seen, deadline = at_rest + 2, time.monotonic() + PATIENCE
        while seen > at_rest + 1 and time.monotonic() < deadline:  # the watch on the log lingers: one task
            seen = int(server.stdout.readline())
        assert seen <= at_rest + 1
    finally:
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()


def test_what_another_process_does_to_the_last_words_is_shown_as_by_a_server_that_kept_none(
    tmp_path: Path, publisher: Publisher, server: Running
) -> None:
    since = asyncio.run(change(publisher, [server.port]))
    other = Running(tmp_path, ONRECORD_LIVE_BEAT=BEAT)
    asyncio.run(again(other.port, since))
    other.stop()

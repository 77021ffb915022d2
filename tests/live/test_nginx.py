"""The shipped nginx in front: one request to the origin an update, however many read."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.nginx import WORKERS, edge
from tests.live.publisher import PATH, Publisher
from tests.live.reader import Reader, closed, get, head
from tests.server import port_of, serving
from tests.waiting import PATIENCE


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(tmp_path) as publisher:
        yield publisher


@pytest.fixture
def many_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < 4_000:
        pytest.fail(f"only {hard} files may be open at once (ulimit -n); 1,500 readers need 4,000")


@pytest.mark.slow
def test_1500_readers_cost_the_origin_one_request_a_segment(
    tmp_path: Path, publisher: Publisher, many_files: None
) -> None:
    start, updates = publisher.segments, 4
    bodies: dict[int, set[bytes]] = {}

    async def follow(port: int) -> None:
        """Waits for one segment after the other on a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n in range(start, start + updates):
            writer.write(f"GET {PATH}{n} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = await head(reader)
            assert answer.status == 200
            length = answer.headers.get("content-length")
            assert length, answer.headers
            bodies.setdefault(n, set()).add(await reader.readexactly(int(length)))
        await closed(writer)

    async def all_follow(port: int) -> None:
        following = asyncio.gather(*(follow(port) for _ in range(1_500)))
        for number in range(updates):
            await asyncio.sleep(1.5)
            await asyncio.to_thread(publisher.do, f"speak Sentence {number}.")
        async with asyncio.timeout(PATIENCE):
            await following

    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        asyncio.run(all_follow(nginx.port))
        asked = nginx.asked()
    assert {n: len(found) for n, found in bodies.items()} == dict.fromkeys(range(start, start + updates), 1)
    assert asked == {f"{PATH}{n}": 1 for n in range(start, start + updates)}


@pytest.mark.slow
def test_a_wait_longer_than_nginx_is_used_to_costs_one_request_though_who_asked_first_has_left(
    tmp_path: Path, publisher: Publisher
) -> None:
    """6 s: the lock's two time-outs are 5 s where nothing else is said."""
    n = publisher.segments

    async def leave_first(port: int) -> None:
        _, first = await asyncio.open_connection("127.0.0.1", port)
        first.write(f"GET {PATH}{n} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await asyncio.sleep(0.5)
        others = asyncio.gather(*(get(port, str(n)) for _ in range(20)))
        await asyncio.sleep(0.5)
        await closed(first)
        await asyncio.sleep(6)
        await asyncio.to_thread(publisher.do, "speak At last.")
        answers = await others
        assert {(one.status, b"At last." in one.body) for one in answers} == {(200, True)}

    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        asyncio.run(leave_first(nginx.port))
        asked = nginx.asked()
    assert asked == {f"{PATH}{n}": 1}


def test_all_who_wait_for_the_same_moment_are_told_the_time_together(tmp_path: Path, publisher: Publisher) -> None:
    async def ask(port: int) -> float:
        asked = time.time()
        answers = await asyncio.gather(*(get(port, "now") for _ in range(50)))
        answered = time.time()
        for answer in answers:
            assert (answer.status, answer.headers["cache-control"]) == (200, "public, max-age=1")
            assert asked - 1 <= json.loads(answer.body)["now"] / 1000 + 0.001 <= answered + 0.001
        return answered - asked

    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        took = asyncio.run(ask(nginx.port))
        asked = nginx.asked()
    assert asked[f"{PATH}now"] <= 2 + took, "more than one a second"


def test_connections_to_the_origin_are_kept(tmp_path: Path, publisher: Publisher) -> None:
    beyond = str(publisher.segments + 1)
    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        for _ in range(20):
            assert asyncio.run(get(nginx.port, beyond)).status == 404
        assert 0 < len(_connections(port_of(address))) <= WORKERS


def _connections(port: int) -> set[int]:
    """The other ends of all connections with that port, those just closed among them (proc_net_tcp(5))."""
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, *_ = line.split()
        ends = [int(end.rpartition(":")[2], 16) for end in (here, there)]
        if port in ends:
            found |= set(ends)
    return found - {port, 0}


@pytest.mark.slow
def test_idle_beyond_the_proxys_time_out_no_stream_breaks_and_no_wait_fails(
    tmp_path: Path, publisher: Publisher
) -> None:
    """Clocks run twenty times as fast here: 0.75 s for the 15 s of the beat, 3 s for the 60 s of nginx."""

    async def idle(port: int) -> None:
        reader = Reader(port, after=publisher.segments - 1)
        following = asyncio.create_task(reader.until(10**6))
        n = publisher.segments
        async with asyncio.timeout(PATIENCE):
            for number in range(n, n + 6):
                answer = await get(port, str(number))
                assert (answer.status, answer.body) == (200, b'{"n":%d}' % number)
            ended = publisher.do("end")
            await following
        assert reader.connections == 1
        assert reader.got == list(range(n, ended))

    with (
        serving(tmp_path, ONRECORD_LIVE_BEAT="0.75") as address,
        edge(tmp_path / "nginx", port_of(address), read_timeout="3s") as nginx,
    ):
        asyncio.run(idle(nginx.port))


@pytest.mark.parametrize(
    "lines",
    [
        "GET {path} HTTP/1.1\r\nHost: [::1]",
        "GET {path} HTTP/1.1\r\nHost: elsewhere.example.net",
        "GET http://localhost{path} HTTP/1.1\r\nHost: [::1]",
        "GET {path} HTTP/1.0",
    ],
)
def test_no_other_host_gets_into_what_all_readers_see(tmp_path: Path, publisher: Publisher, lines: str) -> None:
    publisher.do("speak Fine words.")
    path = "/conference/1/u/2/"

    async def ask_first(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{lines.format(path=path)}\r\nConnection: close\r\n\r\n".encode())
        answered = await reader.read()
        await closed(writer)
        return answered + (await get(port, path)).body

    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        seen = asyncio.run(ask_first(nginx.port))
    assert b"Fine words." in seen
    assert b"[::1]" not in seen
    assert b"elsewhere.example.net" not in seen
    assert (b"421" in seen and b"not under this name" in seen) or "http://localhost" in lines


def test_who_looks_for_words_without_a_pause_is_held_back_and_no_one_elses_page_is(
    tmp_path: Path, publisher: Publisher
) -> None:
    async def look(port: int) -> list[bool]:
        """For each of 60, whether nginx itself refused it."""
        looking = (get(port, f"/conference/1/record/find/?q={number}") for number in range(60))
        answers = await asyncio.gather(*looking)
        return [answer.status == 429 and b"<center>nginx" in answer.body for answer in answers]

    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        refused = asyncio.run(look(nginx.port))
        assert asyncio.run(get(nginx.port, "/conference/1/record/")).status == 200
    assert 0 < sum(refused) < 30  # thirty at once pass, and what comes while they are answered


def test_what_does_not_exist_yet_is_not_kept_by_the_cache(tmp_path: Path, publisher: Publisher) -> None:
    beyond = str(publisher.segments + 1)
    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        assert asyncio.run(get(nginx.port, beyond)).status == 404
        publisher.do("many 2 0")
        asyncio.run(Reader(port_of(address)).until(int(beyond)))
        assert asyncio.run(get(nginx.port, beyond)).status == 200

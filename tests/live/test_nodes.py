"""Two nodes on one PostgreSQL: what one appends wakes the readers of the other. Run under `tests.postgres`."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from onrecord.record.writer import CHANNEL
from tests import forking
from tests.live.changing import change
from tests.live.publisher import Publisher
from tests.live.reader import Reader, get
from tests.server import COMMAND, Running, environment
from tests.waiting import PATIENCE, slowness, until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="what only PostgreSQL can show"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def publisher(home: Path) -> Iterator[Publisher]:
    with Publisher(home, DATABASE_URL=os.environ["DATABASE_URL"]) as publisher:
        yield publisher


@pytest.fixture
def nodes(home: Path, publisher: Publisher, tmp_path: Path) -> Iterator[list[Running]]:
    shutil.copytree(home / "keys", tmp_path / "keys")
    settings = {"DATABASE_URL": os.environ["DATABASE_URL"], "ONRECORD_LIVE_BEAT": "0.5"}
    nodes = [Running(place, **settings) for place in (home, tmp_path)]
    yield nodes
    for node in nodes:
        node.stop()


def test_nodes_wake_each_other_and_agree_on_every_byte(nodes: list[Running], publisher: Publisher) -> None:
    asyncio.run(follow(nodes, publisher))


def test_what_another_process_erases_or_opens_both_nodes_show_alike(
    home: Path, publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "keys").symlink_to(home / "keys")  # an erasure replaces a key, which all nodes share
    settings = {"DATABASE_URL": os.environ["DATABASE_URL"], "ONRECORD_LIVE_BEAT": "0.5"}
    nodes = [Running(place, **settings) for place in (home, tmp_path)]
    try:
        asyncio.run(change(publisher, [node.port for node in nodes]))
    finally:
        for node in nodes:
            node.stop()


def test_a_message_of_another_shape_is_passed_over(nodes: list[Running], publisher: Publisher) -> None:
    for node in nodes:
        asyncio.run(get(node.port, "0"))  # from here on they listen
    tell_nonsense()
    asyncio.run(follow(nodes, publisher))


def test_a_node_that_nobody_wakes_looks_for_itself(nodes: list[Running], publisher: Publisher) -> None:
    asyncio.run(hear_without_being_told(nodes, publisher))


def test_a_database_that_offers_no_tls_is_refused_where_tls_is_asked_for(tmp_path: Path) -> None:
    """The one the tests start has none."""
    asked = environment(tmp_path, DATABASE_URL=os.environ["DATABASE_URL"] + "?sslmode=require")
    done = forking.run([*COMMAND, "editions"], env=asked, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "server does not support SSL" in done.stderr


async def follow(nodes: list[Running], publisher: Publisher) -> None:
    readers = [Reader(node.port) for node in nodes]
    following = [asyncio.create_task(reader.until(publisher.segments + 11)) for reader in readers]
    await asyncio.sleep(0.3)
    late: list[float] = []
    for _ in range(10):
        segments = await asyncio.to_thread(publisher.do, "speak So.")
        durable = time.monotonic()
        await until(lambda newest=segments - 1: all(reader.after >= newest for reader in readers))
        late.append(time.monotonic() - durable)
        await asyncio.sleep(0.05)
    assert sorted(late)[8] < 0.3 * slowness(), "they found out by looking once a second"
    n = publisher.segments
    waited = await asyncio.gather(*(get(node.port, str(n)) for node in nodes for _ in range(5)))
    assert {one.body for one in waited} == {b'{"n":%d}' % n}  # one tick, whichever node made it
    await asyncio.to_thread(publisher.do, "speak Now.")
    await asyncio.gather(*following)
    assert readers[0].lines == readers[1].lines
    assert readers[0].got == list(range(n + 2))


def tell_nonsense() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for nonsense in ("", "1", "1 2 3", "one two", "-1 2"):
            connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, nonsense])


async def hear_without_being_told(nodes: list[Running], publisher: Publisher) -> None:
    readers = [Reader(node.port, after=publisher.segments - 1) for node in nodes]
    following = asyncio.gather(*(reader.until(publisher.segments) for reader in readers))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        listening = "FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()"
        await until(lambda: len(connection.execute(f"SELECT pid {listening}").fetchall()) >= len(nodes))
        assert len(connection.execute(f"SELECT pg_terminate_backend(pid) {listening}").fetchall()) >= len(nodes)
    await asyncio.to_thread(publisher.do, "speak So.")
    async with asyncio.timeout(PATIENCE):  # nobody tells them again
        await following

"""Two nodes on one PostgreSQL: what one appends wakes the readers of the other. Run under `tests.postgres`."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from pathlib import Path

import pytest

from tests.live.publisher import Publisher
from tests.live.reader import Reader, get
from tests.server import Running

pytestmark = pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="what only PostgreSQL can show")


def test_nodes_wake_each_other_and_agree_on_every_byte(tmp_path: Path) -> None:
    database = {"DATABASE_URL": os.environ["DATABASE_URL"], "ONRECORD_LIVE_BEAT": "0.5"}
    with Publisher(tmp_path, **database) as publisher:
        homes = [tmp_path, tmp_path.with_name("other")]
        shutil.copytree(tmp_path / "keys", homes[1] / "keys")
        nodes = [Running(home, **database) for home in homes]
        try:
            asyncio.run(follow(nodes, publisher))
        finally:
            for node in nodes:
                node.stop()


async def follow(nodes: list[Running], publisher: Publisher) -> None:
    readers = [Reader(node.port) for node in nodes]
    following = [asyncio.create_task(reader.until(publisher.segments + 11)) for reader in readers]
    await asyncio.sleep(0.3)
    late: list[float] = []
    for _ in range(10):
        segments = await asyncio.to_thread(publisher.do, "speak So.")
        durable = time.monotonic()
        while any(reader.after < segments - 1 for reader in readers):
            await asyncio.sleep(0.005)
        late.append(time.monotonic() - durable)
        await asyncio.sleep(0.05)
    assert sorted(late)[8] < 0.3, "they found out by looking once a second"
    n = publisher.segments
    waited = await asyncio.gather(*(get(node.port, str(n)) for node in nodes for _ in range(5)))
    assert {one.body for one in waited} == {b'{"n":%d}' % n}  # one tick, whichever node made it
    await asyncio.to_thread(publisher.do, "speak Now.")
    await asyncio.gather(*following)
    assert readers[0].lines == readers[1].lines
    assert readers[0].got == list(range(n + 2))

"""A record is followed in each language at addresses of its own: the same segments, and each language its words."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from tests.live.nginx import edge
from tests.live.publisher import PATH, Publisher
from tests.live.reader import Reader, get
from tests.server import Running, port_of, serving
from tests.waiting import wait_for

RUSSIAN = f"/ru{PATH}"
SEARCH = "/conference/1/record/find/?q=words"


def test_one_append_reaches_the_readers_of_each_language_in_their_words(tmp_path: Path) -> None:
    async def follow(port: int, publisher: Publisher) -> None:
        here, there = Reader(port), Reader(port, path=RUSSIAN)
        last = publisher.segments - 1
        await asyncio.gather(here.until(last), there.until(last))
        last = publisher.do("speak Words for everybody") - 1
        await asyncio.gather(here.until(last), there.until(last))
        assert here.got == there.got == list(range(publisher.segments))
        for lines, link, answer in (
            (here.lines, '"/conference/1/u/', "Answer"),
            (there.lines, '"/ru/conference/1/u/', "Ответ"),
        ):
            [passage] = json.loads(lines[last])["passages"]
            assert all(one in passage["html"] for one in ("Words for everybody", link, answer))
        for n, line in enumerate(there.lines):
            assert (await get(port, f"{RUSSIAN}{n}")).body == line
        assert (await get(port, f"{RUSSIAN}page/0")).body.splitlines() == there.lines
        assert "now" in json.loads((await get(port, f"{RUSSIAN}now")).body)

    with Publisher(tmp_path) as publisher:
        server = Running(tmp_path)
        try:
            asyncio.run(follow(server.port, publisher))
        finally:
            server.stop()


def test_what_is_erased_is_gone_in_every_language(tmp_path: Path) -> None:
    async def look(port: int, publisher: Publisher) -> None:
        index = 2
        readers = [Reader(port), Reader(port, path=RUSSIAN)]
        last = publisher.do("speak Avocets everywhere") - 1
        for reader in readers:
            await reader.until(last)
            assert b"Avocets" in b"".join(reader.lines)
        last = publisher.do(f"erase {index}") - 1
        for reader in readers:
            await reader.until(last)
            again = Reader(port, path=reader.path)
            await again.until(last)
            assert again.got == list(range(publisher.segments)) and b"Avocets" not in b"".join(again.lines)

    with Publisher(tmp_path) as publisher:
        server = Running(tmp_path)
        try:
            asyncio.run(look(server.port, publisher))
        finally:
            server.stop()


def test_nothing_is_followed_behind_another_prefix(tmp_path: Path) -> None:
    """Not behind the language that the plain address speaks, nor behind one that nobody speaks here."""

    async def look(port: int) -> None:
        for prefix in ("/en", "/de", "/conference"):
            for way in ("stream", "0", "page/0", "now"):
                assert (await get(port, f"{prefix}{PATH}{way}")).status == 404

    with Publisher(tmp_path):
        server = Running(tmp_path)
        try:
            asyncio.run(look(server.port))
        finally:
            server.stop()


def test_behind_nginx_a_segment_is_asked_for_once_in_each_language_and_a_search_is_not_kept(tmp_path: Path) -> None:
    async def look(port: int) -> None:
        for path in (f"{PATH}0", f"{RUSSIAN}0", f"/ru{SEARCH}", SEARCH):
            for _ in range(3):
                assert (await get(port, path)).status == 200

    with Publisher(tmp_path / "home"):
        pass
    with serving(tmp_path / "home") as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        asyncio.run(look(nginx.port))
        wait_for(lambda: sum(nginx.asked().values()) >= 8)  # it writes down what it answered a little later
        asked = nginx.asked()
        assert (asked[f"{PATH}0"], asked[f"{RUSSIAN}0"]) == (1, 1)
        assert asked[SEARCH.partition("?")[0]] == asked[f"/ru{SEARCH}".partition("?")[0]] == 3

"""The shipped nginx as a way out: what was erased has left it within the time that is promised, here 20 s for the 300."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.addresses import E
from tests.leaks.place import Place, build, size_of
from tests.leaks.ways import WAYS
from tests.live.nginx import edge
from tests.live.publisher import Publisher
from tests.server import Running
from tests.waiting import wait_for

WITHIN = 20
WORD = b"avocet"
SERVED = [way for way in WAYS if not way.endswith(("commands", "at rest", "log lines", "live/stream"))]
"""The ways that are answers; the stream is never kept."""
OFTEN = 1.0
"""Seconds between two looks of those who ask often."""
KEPT = (E + "record/", E + "screen/", E + "export/text/", E + "live/page/0")


@contextmanager
def behind_nginx(folder: Path) -> Iterator[tuple[Publisher, Place]]:
    """The edition of the matrix, asked through nginx, and whoever speaks there."""
    build(folder / "home")
    quick = {"ONRECORD_LIVE_BEAT": "1", "ONRECORD_ERASED_WITHIN": str(WITHIN)}
    server = Running(folder / "home", ONRECORD_LOG_LEVEL="error", **quick)  # nobody reads what it writes
    try:
        with Publisher(folder / "home") as publisher, edge(folder / "nginx", server.port) as nginx:
            size = size_of(server.address)  # the index of what is said next
            yield publisher, Place(folder / "home", f"http://localhost:{nginx.port}", size, server, asked_of=(0, size))
    finally:
        server.stop()


def said(publisher: Publisher, place: Place) -> int:
    """Have the word said and wait until readers have it; returns the entry's index."""
    publisher.do(f"speak An {WORD.decode()}.")
    wait_for(lambda: WORD in place.get(f"{E}live/page/0"))
    return place.size


@pytest.mark.slow
def test_what_was_erased_does_not_come_out_of_a_cache_often_asked_or_seldom(tmp_path: Path) -> None:
    with behind_nginx(tmp_path) as (publisher, place):
        index = said(publisher, place)
        ways = {way for way in SERVED if WORD in WAYS[way](place)}
        own = (f"{E}log/open/{index}", f"{E}u/{index}/", E + "record/?seldom")
        assert {"live/<n>", "live/page/<k>"} < ways
        assert all(WORD in place.get(path) for path in own)
        publisher.do(f"erase {index}")
        erased = time.monotonic()
        while time.monotonic() < erased + WITHIN:
            for way in ways:
                WAYS[way](place)
            place.get(f"{E}u/{index}/")
            time.sleep(OFTEN)
        assert [path for path in own if WORD in place.get(path)] == []
        assert [way for way in SERVED if WORD in WAYS[way](place)] == []


@pytest.mark.slow
def test_a_server_that_fails_is_borne_for_as_long_as_nothing_erased_comes_out(tmp_path: Path) -> None:
    with behind_nginx(tmp_path) as (publisher, place):
        index = said(publisher, place)
        kept = {path for path in (*KEPT, f"{E}u/{index}/") if WORD in place.get(path)}
        assert {E + "record/", f"{E}u/{index}/"} < kept
        publisher.do(f"erase {index}")
        erased = time.monotonic()
        place.server.kill()
        time.sleep(3)
        assert place.get(E + "record/").startswith(b"200")
        while time.monotonic() < erased + WITHIN:
            assert all(place.get(path) for path in kept)
            time.sleep(OFTEN)
        assert [path for path in kept if WORD in place.get(path)] == []
        assert place.get(E + "record/").startswith(b"502")

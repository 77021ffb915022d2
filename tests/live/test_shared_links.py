"""A link that somebody shares costs the origin nothing more, whatever their service hung on it, and brings no other page."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.nginx import Edge, edge
from tests.live.publisher import PATH, Publisher
from tests.server import port_of, serving
from tests.waiting import PATIENCE

EDITION = PATH.removesuffix("live/")
QUOTE, RECORD = f"{EDITION}u/2/", f"{EDITION}record/"
FEW, OTHERS = "words=2.2.0-2.2.4", "words=2.2.5-2.2.10"


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Edge]:
    with Publisher(tmp_path) as publisher:
        publisher.do("speak Some words that are quoted here.")
    with serving(tmp_path) as address, edge(tmp_path / "nginx", port_of(address)) as nginx:
        yield nginx


def get(nginx: Edge, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_three_hundred_readers_of_a_shared_link_are_few_requests(nginx: Edge) -> None:
    pages = {get(nginx, f"{QUOTE}?fbclid={reader}&utm_source=x{reader}")[1] for reader in range(300)}
    assert len(pages) == 1
    assert nginx.asked()[QUOTE] <= 30  # it is kept for seconds, and asked for again meanwhile


def test_what_counts_still_counts_and_no_spelling_puts_another_page_in_its_place(nginx: Edge) -> None:
    plain, chosen, others = (get(nginx, f"{RECORD}?{query}&fbclid=1")[1] for query in ("", FEW, OTHERS))
    assert len({plain, chosen, others}) == 3
    assert get(nginx, f"{RECORD}?{FEW}")[1] == chosen
    spelled = OTHERS.replace("w", "%77", 1)
    for spelling in (f"{FEW}&{OTHERS}", f"{spelled}&{FEW}", f"{FEW}&{spelled}"):
        assert get(nginx, f"{RECORD}?{spelling}")[1] == chosen
    assert get(nginx, f"{RECORD}?{spelled}")[1] == get(nginx, RECORD)[1] == plain
    assert get(nginx, f"{EDITION}screen/?lines=x")[0] == 404
    assert get(nginx, f"{EDITION}screen/?lines=3")[0] == 200
    asking = [get(nginx, f"{QUOTE}ask/{query}")[1] for query in ("", "?asked", "?fbclid=1&asked", "?tasked=1")]
    assert asking[1] == asking[2] != asking[0]
    assert "<form" in asking[3]


def test_pages_for_those_with_a_task_get_all_that_was_asked(nginx: Edge) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=PATIENCE)
    connection.request("GET", f"{EDITION}desk/transcribe/?shell=1", headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert str(answer.headers["Location"]).endswith("next=/conference/1/desk/transcribe/%3Fshell%3D1")
    answer.read()
    connection.close()

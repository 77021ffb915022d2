"""What many clients send at the same time: it can't fill the server's memory, and keeps nobody from working."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.leaks.desk import Browser
from tests.live.publisher import PATH, Publisher
from tests.server import Running, onrecord
from tests.web.sending import read, request

EDITION = PATH.removesuffix("live/")
DESK = f"{EDITION}desk/transcribe/"
HALF = b"x" * 59_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with Publisher(home) as publisher:
        publisher.do("speak A sentence.")
    assert onrecord(home, "appoint", "esi.moran@example.org", "administrator", "--name", "Esi Moran").returncode == 0
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Running]:
    server = Running(home)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def esi(home: Path, server: Running) -> Browser:
    link = urlsplit(onrecord(home, "signin", "esi.moran@example.org").stdout.strip())
    browser = Browser(server.address)
    assert "Signed in as Esi Moran" in browser.post(f"{link.path}?{link.query}", {})
    return browser


def megabytes(server: Running) -> int:
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096 // 2**20


def whole(server: Running) -> bytes:
    connection = request(server, "Content-Length: 60000", "Connection: close", path="/sign-in/")
    connection.sendall(HALF + b"x" * 1000)
    return read(connection)


@pytest.mark.parametrize("cookie", ["", "Cookie: onrecord=abcdefghijklmnopqrstuvwxyz012345"])
def test_only_people_who_are_signed_in_may_send_much_to_a_desk(server: Running, esi: Browser, cookie: str) -> None:
    answer = read(request(server, "Content-Length: 2400000", cookie or "X-No: cookie", path=f"{DESK}acts/"))
    assert answer.startswith(b"HTTP/1.1 403 ") and b"Sign in first" in answer
    assert "characters" in str(esi.act(DESK, act="say", text="x" * 1_000_000))  # read, and refused for its length


def test_many_who_send_half_a_body_leave_memory_and_room_for_others(server: Running, esi: Browser) -> None:
    before = megabytes(server)
    halves: list[socket.socket] = []
    for number in range(400):
        path = (f"{DESK}acts/", "/sign-in/", f"{EDITION}u/2/ask/")[number % 3]
        halves.append(request(server, "Content-Length: 60000", path=path))
        halves[-1].sendall(HALF)
    refused = select.select(halves, [], [], 20)[0]
    answers = [read(connection) for connection in refused]
    assert answers and all(b"503 " in answer and b"retry-after: " in answer for answer in answers)
    assert megabytes(server) - before < 60

    assert "index" in esi.act(DESK, act="say", text="The bridge reopens in June. " * 200)
    small = request(server, "Content-Length: 4000", "Connection: close", path="/sign-in/")
    small.sendall(b"x" * 4000)
    assert read(small).startswith(b"HTTP/1.1 403 ")  # it was read, and comes from no form of ours

    for connection in halves:
        connection.close()
    deadline = time.monotonic() + 20
    while (answer := whole(server)).startswith(b"HTTP/1.1 503 "):
        assert time.monotonic() < deadline, "the room that was taken is not given back"
    assert answer.startswith(b"HTTP/1.1 403 ")  # it comes from no form of ours


def test_no_body_is_taken_with_a_question(server: Running) -> None:
    answer = read(request(server, "Content-Length: 1000", method="GET", path=f"{PATH}stream"))
    assert answer.startswith(b"HTTP/1.1 413 ")

"""What a server takes from a client that sends too much, or too slowly."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import pytest

from tests.live.publisher import PATH, Publisher
from tests.server import Running
from tests.waiting import PATIENCE, slowness
from tests.web.sending import read, request

EDITION = PATH.removesuffix("live/")
LARGE = 300 * 2**20
CHUNK = b"x" * 2**16


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("home")
    with Publisher(home) as publisher:
        publisher.do("speak A sentence.")
    server = Running(home)
    yield server
    server.stop()


def pour(connection: socket.socket, *, chunked: bool = False) -> int:
    """Send until the server takes no more; how many bytes it took, with what lies in the buffers between."""
    taken = 0
    with connection, contextlib.suppress(OSError):
        while taken < LARGE:
            connection.sendall(b"%x\r\n%b\r\n" % (len(CHUNK), CHUNK) if chunked else CHUNK)
            taken += len(CHUNK)
    return taken


PATHS = ["/", "/nosuch/", f"{EDITION}desk/transcribe/", f"{EDITION}u/2/ask/", f"{PATH}0", f"{PATH}stream", "/sign-in/"]


@pytest.mark.parametrize("path", PATHS)
def test_a_body_without_end_is_refused_before_it_is_read(server: Running, path: str) -> None:
    answer = read(request(server, "Content-Length: 30000000000", path=path))
    assert answer.startswith(b"HTTP/1.1 413 ") and b"Send less at once" in answer
    assert pour(request(server, "Content-Length: 30000000000", path=path)) < 16 * 2**20
    assert pour(request(server, "Transfer-Encoding: chunked", path=path), chunked=True) < 24 * 2**20


def test_somebody_who_sends_a_little_too_much_is_told(server: Running) -> None:
    for header, body in (
        ("Content-Length: 200000", b"x" * 200_000),
        ("Transfer-Encoding: chunked", b"30d40\r\n" + b"x" * 200_000 + b"\r\n0\r\n\r\n"),
    ):
        connection = request(server, header)
        connection.sendall(body)
        assert read(connection).startswith(b"HTTP/1.1 413 "), header


def test_a_head_without_end_is_cut_off(server: Running) -> None:
    connection = request(server, path="/")
    connection.close()
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Much: ")
    assert pour(connection) < 16 * 2**20


@pytest.mark.slow
def test_whoever_sends_slowly_is_not_waited_for(server: Running) -> None:
    whole = request(server, method="GET", path="/verify/")
    while b"</html>" not in whole.recv(2**16):
        pass
    whole.sendall(b"GET / HT")  # of a second request
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) for _ in range(100)]
    halves = [request(server, "Content-Length: 10", path=path) for path in PATHS[:5] * 20]
    started = time.monotonic()
    for connection in halves:
        connection.sendall(b"12345")
    assert [read(connection) for connection in (whole, *silent)] == [b""] * 101
    assert {read(connection)[:12] for connection in halves} <= {b"HTTP/1.1 408", b"HTTP/1.1 405"}
    assert time.monotonic() - started < 50 * slowness()

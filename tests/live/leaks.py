"""What the live record lets out."""

from __future__ import annotations

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.addresses import E
from tests.leaks.place import Place, page
from tests.waiting import PATIENCE


def stream(place: Place) -> bytes:
    """The stream from its beginning, until the last segment has come."""
    asked = urlsplit(place.address)
    last = len(catch_up(place).split(b'{"n":')) - 2
    with socket.create_connection((asked.hostname, asked.port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET {asked.path}{E}live/stream?after=-1 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = b""
        while f"id: {last}\n".encode() not in heard:
            heard += connection.recv(65_536)
        return heard


def catch_up(place: Place) -> bytes:
    return place.get(E + "live/page/0")


def segments(place: Place) -> bytes:
    count = len(catch_up(place).split(b'{"n":')) - 1
    return b"".join(place.get(f"{E}live/{n}") for n in range(count))


WAYS: dict[str, Callable[[Place], bytes]] = {
    "live/stream": stream,
    "live/now": page(E + "live/now"),
    "live/<n>": segments,
    "live/page/<k>": catch_up,
}

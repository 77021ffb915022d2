"""Requests over plain sockets, as nobody means them."""

from __future__ import annotations

import contextlib
import socket

from tests.server import Running
from tests.waiting import PATIENCE


def request(server: Running, *headers: str, path: str = "/", method: str = "POST") -> socket.socket:
    """A connection with the head of a request sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: text/plain", *headers, "", ""]
    connection.sendall("\r\n".join(lines).encode())
    return connection


def read(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(2**16):
            found += part
    connection.close()
    return found

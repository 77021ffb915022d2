"""Requests over a connection that is kept, with whatever lines a test wants in them."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass

from tests.live.reader import closed


@dataclass
class Given:
    """An answer; `text` is its body, unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Connection:
    """One that asks for one thing after another, of the server at that port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._writer
        await closed(self._writer)

    async def ask(self, path: str, *lines: str, method: str = "GET", host: str = "Host: localhost") -> Given:
        assert self._writer
        head = "\r\n".join([f"{method} {path} HTTP/1.1", *([host] if host else []), *lines, "", ""])
        self._writer.write(head.encode("latin-1"))
        first, *told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in told if line)}
        status, length = int(first.split()[1]), int(headers.get("content-length", 0))
        empty = method == "HEAD" or status == 304
        return Given(status, headers, b"" if empty else await self._reader.readexactly(length))


def asked(port: int, path: str, *lines: str, method: str = "GET", host: str = "Host: localhost") -> Given:
    """One request on a connection of its own."""

    async def ask() -> Given:
        async with Connection(port) as connection:
            return await connection.ask(path, *lines, method=method, host=host)

    return asyncio.run(ask())

"""A reader of the stream and of segments, over plain sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.live.publisher import PATH
from tests.waiting import PATIENCE


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Reader:
    """Follows the stream, coming back with `Last-Event-ID` whenever it breaks off."""

    port: int
    after: int = -1
    path: str = PATH
    got: list[int] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    connections: int = 0
    answer: Answer | None = None
    """What the newest connection was answered, without its body."""

    async def until(self, last: int) -> None:
        """Read until segment `last` has come, or nothing more will."""
        while (not self.got or self.got[-1] < last) and "ended" not in self.events:
            try:
                async for number, line in self.events_of(await self.connect()):
                    self.got.append(number)
                    self.lines.append(line)
                    self.after = number
                    if number >= last:
                        return
            except OSError:
                await asyncio.sleep(random.uniform(0.05, 0.3))

    async def connect(self) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        self.connections += 1
        writer.write(
            b"GET %bstream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %d\r\n\r\n" % (self.path.encode(), self.after)
        )
        self.writer = writer
        try:
            self.answer = await head(reader)
            if self.answer.status != 200:
                raise ConnectionError(self.answer.status)
        except BaseException:  # the server may be killed before it has answered
            await self.leave()
            raise
        return reader

    async def leave(self) -> None:
        """Close the connection."""
        await closed(self.writer)

    async def events_of(self, reader: asyncio.StreamReader) -> AsyncIterator[tuple[int, bytes]]:
        """Number and line of each segment, until the stream breaks off or ends."""
        number, name, rest = -1, "", b""
        try:
            async for part in chunks(reader):
                *whole, rest = (rest + part).split(b"\n")
                for line in whole:
                    member, _, value = line.partition(b": ")
                    match member:
                        case b"id":
                            number = int(value)
                        case b"event":
                            name = value.decode()
                            self.events.append(name)
                        case b"data" if not name:
                            yield number, value
                        case b"":
                            name = ""
        finally:
            await self.leave()


async def chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The body of a chunked answer; raises ConnectionError where it breaks off."""
    try:
        while size := int(await reader.readline() or b"x", 16):
            yield (await reader.readexactly(size + 2))[:-2]
    except (ValueError, asyncio.IncompleteReadError):
        raise ConnectionError("the stream broke off") from None


async def head(reader: asyncio.StreamReader) -> Answer:
    try:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        raise ConnectionError("no answer") from None
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    return Answer(int(first.split()[1]), headers, b"")


@dataclass
class Asked:
    """A request that was sent, on a connection of its own."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def answer(self) -> Answer:
        try:
            answer = await head(self.reader)
            if "content-length" in answer.headers:
                answer.body = await self.reader.readexactly(int(answer.headers["content-length"]))
            else:
                answer.body = b"".join([part async for part in chunks(self.reader)])
            return answer
        finally:
            await closed(self.writer)


async def ask(port: int, path: str) -> Asked:
    """Send a request. `path` is below the edition's `live/`, or absolute."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(f"GET {path if path[0] == '/' else PATH + path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await writer.drain()
    return Asked(reader, writer)


async def get(port: int, path: str, seconds: float = PATIENCE) -> Answer:
    """Send one and wait for its answer."""
    async with asyncio.timeout(seconds):
        return await (await ask(port, path)).answer()


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def number_of(line: bytes) -> int:
    """What segment this is."""
    return int(json.loads(line)["n"])


def dropped(connection: socket.socket) -> bool:
    """Whether the server has closed its end of that connection (proc_net_tcp(5): 01 is established)."""
    ours, theirs = (f":{end[1]:04X}" for end in (connection.getsockname(), connection.getpeername()))
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, state, *_ = line.split()
        if here.endswith(theirs) and there.endswith(ours):
            return state != "01"
    return True


def stalled(port: int) -> socket.socket:
    """A connection whose reader asks for the stream and never reads."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {PATH}stream HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection

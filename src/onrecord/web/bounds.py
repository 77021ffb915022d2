"""What one client may take of the server: a body of so many bytes in so much time, and a turn among so many."""

from __future__ import annotations

import asyncio
import re

from onrecord.live.protocol import App, Message, Receive, Scope, Send, Sending, refuse

DESK = re.compile(r"/(?:[^/]+/[^/]+/)?desk/.*")
ELSEWHERE = 64 * 2**10
"""Bytes of a body at any address but a desk's: the longest of the other forms, with every sign in nine bytes, is shorter."""
PATIENCE = 30.0
"""Seconds for a whole body."""
LINGER = 2.0
LINGER_BYTES = 2**20
"""How much of a refused body is still taken, and for how long: a client that is cut off while it sends sees no answer."""

TOO_LARGE = "This is more than this address takes. Send less at once, in several parts."
TOO_SLOW = "The request did not arrive in time. Send it again."
TURNS = 20
"""Requests that are worked on at the same time; each may hold a connection to the database and a thread."""


class Bodies:
    """Before `app`: 413 for a body that is too long for its address, 408 for one that is too slow; `desk`: the bytes a desk may send.

    What is announced as too long is refused before any of it is read. The connection then ends, and with it what would
    still come.
    """

    def __init__(self, app: App, *, desk: int) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        announced = int(headers.get(b"content-length", 0))
        if not announced and b"transfer-encoding" not in headers:
            return await self._app(scope, receive, send)
        most = self._desk if DESK.fullmatch(scope["path"]) else ELSEWHERE
        if announced > most:
            return await _refuse(receive, send, 413, TOO_LARGE)
        body = Body(receive, most)
        sending = Sending(_ending(send, body))
        await self._app(scope, body, sending)
        if body.refused and not sending.begun:
            await _refuse(receive, send, *body.refused)
        return None


class Body:
    """A `receive` that ends, as if the client had gone, where the body is too long or too slow; `refused` says why."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most
        self._until = asyncio.get_running_loop().time() + PATIENCE
        self.complete = False
        self.refused: tuple[int, str] | None = None

    async def __call__(self) -> Message:
        if self.complete:
            return await self._receive()
        if self.refused is None:
            try:
                async with asyncio.timeout_at(self._until):
                    message = await self._receive()
            except TimeoutError:
                self.refused = 408, TOO_SLOW
            else:
                self._left -= len(message.get("body", b""))
                if self._left >= 0:
                    self.complete = not message.get("more_body", False)
                    return message
                self.refused = 413, TOO_LARGE
        return {"type": "http.disconnect"}


class Turns:
    """At most `most` requests in `app` at the same time, each from the end of its body to the beginning of its answer.

    So neither somebody who sends slowly nor somebody who reads slowly is in the others' way.
    """

    def __init__(self, app: App, *, most: int = TURNS) -> None:
        self._app, self._turns = app, asyncio.Semaphore(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waited = taken = False

        async def receiving() -> Message:
            nonlocal waited, taken
            message = await receive()
            if not waited and not message.get("more_body", False):
                waited = True
                await self._turns.acquire()
                taken = True
            return message

        async def sending(message: Message) -> None:
            give_back()
            await send(message)

        def give_back() -> None:
            nonlocal taken
            if taken:
                taken = False
                self._turns.release()

        try:
            await self._app(scope, receiving, sending)
        finally:
            give_back()


def _ending(send: Send, body: Body) -> Send:
    """`send`, which ends the connection behind an answer to a request whose body nobody took."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and not body.complete:
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return sending


async def _refuse(receive: Receive, send: Send, status: int, sentence: str) -> None:
    async def lingering(message: Message) -> None:
        if message["type"] != "http.response.body":
            return await send(message)
        await send({**message, "more_body": True})
        await _drop(receive)
        return await send({"type": "http.response.body", "body": b""})

    await refuse(lingering, status, sentence, [(b"connection", b"close")])


async def _drop(receive: Receive) -> None:
    left = LINGER_BYTES
    try:
        async with asyncio.timeout(LINGER):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        pass

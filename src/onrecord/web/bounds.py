"""What one client may take of the server: a body of so many bytes in so much time, and a turn among so many."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable

from onrecord.live.protocol import App, Headers, Message, Receive, Scope, Send, Sending, refuse
from onrecord.uploads.limits import MOST_BYTES

logger = logging.getLogger(__name__)

DESK = re.compile(r"/(?:[^/]+/[^/]+/)?desk/.*")
UPLOAD = re.compile(r"/[^/]+/[^/]+/apply/documents/")
ELSEWHERE = 64 * 2**10
"""Bytes of a body at any address but a desk's: the longest of the other forms, with every sign in nine bytes, is shorter."""
SMALL = 4 * 2**10
"""Bytes of a body that are always taken: a sign-in code and most forms need no more, however many others send."""
VISITORS, STAFF, UPLOADS = 16 * 2**20, 64 * 2**20, 64 * 2**20
"""Bytes beyond SMALL of all bodies together that are in memory: from people who are not signed in, from those who are, and
what applicants send, which is in no desk's way."""
LARGEST = MOST_BYTES + 2**18
"""Bytes of a body with a file in it."""
PATIENCE, PATIENCE_FOR_FILES = 30.0, 180.0
"""Seconds for a whole body, and for one with a file that comes from a telephone."""
LINGER = 2.0
LINGER_BYTES = 2**20
"""How much of a refused body is still taken, and for how long: a client that is cut off while it sends sees no answer."""

TOO_LARGE = "This is more than this address takes. Send less at once, in several parts."
TOO_MANY = "Too much is being sent to this server at the moment. Nothing of this request was saved. Send it again."
NOT_NOW = "The database is busy or can't be reached at the moment. Nothing of this request was saved. Send it again."
NOT_SIGNED_IN = "Sign in first. Only people who are signed in can send this much here."
TOO_SLOW = "The request did not arrive in time. Send it again."
LATER = 10
"""Seconds after which a request that met too many others may be sent again."""
TURNS = 20
"""Requests that are worked on at the same time; each may hold a connection to the database and a thread."""


class Bodies:
    """Before `app`: 413 for a body that is too long for its address, 408 for one that is too slow, 503 for one too many.

    At a desk's address `signed_in` people may send `desk` bytes, and a file where files are sent; somebody else may not, and so can't fill the memory with
    hundreds of such bodies that never end. (A file on the disk would hold words in clear that may be off the record.)

    What is announced as too long is refused before any of it is read. The connection then ends, and with it what would
    still come.
    """

    def __init__(self, app: App, *, desk: int, signed_in: Callable[[Scope], Awaitable[bool]]) -> None:
        self._app, self._desk, self._signed_in = app, desk, signed_in
        self._visitors, self._staff, self._uploads = Memory(VISITORS), Memory(STAFF), Memory(UPLOADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        announced = int(headers.get(b"content-length", 0))
        endless = b"transfer-encoding" in headers
        if not announced and not endless:
            return await self._app(scope, receive, send)
        file = bool(UPLOAD.fullmatch(scope["path"]))
        at_desk = file or bool(DESK.fullmatch(scope["path"]))
        longest = LARGEST if file else self._desk if at_desk else ELSEWHERE
        most = 0 if scope["method"] in ("GET", "HEAD") else longest
        if announced > most:
            return await _refuse(receive, send, 413, TOO_LARGE)
        try:
            staff = at_desk and (endless or announced > SMALL) and await self._signed_in(scope)
        except Exception:
            logger.exception("could not find out whether the sender of a long body is signed in")
            return await _refuse(receive, send, 503, NOT_NOW)
        if announced > ELSEWHERE and not staff:
            return await _refuse(receive, send, 403, NOT_SIGNED_IN)
        known = self._uploads if file else self._staff
        body = Body(
            receive,
            most if staff else min(most, ELSEWHERE),
            known if staff else self._visitors,
            PATIENCE_FOR_FILES if file and staff else PATIENCE,
        )
        sending = Sending(_ending(send, body))
        try:
            await self._app(scope, body, sending)
        finally:
            body.forget()
        if body.refused and not sending.begun:
            await _refuse(receive, send, *body.refused)
        return None


class Memory:
    """So many bytes for the bodies of many clients together."""

    def __init__(self, most: int) -> None:
        self._free = most

    def take(self, count: int) -> bool:
        """Whether there is room; it is taken then, until it is given back."""
        if count > self._free:
            return False
        self._free -= count
        return True

    def give_back(self, count: int) -> None:
        self._free += count


class Body:
    """A `receive` that ends, as if the client had gone, where the body is too long, too slow or one too many for `memory`.

    `refused` says why.
    """

    def __init__(self, receive: Receive, most: int, memory: Memory, patience: float = PATIENCE) -> None:
        self._receive, self._most, self._memory = receive, most, memory
        self._size = self._held = 0
        self._until = asyncio.get_running_loop().time() + patience
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
                self._take(len(message.get("body", b"")))
                if not self.refused:
                    self.complete = not message.get("more_body", False)
                    return message
        return {"type": "http.disconnect"}

    def forget(self) -> None:
        """The body is in memory no longer."""
        self._memory.give_back(self._held)
        self._held = 0

    def _take(self, count: int) -> None:
        self._size += count
        due = max(self._size - SMALL, 0) - self._held
        if self._size > self._most:
            self.refused = 413, TOO_LARGE
        elif self._memory.take(due):
            self._held += due
        else:
            self.refused = 503, TOO_MANY


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
    headers: Headers = [(b"connection", b"close")]
    if status == 503:
        headers.append((b"retry-after", b"%d" % LATER))

    async def lingering(message: Message) -> None:
        if message["type"] != "http.response.body":
            return await send(message)
        await send({**message, "more_body": True})
        await _drop(receive)
        return await send({"type": "http.response.body", "body": b""})

    await refuse(lingering, status, sentence, headers)


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

"""ASGI as we speak it: the types, and an answer in one piece."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, Protocol

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Coroutine[Any, Any, None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

CONNECTION = "onrecord.connection"
"""A scope's extension, a `Connection`: what ASGI has no word for. Everything works without it, only not as well."""


class Connection(Protocol):
    """The connection below a response that is being sent in chunks."""

    def push(self, chunk: bytes) -> bool:
        """Write an encoded chunk at once; False, and nothing is written, where the connection takes no more for now."""

    def abort(self) -> None:
        """End the connection, whatever is still to be written to it."""


class Sending:
    """A `send` that knows whether the answer has begun."""

    __slots__ = ("_send", "begun")

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False

    async def __call__(self, message: Message) -> None:
        self.begun = True
        await self._send(message)


async def answer(send: Send, status: int, body: bytes, content_type: str, headers: Headers) -> None:
    """A whole response; `headers` come after type and length."""
    own: Headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": own + headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, status: int, sentence: str, headers: Headers | None = None) -> None:
    """An answer that says in a line why there is nothing to get; never kept by a cache."""
    unkept: Headers = [(b"cache-control", b"no-store")]
    await answer(send, status, f"{sentence}\n".encode(), "text/plain; charset=utf-8", unkept + (headers or []))


async def ask_later(send: Send, sentence: str) -> None:
    """503, with a time after which to ask again, for programs and in words; it differs from reader to reader."""
    seconds = random.randint(5, 30)  # noqa: S311 - spreads readers
    await refuse(send, 503, f"{sentence} Ask again in {seconds} seconds.", [(b"retry-after", b"%d" % seconds)])


async def until_gone(receive: Receive) -> None:
    """Wait until the client has gone, or has its whole answer."""
    while (await receive())["type"] != "http.disconnect":
        pass

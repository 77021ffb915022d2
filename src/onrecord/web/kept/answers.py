"""Answers as Django gives them to nobody in particular, and as they go out to each who asks."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from onrecord.live.protocol import App, Headers, Message, Receive, Scope, Send
from onrecord.web.kept.requests import Address, Asked

logger = logging.getLogger(__name__)

WORTH_PACKING = 200
"""Bytes from which on Django compresses an answer, too."""
AT_ONCE = 2**16
"""Bytes of a compressed body that are unpacked at once; more would keep others waiting."""
AROUND = 2_000
"""Bytes that a page takes besides its own."""
ENCODING = b"Accept-Encoding"
OF_THE_BODY = (b"content-length", b"content-encoding", b"content-type")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer for everybody, made ready to be sent: its body, compressed (`packed`) where that is worth it, and the headers
    that go with the body as it is here, with the body unpacked, and with none."""

    etag: bytes
    body: bytes
    packed: bool
    headers: Headers
    unpacked: Headers
    unchanged: Headers

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.unchanged) + AROUND

    async def send(self, send: Send, asked: Asked) -> None:
        if asked.have and self._is_among(asked.have):
            await _send(send, 304, self.unchanged, b"")
        elif asked.packed or not self.packed:
            await _send(send, 200, self.headers, b"" if asked.head else self.body)
        else:
            await _send(send, 200, self.unpacked, b"" if asked.head else await self._unpack())

    def _is_among(self, have: bytes) -> bool:
        """Compared as a weak tag (RFC 9110, 13.1.2)."""
        tags = [one.strip().removeprefix(b"W/") for one in have.split(b",")]
        return b"*" in tags or self.etag.removeprefix(b"W/") in tags

    async def _unpack(self) -> bytes:
        unpack = partial(gzip.decompress, self.body)
        return unpack() if len(self.body) < AT_ONCE else await asyncio.to_thread(unpack)


class Answer(NamedTuple):
    """What an application answered."""

    status: int
    headers: Headers
    body: bytes

    def page(self) -> Page | None:
        """To be given to everybody; None where it may not be."""
        said = {name.lower(): value for name, value in self.headers}
        lasts = said.get(b"cache-control", b"")
        if self.status != 200 or b"public" not in lasts or b"no-store" in lasts:
            return None
        if {b"set-cookie", b"content-encoding"} & said.keys() or said.get(b"vary", ENCODING) != ENCODING:
            logger.error("an answer for everybody is not the same for everybody: %s", self.headers)
            return None
        etag = b'W/"%s"' % hashlib.blake2b(self.body, digest_size=16).hexdigest().encode()
        rest = [(name, value) for name, value in self.headers if name.lower() not in OF_THE_BODY] + [(b"etag", etag)]
        small = gzip.compress(self.body, 6, mtime=0) if len(self.body) >= WORTH_PACKING else self.body
        packed = len(small) < len(self.body)
        kind = (b"content-type", said[b"content-type"])
        unpacked = [kind, (b"content-length", b"%d" % len(self.body)), *rest]
        headers = [kind, (b"content-length", b"%d" % len(small)), (b"content-encoding", b"gzip"), *rest]
        return Page(etag, small if packed else self.body, packed, headers if packed else unpacked, unpacked, rest)


async def answered(app: App, address: Address) -> Answer:
    """What `app` answers to nobody in particular: to a request with an address at the host of ONRECORD_URL, and no more."""
    ours = urlsplit(settings.ONRECORD_URL)
    headers: Headers = [(b"host", ours.netloc.encode())]
    if ours.scheme == "https":
        headers.append((b"x-forwarded-proto", b"https"))
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": ours.scheme,
        "path": address.path,
        "raw_path": address.path.encode(),
        "query_string": address.query,
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": None,
    }
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, bodiless(_staying), send)
    start, *rest = messages
    return Answer(start["status"], list(start["headers"]), b"".join(message.get("body", b"") for message in rest))


def bodiless(then: Receive) -> Receive:
    """How a request without a body is received; whatever comes `then` says whether its client is still there."""
    begun = False

    async def receive() -> Message:
        nonlocal begun
        if begun:
            return await then()
        begun = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _staying() -> Message:
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

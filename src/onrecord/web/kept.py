"""Public pages from memory: each is made once for a state of the record, and given to all who ask for it, before Django.

What an answer depends on is its path, the parameters that its view knows (`pages.shared`), the state of the record
(`web.looks`), which is looked at after the request has come, and which embargoes have ended by the clock. Everything else
about a request is left out of the one by which the page is made, so nobody can put anything into what others see.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
from bisect import bisect
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import QueryDict
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from onrecord.keeping import timekeeping
from onrecord.live.protocol import App, Headers, Message, Receive, Scope, Send
from onrecord.pages.languages import addresses, divided
from onrecord.pages.shared import Of, declared
from onrecord.web.looks import Seen, What

logger = logging.getLogger(__name__)

MOST = 64 * 2**20
"""Bytes of all pages together, compressed; those go first for which nobody has asked longest."""
MOST_OF_ONE = MOST // 16
LONGEST = 1_000
"""Characters of an address; a longer one goes to Django each time."""
AROUND = 2_000
"""Bytes that a page takes besides its own."""
WORTH_PACKING = 200
"""Bytes from which on Django compresses an answer, too."""
AT_ONCE = 2**16
"""Bytes of a compressed body that are unpacked at once; more would keep others waiting."""
ENCODING = b"Accept-Encoding"
OF_THE_BODY = (b"content-length", b"content-encoding", b"content-type")

Moment = tuple[Seen | None, int, int]
"""What is seen of the record, and how many of its embargoes have ended: for certain, and by the clock."""


class Address(NamedTuple):
    """Of a page that is the same for all: its path, and of its query what counts."""

    path: str
    query: bytes
    of: Of
    what: What


@dataclass(slots=True)
class Entry:
    """A page in memory, true at its moment; `asked`: when somebody last asked for it, by the loop's time."""

    moment: Moment
    page: Page
    asked: float


class Kept:
    """Before `app`: the pages that are the same for all. `look` tells how what a page shows stands now.

    No page is given out that is older than the request, and none stays in memory for longer than `forgotten` seconds after
    somebody last asked for it: by then words are gone from here that were erased meanwhile.
    """

    def __init__(
        self, app: App, look: Callable[[What], Awaitable[Seen | None]], *, forgotten: float, most: int = MOST
    ) -> None:
        self._app, self._look = app, look
        self._pages: OrderedDict[Address, Entry] = OrderedDict()
        self._free, self._forgotten = most, forgotten
        self._forgetting: asyncio.TimerHandle | None = None
        self._making: dict[tuple[Address, Moment], asyncio.Task[Page | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Asked.of(scope)
        page = await self._page(asked.address) if asked else None
        if asked and page:
            return await page.send(send, asked)
        return await self._app(scope, receive, send)

    async def _page(self, address: Address) -> Page | None:
        """The page as it is now; None where whoever asks had better ask Django."""
        moment = await self._moment(address)
        if moment is None:
            return None
        found = self._pages.get(address)
        if found and found.moment == moment:
            found.asked = asyncio.get_running_loop().time()
            self._pages.move_to_end(address)
            return found.page
        self._drop(address)
        making = self._making.get((address, moment))
        if making is None:
            making = self._making[address, moment] = asyncio.create_task(self._make(address, moment))
            making.add_done_callback(lambda _made: self._making.pop((address, moment)))
        return await asyncio.shield(making)  # others wait for it, whoever leaves

    async def _moment(self, address: Address) -> Moment | None:
        if address.of is Of.NOTHING:
            return None, 0, 0
        seen = await self._look(address.what)
        if seen is None:
            return None
        lapses = seen.state.lapses
        return (
            (seen, bisect(lapses, timekeeping.surely()), bisect(lapses, timekeeping.now())) if lapses else (seen, 0, 0)
        )

    async def _make(self, address: Address, moment: Moment) -> Page | None:
        """Made by Django, and kept if the record stands as it stood before: else parts of it may be newer than `moment`."""
        try:
            page = await asyncio.to_thread(Page.of, await _answered(self._app, address))
            if page and await self._moment(address) == moment:
                self._keep(address, moment, page)
        except Exception:
            logger.exception("%s could not be made for all who ask for it", address.path)
            return None
        return page

    def _keep(self, address: Address, moment: Moment, page: Page) -> None:
        self._drop(address)
        if page.size > MOST_OF_ONE:
            return
        loop = asyncio.get_running_loop()
        if self._forgetting is None:
            self._forgetting = loop.call_later(self._forgotten, self._forget)
        self._pages[address] = Entry(moment, page, loop.time())
        self._free -= page.size
        while self._free < 0:
            self._drop(next(iter(self._pages)))

    def _forget(self) -> None:
        """Drop what nobody has asked for lately: whoever did would have been given what is true by now."""
        loop = asyncio.get_running_loop()
        self._forgetting = None
        while self._pages:
            address, entry = next(iter(self._pages.items()))
            if (until := entry.asked + self._forgotten) > loop.time():
                self._forgetting = loop.call_at(until, self._forget)
                return
            self._drop(address)

    def _drop(self, address: Address) -> None:
        if address in self._pages:
            self._free += self._pages.pop(address).page.size


class Asked(NamedTuple):
    """Of a request what its answer may depend on."""

    address: Address
    packed: bool
    """Whether the client would rather have it compressed."""
    have: bytes
    """What it has of the page, by `If-None-Match`."""
    head: bool

    @classmethod
    def of(cls, scope: Scope) -> Asked | None:
        """None for a request that isn't for a page which is the same for all, or is made otherwise than browsers do."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return None
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST:
            return None
        host = accepts = have = b""
        for name, value in scope["headers"]:
            if name == b"host":
                if host:
                    return None
                host = value
            elif name == b"accept-encoding":
                accepts = accepts + b"," + value if accepts else value
            elif name == b"if-none-match":
                have = have + b"," + value if have else value
            elif name in (b"content-length", b"transfer-encoding"):
                return None
        if not is_ours(host):
            return None
        address = address_of(scope["path"], scope["query_string"])
        return address and cls(address, takes_gzip(accepts), have, scope["method"] == "HEAD")


@lru_cache(maxsize=64)
def is_ours(host: bytes) -> bool:
    """As Django sees it, which answers 421 to all others."""
    domain, _port = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


@lru_cache(maxsize=64)
def takes_gzip(accepts: bytes) -> bool:
    """Whether a client that accepts these encodings would rather have gzip than nothing (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for one in accepts.decode("latin-1").lower().split(","):
        coding, *parameters = (part.strip() for part in one.split(";"))
        weights[coding] = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weights[coding] = float(value)
                except ValueError:
                    weights[coding] = 0.0
    gzipped = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzipped > 0 and gzipped >= weights.get("identity", 0.0)


@lru_cache(maxsize=4096)
def address_of(path: str, query: bytes) -> Address | None:
    """None where no page that is the same for all has that address."""
    try:
        found = resolve(path, addresses(divided(path)[0]))  # type: ignore[arg-type]
        given = QueryDict(query)
    except (Resolver404, SuspiciousOperation, RequestDataTooBig):
        return None
    shared = declared(found.func)
    if shared is None:
        return None
    what = (found.kwargs["series"], found.kwargs["edition"]) if shared.of is Of.EDITION else None
    counts = [(name, given[name]) for name in shared.parameters if given.get(name)]
    return Address(path, urlencode(counts).encode(), shared.of, what)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it goes out. `packed`: its body, compressed where that is worth it."""

    etag: bytes
    packed: bytes
    is_packed: bool
    full: Headers
    plain: Headers
    unchanged: Headers
    size: int

    @classmethod
    def of(cls, answer: Answer) -> Page | None:
        """None for an answer that isn't for everybody, or not for long enough to be kept."""
        said = {name.lower(): value for name, value in answer.headers}
        if answer.status != 200 or b"public" not in said.get(b"cache-control", b""):
            return None
        if {b"set-cookie", b"content-encoding"} & said.keys() or said.get(b"vary", ENCODING) != ENCODING:
            logger.error("an answer for everybody is not the same for everybody, so it is not kept: %s", answer.headers)
            return None
        body = answer.body
        etag = b'W/"%s"' % hashlib.blake2b(body, digest_size=16).hexdigest().encode()
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_PACKING else body
        is_packed = len(packed) < len(body)
        packed = packed if is_packed else body
        rest = [(name, value) for name, value in answer.headers if name.lower() not in OF_THE_BODY] + [(b"etag", etag)]
        kind = (b"content-type", said[b"content-type"])
        plain = [kind, (b"content-length", b"%d" % len(body)), *rest]
        full = [kind, (b"content-length", b"%d" % len(packed)), (b"content-encoding", b"gzip"), *rest]
        size = len(packed) + sum(len(name) + len(value) for name, value in rest) + AROUND
        return cls(etag, packed, is_packed, full if is_packed else plain, plain, rest, size)

    async def send(self, send: Send, asked: Asked) -> None:
        if asked.have and self._is_among(asked.have):
            return await _send(send, 304, self.unchanged, b"")
        if asked.packed or not self.is_packed:
            return await _send(send, 200, self.full, b"" if asked.head else self.packed)
        if asked.head:
            return await _send(send, 200, self.plain, b"")
        unpack = partial(gzip.decompress, self.packed)
        body = unpack() if len(self.packed) < AT_ONCE else await asyncio.to_thread(unpack)
        return await _send(send, 200, self.plain, body)

    def _is_among(self, have: bytes) -> bool:
        """Compared as a weak tag (RFC 9110, 13.1.2)."""
        tags = [one.strip().removeprefix(b"W/") for one in have.split(b",")]
        return b"*" in tags or self.etag.removeprefix(b"W/") in tags


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes


async def _answered(app: App, address: Address) -> Answer:
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
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # whoever asks stays
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start, *rest = messages
    return Answer(start["status"], list(start["headers"]), b"".join(message.get("body", b"") for message in rest))

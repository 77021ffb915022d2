"""What of a request an answer from memory may depend on."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import QueryDict
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from onrecord.live.protocol import Scope
from onrecord.pages.languages import addresses, divided
from onrecord.pages.shared import Of, declared
from onrecord.web.kept.looks import What

LONGEST = 1_000
"""Characters of an address; a longer one goes to Django each time."""


class Address(NamedTuple):
    """Of a page that is the same for all: its path, and of its query what counts."""

    path: str
    query: bytes
    of: Of
    what: What

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.path.encode()) + len(self.query)


class Asked(NamedTuple):
    """For which page, and in which form."""

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
        host: bytes | None = None
        accepts = have = b""
        for name, value in scope["headers"]:
            if name == b"host":
                if host is not None:
                    return None
                host = value
            elif name == b"accept-encoding":
                accepts = accepts + b"," + value if accepts else value
            elif name == b"if-none-match":
                have = have + b"," + value if have else value
            elif name in (b"content-length", b"transfer-encoding"):
                return None
        if not is_ours(host or b""):
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
    packed = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return packed > 0 and packed >= weights.get("identity", 0.0)


@lru_cache(maxsize=1024)
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

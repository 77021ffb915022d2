"""The bytes of one entry: the leaf in the log, the commitment in it, and the opening that answers it.

Pure: no Django, no clock, no randomness. See docs/verifiers/format.md for the same in prose.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NoReturn

import rfc8785

from onrecord.tlog import base64

MAX_ENTRY = 65_535
NONCE_BYTES = 32
COMMIT_BYTES = 32
DOMAIN = b"onrecord/commit/v1"


class EntryError(ValueError):
    """Bytes that are no entry or no opening; the message says which member is wrong."""


def commitment(nonce: bytes, kind: str, content: bytes) -> bytes:
    """HMAC-SHA256(nonce, "onrecord/commit/v1" ‖ 0x00 ‖ kind ‖ 0x00 ‖ content): 32 bytes."""
    if len(nonce) != NONCE_BYTES:
        raise EntryError(f"the nonce has {len(nonce)} bytes, not {NONCE_BYTES}")
    return hmac.digest(nonce, DOMAIN + b"\0" + kind.encode() + b"\0" + content, hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as the log has it. `at` is in milliseconds since 1970, UTC; `ref` an earlier entry's index."""

    at: int
    kind: str
    commit: bytes
    ref: int | None = None

    def encode(self) -> bytes:
        """Canonical JSON, at most 65,535 bytes: what `decode` takes, or EntryError."""
        if type(self.commit) is not bytes or len(self.commit) != COMMIT_BYTES:
            raise EntryError(f"commit must be {COMMIT_BYTES} bytes")
        if self.ref is not None and (type(self.ref) is not int or self.ref < 0):
            raise EntryError("ref must be the index of an entry")
        ref = "" if self.ref is None else f'"ref":{self.ref},'
        commit = base64.encode(self.commit)
        # Written out, because the members' order is fixed and only `kind` can need escaping.
        entry = (f'{{"at":"{rfc3339(self.at)}","commit":"{commit}","kind":{_text(self.kind)},{ref}"v":1}}').encode()
        if len(entry) > MAX_ENTRY:
            raise EntryError(f"the entry has {len(entry)} bytes, more than {MAX_ENTRY}")
        return entry

    @classmethod
    def decode(cls, entry: bytes) -> Leaf:
        """The leaf in `entry`; refuses what is not exactly the canonical form."""
        try:
            members = json.loads(entry)
        except (ValueError, RecursionError) as error:
            raise EntryError(f"the entry is not JSON: {error}") from None
        if not isinstance(members, dict) or set(members) - {"ref"} != {"at", "commit", "kind", "v"}:
            raise EntryError("the entry must have the members at, commit, kind, v and perhaps ref")
        if members["v"] != 1:
            raise EntryError(f"the entry has version {members['v']!r}, not 1")
        ref, kind = members.get("ref"), members["kind"]
        if not isinstance(kind, str):
            raise EntryError("kind must be a text of valid Unicode")
        if "ref" in members and ref is None:
            raise EntryError("ref must be the index of an entry")
        leaf = cls(at=milliseconds(members["at"]), kind=kind, commit=_base64(members["commit"], "commit"), ref=ref)
        if leaf.encode() != entry:
            raise EntryError("the entry is not canonical JSON (RFC 8785)")
        return leaf


@dataclass(frozen=True, slots=True)
class Opening:
    """What answers a commitment: the nonce and the content's bytes as they were hashed."""

    nonce: bytes
    content: bytes

    @property
    def value(self) -> bytes:
        """As it is sealed; `of` reads it again."""
        return self.nonce + self.content

    @classmethod
    def of(cls, value: bytes) -> Opening:
        return cls(nonce=value[:NONCE_BYTES], content=value[NONCE_BYTES:])

    def encode(self) -> bytes:
        """The bytes served at `open/<index>`."""
        return rfc8785.dumps({"content": self.content.decode(), "nonce": base64.encode(self.nonce)})

    @classmethod
    def decode(cls, opening: bytes) -> Opening:
        """Refuses anything but one object with the texts `content` and `nonce`."""
        try:
            members = json.loads(opening)
        except (ValueError, RecursionError) as error:
            raise EntryError(f"the opening is not JSON: {error}") from None
        if not isinstance(members, dict) or set(members) != {"content", "nonce"}:
            raise EntryError("the opening must have the members content and nonce")
        if not isinstance(members["content"], str):
            raise EntryError("content must be a text")
        try:
            content = members["content"].encode()
        except UnicodeEncodeError:
            raise EntryError("content must be valid Unicode") from None
        return cls(nonce=_base64(members["nonce"], "nonce"), content=content)

    def answers(self, leaf: Leaf) -> bool:
        """Whether this is the opening of `leaf`."""
        return len(self.nonce) == NONCE_BYTES and hmac.compare_digest(
            commitment(self.nonce, leaf.kind, self.content), leaf.commit
        )


def check_canonical(content: bytes) -> None:
    """Raises EntryError unless `content` is one object in canonical JSON (RFC 8785), its numbers whole and within ±(2^53 - 1).

    What is hashed as it stands must be read in one way only: of a member that is there twice, readers take different ones.
    """
    try:
        members = json.loads(content.decode(), parse_float=_no_number, parse_constant=_no_number)
        canonical = isinstance(members, dict) and rfc8785.dumps(members) == content
    except (ValueError, RecursionError):
        canonical = False
    if not canonical:
        raise EntryError("the content is not an object in canonical JSON (RFC 8785)")


def _no_number(text: str) -> NoReturn:
    raise EntryError(f"{text} is no whole number")


@lru_cache(maxsize=256)
def _text(kind: str) -> str:
    if not kind or any("\ud800" <= sign <= "\udfff" for sign in kind):
        raise EntryError("kind must be a text of valid Unicode")
    return rfc8785.dumps(kind).decode()


def rfc3339(milliseconds: int) -> str:
    """RFC 3339 in UTC with exactly three digits of the second."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def milliseconds(text: object) -> int:
    """The time that `rfc3339` writes, in ms since 1970, UTC. Raises EntryError."""
    try:
        moment = datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
        found = int(moment.timestamp()) * 1000 + moment.microsecond // 1000
        if rfc3339(found) == text:
            return found
    except ValueError:
        pass
    raise EntryError(f"at is {text!r}, not a time like 2026-05-07T10:19:00.000Z")


def _base64(text: object, member: str) -> bytes:
    try:
        value = base64.decode(str(text))
    except ValueError:
        value = b""
    if len(value) != 32:
        raise EntryError(f"{member} must be canonical base64 for 32 bytes")
    return value

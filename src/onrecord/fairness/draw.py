"""The draw: a number for the lottery among ties that nobody could choose alone, and that anybody can work out again.

    commit   before registration opens the host publishes a digest of a secret
    close    every registration has added a nonce; the host publishes a digest of all that the order follows from
    reveal   the host publishes the secret; the beacon is the digest of all of it, and of an outside beacon, if one was named

Whoever noted the commitment and the closing when they were published finds any later change with `check`. What the draw
guards against and what it doesn't, and the bytes in prose: docs/verifiers/draw.md. Pure: no clock, no files; randomness only
in `new_secret`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import rfc8785

from .room import Room

SECRET_BYTES = DIGEST_BYTES = OUTSIDE_BYTES = 32
LONGEST_NONCE = 1_000
"""Characters of a nonce: whatever somebody types, or 64 hex digits from their browser."""

NONCES, CODE = "nonces", "code"
"""The two parts that are not of the room."""


class DrawError(ValueError):
    """A step of the draw that can't be taken; the message says which member or step, and what would be right."""


@dataclass(frozen=True, slots=True)
class Outside:
    """An outside beacon, named before anybody can know its value: who publishes it, and the number of the round."""

    source: str
    round: int


@dataclass(frozen=True, slots=True)
class Nonce:
    """What one registration added: the id of the request, and any text its author chose."""

    request: str
    text: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as far as it has come: what is None or empty belongs to a later step.

    `event`: which conference, so that a commitment counts for no other. `nonces`: in the order of registration. `parts`: the
    digest of each part of what was closed, by its name. Digests, secret and the outside `value` are 32 bytes each.
    """

    event: str
    commitment: bytes
    outside: Outside | None = None
    code: str = ""
    nonces: tuple[Nonce, ...] = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)
    closing: bytes | None = None
    secret: bytes | None = None
    value: bytes | None = None
    beacon: bytes | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: the part's name, whether it holds, and what that means in a sentence."""

    part: str
    holds: bool
    says: str


def new_secret() -> bytes:
    """32 bytes from the system's secure source."""
    return secrets.token_bytes(SECRET_BYTES)


def commit(secret: bytes, *, event: str, outside: Outside | None = None) -> Draw:
    """A draw that has begun: publish its commitment before registration opens, and keep the secret."""
    if not event.strip() or not event.isprintable():
        raise DrawError("event: name the conference on one line, so that the commitment is valid for no other")
    return Draw(event=event, outside=outside, commitment=_commitment(secret, event, outside))


def close(draw: Draw, room: Room, *, nonces: tuple[Nonce, ...], code: str) -> Draw:
    """The draw with everything in it that the order follows from: publish its closing before anything is revealed.

    `code`: the version of the software that will work out the order. Raises DrawError where a request of the room has not
    exactly one nonce.
    """
    return bind(draw, parts_of(room), [request.id for request in room.requests], nonces=nonces, code=code)


def bind(
    draw: Draw, parts: Mapping[str, bytes], entered: Iterable[str], *, nonces: tuple[Nonce, ...], code: str
) -> Draw:
    """As `close`, of whatever is drawn: `parts` are what the outcome follows from, `entered` those who each add a nonce."""
    if draw.closing is not None:
        raise DrawError("the draw is already closed; a second closing would let the host choose between the two")
    _check_nonces(set(entered), nonces)
    contents = dict(parts) | {NONCES: _nonces(nonces), CODE: code.encode()}
    digests = {name: part_digest(name, content) for name, content in contents.items()}
    return replace(draw, code=code, nonces=nonces, parts=digests, closing=_closing(draw.commitment, digests))


def reveal(draw: Draw, secret: bytes, *, value: bytes | None = None) -> Draw:
    """The finished draw: secret, the outside beacon's value where one was named, and the beacon that follows.

    Raises DrawError if the secret is not the one that was committed to, or the draw was not closed.
    """
    if draw.closing is None:
        raise DrawError(
            "the draw isn't closed yet, so anyone who knows the secret could still choose the outcome; close it first"
        )
    if _commitment(secret, draw.event, draw.outside) != draw.commitment:
        raise DrawError("the secret does not match the commitment for this event and outside beacon")
    if draw.outside and value is None:
        raise DrawError(
            f"the value of {draw.outside.source}, round {draw.outside.round}, is missing; give it with --value"
        )
    if value is not None and draw.outside is None:
        raise DrawError("no outside beacon was named in the commitment, so none can be added now")
    if value is not None and len(value) != OUTSIDE_BYTES:
        raise DrawError(f"the outside beacon's value has {len(value)} bytes, not {OUTSIDE_BYTES}")
    return replace(draw, secret=secret, value=value, beacon=_beacon(draw.commitment, draw.closing, secret, value))


def check(
    draw: Draw, room: Room, *, commitment: bytes | None = None, closing: bytes | None = None
) -> Iterator[Finding]:
    """What holds of a finished draw and what doesn't, part by part. O(size of the room).

    `commitment`, `closing`: as they were noted when the host published them. Without them the draw is only held against
    itself: a host who writes all of it anew is not found.
    """
    yield from check_parts(draw, parts_of(room), commitment=commitment, closing=closing)
    yield from _used(draw, room)


def check_parts(
    draw: Draw, parts: Mapping[str, bytes], *, commitment: bytes | None = None, closing: bytes | None = None
) -> Iterator[Finding]:
    """As `check`, of whatever was drawn (see `bind`)."""
    if draw.closing is None or draw.secret is None or draw.beacon is None:
        raise DrawError(
            "the draw isn't finished: its secret has not been revealed. A host who never reveals it is in breach"
        )
    yield from _noted("commitment", draw.commitment, commitment)
    yield from _noted("closing", draw.closing, closing)
    yield _finding(
        "secret",
        _commitment(draw.secret, draw.event, draw.outside) == draw.commitment,
        "the secret, event and outside beacon match the commitment",
        "the secret, event or name of the outside beacon does not match the commitment",
    )
    contents = dict(parts) | {NONCES: _nonces(draw.nonces), CODE: draw.code.encode()}
    for name, content in contents.items():
        yield _finding(
            name,
            draw.parts.get(name) == part_digest(name, content),
            f"{name}: unchanged since the closing",
            f"{name}: changed since the closing",
        )
    yield _finding(
        "parts",
        draw.parts.keys() == contents.keys() and _closing(draw.commitment, draw.parts) == draw.closing,
        "the digests of the parts lead to the closing",
        "the list of digests was changed: it doesn't lead to the closing",
    )
    yield _finding(
        "outside",
        (draw.value is None) == (draw.outside is None),
        "the outside beacon that was named is there"
        if draw.outside
        else "no outside beacon was named, and none was used",
        "an outside beacon was named but left out, or used without being named",
    )
    yield _finding(
        "beacon",
        _beacon(draw.commitment, draw.closing, draw.secret, draw.value) == draw.beacon,
        "the beacon follows from the commitment, closing, secret and outside beacon",
        "the beacon doesn't follow from the commitment, closing, secret and outside beacon",
    )


def parts_of(room: Room) -> dict[str, bytes]:
    """What the order follows from, part by part, each as canonical JSON (RFC 8785) sorted by id, exact numbers as text.

    The order in which a file lists journalists or requests is no part: the rule's result doesn't depend on it.
    """
    journalists = sorted(room.journalists, key=lambda journalist: journalist.id)
    requests = sorted(room.requests, key=lambda request: request.id)
    parts: dict[str, Any] = {
        "roster": [[each.id, dict(each.groups)] for each in journalists],
        "requests": [[each.id, each.author, each.topic] for each in requests],
        "support": {
            "requests": [[each.id, *sorted(each.supporters)] for each in requests],
            "topics": [[each.id, *sorted(each.topics)] for each in journalists],
        },
        "weights": {
            "shares": {name: str(share) for name, share in room.shares.items()},
            "guard": room.guard,
            "one_call_each": room.one_call_each,
        },
        "history": {
            "journalists": [[each.id, str(each.start)] for each in journalists],
            "groups": {
                dimension: {group: str(start) for group, start in starts.items() if start}
                for dimension, starts in room.group_starts.items()
                if any(starts.values())
            },
        },
    }
    return {name: rfc8785.dumps(content) for name, content in parts.items()}


def part_digest(name: str, content: bytes) -> bytes:
    """SHA-256 over the part's name and content."""
    return _digest("part", name.encode(), content)


def _nonces(nonces: tuple[Nonce, ...]) -> bytes:
    return rfc8785.dumps([[nonce.request, nonce.text] for nonce in nonces])


def _commitment(secret: bytes, event: str, outside: Outside | None) -> bytes:
    if len(secret) != SECRET_BYTES:
        raise DrawError(f"the secret has {len(secret)} bytes, not {SECRET_BYTES}")
    named = (outside.source.encode(), str(outside.round).encode()) if outside else ()
    return _digest("commit", secret, event.encode(), *named)


def _closing(commitment: bytes, parts: Mapping[str, bytes]) -> bytes:
    return _digest("close", commitment, *(piece for name in sorted(parts) for piece in (name.encode(), parts[name])))


def _beacon(commitment: bytes, closing: bytes, secret: bytes, value: bytes | None) -> bytes:
    return _digest("beacon", commitment, closing, secret, *(() if value is None else (value,)))


def _digest(step: str, *pieces: bytes) -> bytes:
    """SHA-256("onrecord/draw/STEP/v1" ‖ 0x00 ‖ for each piece: its length as uint32be ‖ the piece)."""
    lengthened = b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)
    return hashlib.sha256(f"onrecord/draw/{step}/v1".encode() + b"\0" + lengthened).digest()


def _check_nonces(entered: set[str], nonces: tuple[Nonce, ...]) -> None:
    seen = set[str]()
    for number, nonce in enumerate(nonces):
        if nonce.request not in entered:
            raise DrawError(f"nonces[{number}]: “{nonce.request}” is not a request of this room")
        if nonce.request in seen:
            raise DrawError(f"nonces[{number}]: “{nonce.request}” already has a nonce; each registration adds one")
        if not 1 <= len(nonce.text) <= LONGEST_NONCE or not nonce.text.isprintable():
            raise DrawError(f"nonces[{number}]: must be 1 to {LONGEST_NONCE:,} printable characters on one line")
        seen.add(nonce.request)
    if missing := sorted(entered - seen):
        raise DrawError(
            f"nonces: “{missing[0]}” has none ({len(missing)} missing in all); each registration must add one"
        )


def _finding(part: str, holds: bool, good: str, bad: str) -> Finding:
    return Finding(part=part, holds=holds, says=good if holds else bad)


def _noted(part: str, found: bytes, noted: bytes | None) -> Iterator[Finding]:
    if noted is not None:
        yield _finding(
            f"noted {part}",
            found == noted,
            f"{part}: matches the one you noted",
            f"{part}: differs from the one you noted",
        )


def _used(draw: Draw, room: Room) -> Iterator[Finding]:
    """Whether the room's lottery used this draw; nothing where the room names no draw yet."""
    if room.beacon != bytes(DIGEST_BYTES) or room.commitment != bytes(DIGEST_BYTES):
        yield _finding(
            "used",
            (room.beacon, room.commitment) == (draw.beacon, draw.commitment),
            "the room's lottery uses this beacon and commitment",
            "the room's lottery uses a different beacon or commitment",
        )

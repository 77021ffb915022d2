"""Where an order stands among orders drawn by chance, the same ones for everybody who counts again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .room import Room

Integers = NDArray[np.int64]

ORDERS = 1_000
DOMAIN = b"onrecord/audit/shuffle/v1"


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of the real order, lower being better, and how many of the random orders did worse, as well, and better."""

    figure: Fraction
    worse: int
    equal: int
    better: int

    @property
    def orders(self) -> int:
        return self.worse + self.equal + self.better


def standing(real: int, chance: Integers, *, over: int) -> Standing:
    """Where `real` stands among the figures of random orders; all of them are whole numbers over `over`."""
    return Standing(
        figure=Fraction(real, over),
        worse=int((chance > real).sum()),
        equal=int((chance == real).sum()),
        better=int((chance < real).sum()),
    )


def random_orders(room: Room, *, calls: int, withdrawn: Iterable[str] = (), orders: int = ORDERS) -> Integers:
    """`orders` rows of `calls` requests, each a place in the room's requests by id; each row is equally likely to be any order.

    Row r sorts the requests by the r-th keys: 8 bytes each, big-endian, for the requests by id, from
    SHAKE-256("onrecord/audit/shuffle/v1" ‖ 0x00 ‖ beacon ‖ r as uint32be). With one call each, whoever's author was there
    already moves behind all whose authors weren't. Withdrawn requests are left out. O(orders · requests · log requests).
    """
    requests = sorted(room.requests, key=lambda request: request.id)
    gone = set(withdrawn)
    there = np.array([number for number, request in enumerate(requests) if request.id not in gone], dtype=np.int64)
    people = {name: number for number, name in enumerate(sorted({request.author for request in requests}))}
    author = np.array([people[request.author] for request in requests], dtype=np.int64)
    rows = np.empty((orders, min(calls, len(there))), dtype=np.int64)
    for row in range(orders):
        seed = DOMAIN + b"\0" + room.beacon + row.to_bytes(4, "big")
        keys = np.frombuffer(hashlib.shake_256(seed).digest(8 * len(requests)), dtype=">u8")
        order = there[np.argsort(keys[there].astype(np.uint64), kind="stable")]
        rows[row] = (_one_each(order, author) if room.one_call_each else order)[: rows.shape[1]]
    return rows


def _one_each(order: Integers, author: Integers) -> Integers:
    _, first = np.unique(author[order], return_index=True)
    again = np.ones(len(order), dtype=np.bool_)
    again[first] = False
    return np.concatenate([order[~again], order[again]])

"""A draw anybody can work out again, and in which nothing can be changed unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.fairness import drand, draw
from onrecord.fairness.draw import Draw, DrawError, Nonce, Outside
from onrecord.fairness.room import Journalist, Room
from tests.rounds import rounds

from .draws import SECRET, VALUE, finished
from .rooms import rooms


def faults(done: Draw, room: Room, **noted: bytes) -> list[str]:
    return [finding.part for finding in draw.check(done, room, **noted) if not finding.holds]


@given(finished())
def test_a_draw_left_alone_holds_and_says_so_of_every_part(held: tuple[Draw, Room]) -> None:
    done, room = held
    found = list(draw.check(done, room, commitment=done.commitment, closing=done.closing))
    assert all(finding.holds for finding in found)
    assert {"secret", "roster", "requests", "support", "weights", "history", "nonces", "code"} <= {
        finding.part for finding in found
    }


@given(finished(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_file_lists_the_room_is_no_part_of_it(held: tuple[Draw, Room], random: Any) -> None:
    done, room = held
    journalists, requests = list(room.journalists), list(room.requests)
    random.shuffle(journalists)
    random.shuffle(requests)
    assert not faults(done, replace(room, journalists=tuple(journalists), requests=tuple(requests)))


def flip(value: bytes, at: int) -> bytes:
    return bytes(byte ^ (1 if number == at % len(value) else 0) for number, byte in enumerate(value))


CHANGES: dict[str, Callable[[Draw, int], Draw]] = {
    "event": lambda done, at: replace(done, event=done.event + "x"),
    "outside named": lambda done, at: replace(
        done, outside=replace(done.outside, round=done.outside.round + 1) if done.outside else Outside("drand", 1)
    ),
    "outside value": lambda done, at: replace(done, value=flip(done.value, at) if done.value else VALUE),
    "commitment": lambda done, at: replace(done, commitment=flip(done.commitment, at)),
    "secret": lambda done, at: replace(done, secret=flip(done.secret or b"", at)),
    "code": lambda done, at: replace(done, code=done.code + "1"),
    "closing": lambda done, at: replace(done, closing=flip(done.closing or b"", at)),
    "beacon": lambda done, at: replace(done, beacon=flip(done.beacon or b"", at)),
    "a part's digest": lambda done, at: replace(
        done,
        parts={
            name: flip(digest, at) if number == at % len(done.parts) else digest
            for number, (name, digest) in enumerate(done.parts.items())
        },
    ),
    "a part dropped": lambda done, at: replace(
        done, parts={name: digest for number, (name, digest) in enumerate(done.parts.items()) if number != at % 7}
    ),
    "a part added": lambda done, at: replace(done, parts={**done.parts, "z": bytes(32)}),
    "nonce changed": lambda done, at: replace(
        done,
        nonces=tuple(
            replace(each, text=each.text + "x") if n == at % len(done.nonces) else each
            for n, each in enumerate(done.nonces)
        ),
    ),
    "nonce dropped": lambda done, at: replace(done, nonces=done.nonces[: at % 3] + done.nonces[at % 3 + 1 :]),
    "nonce added": lambda done, at: replace(done, nonces=(*done.nonces, Nonce("q99", "x"))),
    "nonces reordered": lambda done, at: replace(done, nonces=done.nonces[at % 3 :] + done.nonces[: at % 3]),
}


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=rounds(15, long=1_000))
@given(held=finished(), at=st.integers(0, 31))
def test_whatever_is_changed_in_a_draw_is_found(change: str, held: tuple[Draw, Room], at: int) -> None:
    done, room = held
    changed = CHANGES[change](done, at)
    assert bool(faults(changed, room)) == (changed != done)


def with_journalist(room: Room, at: int, **changes: Any) -> Room:
    at %= len(room.journalists)
    changed = tuple(replace(each, **changes) if n == at else each for n, each in enumerate(room.journalists))
    return replace(room, journalists=changed)


def with_request(room: Room, at: int, **changes: Any) -> Room:
    changed = tuple(
        replace(each, **changes) if n == at % len(room.requests) else each for n, each in enumerate(room.requests)
    )
    return replace(room, requests=changed)


ROOM_CHANGES: dict[str, tuple[str, Callable[[Room, int], Room]]] = {
    "a group": (
        "roster",
        lambda room, at: with_journalist(
            room, at, groups={**room.journalists[at % len(room.journalists)].groups, "kind": "daily"}
        ),
    ),
    "a start": ("history", lambda room, at: with_journalist(room, at, start=Fraction(at + 13, 7))),
    "a group's start": (
        "history",
        lambda room, at: replace(
            room,
            group_starts={"region": {room.journalists[0].groups["region"]: Fraction(at + 13, 7)}}
            if "region" in room.shares
            else {},
        ),
    ),
    "a topic supported": ("support", lambda room, at: with_journalist(room, at, topics=("roads", "air"))),
    "an author": (
        "requests",
        lambda room, at: with_request(room, at, author=room.journalists[at % len(room.journalists)].id),
    ),
    "a topic": ("requests", lambda room, at: with_request(room, at, topic="air")),
    "a supporter": (
        "support",
        lambda room, at: with_request(
            room, at, supporters=tuple(each.id for each in room.journalists[: at % (len(room.journalists) + 1)])
        ),
    ),
    "a share": (
        "weights",
        lambda room, at: replace(
            room, guard=None, group_starts={}, shares={"support": Fraction(1, 7), "kind": Fraction(6, 7)}
        ),
    ),
    "the guard": (
        "weights",
        lambda room, at: replace(room, guard=None if room.guard else next(iter(room.dimensions), None)),
    ),
    "one call each": ("weights", lambda room, at: replace(room, one_call_each=not room.one_call_each)),
}


@pytest.mark.parametrize("change", ROOM_CHANGES)
@settings(max_examples=rounds(15, long=1_000))
@given(held=finished(), at=st.integers(0, 31))
def test_whatever_is_changed_in_the_room_is_found_and_the_part_named(
    change: str, held: tuple[Draw, Room], at: int
) -> None:
    done, room = held
    part, changing = ROOM_CHANGES[change]
    changed = changing(room, at)
    found = faults(done, changed)
    assert found == [name for name in draw.parts_of(room) if draw.parts_of(room)[name] != draw.parts_of(changed)[name]]
    assert (part in found) or means(changed) == means(room)


def means(room: Room) -> object:
    """All that the rule reads, without the order in which it is listed."""
    return (
        sorted((each.id, sorted(each.groups.items()), each.start, sorted(each.topics)) for each in room.journalists),
        sorted((each.id, each.author, each.topic, sorted(each.supporters)) for each in room.requests),
        (dict(room.shares), room.guard, room.one_call_each),
        {
            (dimension, group): start
            for dimension, starts in room.group_starts.items()
            for group, start in starts.items()
            if start
        },
    )


@given(finished())
def test_a_host_who_writes_everything_anew_is_found_by_whoever_noted_a_digest(held: tuple[Draw, Room]) -> None:
    done, room = held
    again = draw.commit(bytes(32), event=done.event, outside=done.outside)
    again = draw.reveal(draw.close(again, room, nonces=done.nonces, code=done.code), bytes(32), value=done.value)
    assert not faults(again, room)
    assert faults(again, room, commitment=done.commitment) == ["noted commitment"]
    assert faults(again, room, closing=done.closing or b"") == ["noted closing"]


def test_a_room_whose_lottery_used_another_beacon_is_found() -> None:
    room = Room(journalists=(Journalist("ada"),), requests=())
    done = draw.reveal(
        draw.close(draw.commit(SECRET, event="13th edition"), room, nonces=(), code="onrecord 0.1.0"), SECRET
    )
    assert not faults(done, replace(room, beacon=done.beacon or b"", commitment=done.commitment))
    assert faults(done, replace(room, beacon=VALUE, commitment=done.commitment)) == ["used"]


def test_steps_come_in_order_and_each_says_what_it_needs() -> None:
    room = Room(journalists=(Journalist("ada", start=Fraction(1, 2)),), requests=())
    begun = draw.commit(SECRET, event="13th edition", outside=Outside("drand", 7))
    with pytest.raises(DrawError, match="isn't closed yet"):
        draw.reveal(begun, SECRET)
    closed = draw.close(begun, room, nonces=(), code="onrecord 0.1.0")
    with pytest.raises(DrawError, match="already closed"):
        draw.close(closed, room, nonces=(), code="onrecord 0.1.0")
    with pytest.raises(DrawError, match="does not match the commitment"):
        draw.reveal(closed, VALUE, value=VALUE)
    with pytest.raises(DrawError, match="round 7, is missing"):
        draw.reveal(closed, SECRET)
    with pytest.raises(DrawError, match="never reveals"):
        list(draw.check(closed, room))


@given(rooms().filter(lambda room: len(room.requests) > 1))
def test_each_request_has_exactly_one_nonce(room: Room) -> None:
    begun = draw.commit(SECRET, event="13th edition")
    every = tuple(Nonce(request.id, "a word") for request in room.requests)
    for nonces, wrong in (
        (every[1:], "has none"),
        (every + every[:1], "already has a nonce"),
        ((*every, Nonce("q99", "a word")), "not a request of this room"),
        ((Nonce(every[0].request, "two\nlines"), *every[1:]), r"nonces\[0\]: must be"),
    ):
        with pytest.raises(DrawError, match=wrong):
            draw.close(begun, room, nonces=nonces, code="onrecord 0.1.0")


def test_secrets_differ() -> None:
    assert len({draw.new_secret() for _ in range(8)}) == 8
    assert len(draw.new_secret()) == draw.SECRET_BYTES


def test_the_round_named_comes_out_after_the_moment_and_is_the_first_to_do_so() -> None:
    moment = datetime(2026, 5, 14, 7, 0, tzinfo=UTC)
    number = drand.round_after(moment)
    assert drand.comes_out(number - 1) <= moment < drand.comes_out(number)
    assert drand.comes_out(1) == datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)

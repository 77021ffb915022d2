"""A mail server whose answers don't fit, that talks without an end, or that takes a letter in other words than usual."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from onrecord.post import connection, reads
from onrecord.record.models import Log
from tests.post.conftest import Use
from tests.post.letters import BOHDAN, Clock, ids, note, send, state
from tests.smtp import BITS, Post, bit_by_bit


@pytest.mark.parametrize(
    ("at", "answer", "reason"),
    [
        ("DATA", "250 taken", "out-of-step"),
        ("DATA", "200 well", "out-of-step"),
        ("DATA", "354 go on\r\n250 taken", "out-of-step"),
        ("HELLO", "220 post\r\n250 post", "out-of-step"),
        ("MAIL", "250 yes\r\n250 yes", "out-of-step"),
        ("RCPT", "250 yes\r\n250 yes", "out-of-step"),
        ("RCPT", "354 go on", "out-of-step"),
        ("END", "354 go on", "cut"),
        ("END", "taken!", "cut"),
    ],
)
def test_a_letter_is_sent_only_when_its_end_was_answered(
    at: str, answer: str, reason: str, log: Log, server: Post, clock: Clock
) -> None:
    server.answers = lambda line: answer if line.upper().startswith(at) else None
    letter = note(log)
    send(clock)
    assert state(letter) == ("ready", reason, 1) and letter.is_kept
    server.taken()
    server.answers = lambda line: None
    clock.forward(seconds=31)
    send(clock)
    assert ids(server) == [letter.message_id] and state(letter) == ("sent", "", 2)


def test_answers_that_come_too_late_are_not_taken_for_the_next_letters(log: Log, server: Post, clock: Clock) -> None:
    first = note(log)
    second = note(log, to=BOHDAN)
    server.answers = lambda line: "250 taken\r\n250 taken" if line == "END" else None
    send(clock)
    assert state(first)[0] == "sent" and state(second) == ("ready", "out-of-step", 1)
    clock.forward(seconds=31)
    send(clock)
    assert ids(server) == [first.message_id, second.message_id] and server.conversations == 2


def test_what_is_out_of_step_is_told_to_the_office(log: Log, server: Post, clock: Clock) -> None:
    server.answers = lambda line: "250 taken" if line.upper() == "DATA" else None
    note(log)
    send(clock)
    trouble = reads.trouble(log)
    assert trouble and "answers don't fit" in trouble.why


@pytest.mark.parametrize("answer", ["250 2.0.0 queued", "251 taken", "200 well"])
def test_each_answer_that_means_yes_takes_the_letter(answer: str, log: Log, server: Post, clock: Clock) -> None:
    server.answers = lambda line: answer if line == "END" else None
    letter = note(log)
    send(clock)
    clock.forward(minutes=5)
    send(clock)
    assert state(letter) == ("sent", "", 1) and ids(server) == [letter.message_id]


def test_the_server_is_greeted_before_it_is_given_a_letter(log: Log, server: Post) -> None:
    told: list[str] = []
    server.answers = told.append
    note(log)
    send()
    assert [line.split()[0].upper() for line in told[:3]] == ["HELLO", "EHLO", "MAIL"]


@pytest.mark.parametrize(
    ("at", "code", "comes"),
    [
        ("HELLO", "220", ("ready", "unreachable", 1)),
        ("EHLO", "250", ("ready", "unreachable", 1)),
        ("AUTH", "235", ("ready", "unreachable", 1)),
        ("QUIT", "221", ("sent", "", 1)),
    ],
)
def test_a_server_that_answers_bit_by_bit_is_left_after_a_time(
    at: str, code: str, comes: tuple[str, str, int], log: Log, server: Post, settings: Any, monkeypatch: Any
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "office", "open sesame"
    monkeypatch.setattr(connection, "OPENED", 0.5)
    said: list[str] = []
    server.answers = lambda line: bit_by_bit(code, said) if line.upper().startswith(at) else None
    letter = note(log)
    send()
    assert state(letter) == comes and 0 < len(said) < BITS


def test_a_server_whose_encryption_begins_bit_by_bit_is_left_after_a_time(
    log: Log, use: Use, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(connection, "OPENED", 0.5)
    said: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        with listening.accept()[0] as peer, suppress(OSError):
            peer.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")  # a long message of the handshake begins
            for _ in range(BITS):
                time.sleep(0.02)
                peer.sendall(b"\x00")
                said.append(b"\x00")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        talking = threading.Thread(target=serve, args=[listening], daemon=True)
        talking.start()
        use(listening.getsockname()[1])
        settings.EMAIL_USE_SSL = True
        letter = note(log)
        send()
        assert len(said) < BITS and state(letter)[0] == "ready"
        talking.join()


def test_an_answer_without_an_end_fills_no_memory(log: Log, server: Post, clock: Clock) -> None:
    lines = 0

    def much() -> Iterator[str]:
        nonlocal lines
        for lines in range(20_000):  # noqa: B007  # how many went out
            yield f"250-{'x' * 1_000}"
        yield "250 post"

    server.answers = lambda line: much() if line.upper().startswith("EHLO") else None
    letter = note(log)
    send(clock)
    assert state(letter) == ("ready", "unreachable", 1) and lines < 19_999

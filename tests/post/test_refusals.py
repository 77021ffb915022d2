"""What a mail server can answer, and what comes of it."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from typing import Any

import pytest

from onrecord.post import acts, smtp
from onrecord.post.models import GIVEN_UP, Letter
from onrecord.record.models import Log
from tests.post.conftest import Use
from tests.post.letters import ADA, BOHDAN, Clock, ids, note, refusing, send, state
from tests.postgres import free_port
from tests.smtp import Post, post


def test_one_address_that_is_refused_fails_at_once_and_stops_no_other_letter(
    log: Log, server: Post, clock: Clock
) -> None:
    server.answers = refusing(ADA, "550 5.1.1 No such user here")
    refused, other = note(log), note(log, to=BOHDAN)
    send(clock)
    assert state(refused) == ("failed", "refused", 1) and state(other) == ("sent", "", 1)
    assert refused.answer == "550 5.1.1"
    clock.forward(days=4)
    send(clock)
    assert state(refused) == ("failed", "refused", 1), "nobody tries it again but the office"
    server.answers = lambda line: None
    acts.send_again(refused)
    send(clock)
    assert state(refused) == ("sent", "", 2)


@pytest.mark.parametrize(
    ("at", "answer", "comes", "reason"),
    [
        ("RCPT", "450 4.2.1 greylisted", "ready", "later"),
        ("RCPT", "452 too many recipients", "ready", "later"),
        ("RCPT", "421 4.7.0 closing", "ready", "later"),
        ("DATA", "451 4.3.0 try again", "ready", "later"),
        ("END", "451 4.3.0 try again", "ready", "later"),
        ("END", "554 5.7.1 spam", "failed", "content"),
        ("DATA", "554 no", "failed", "content"),
        ("RCPT", "553 5.1.3 bad syntax", "failed", "refused"),
        ("MAIL", "550 5.7.1 not your address", "ready", "sender"),
        ("MAIL", "530 5.7.0 sign in first", "ready", "login"),
        ("RCPT", "530 5.7.0 sign in first", "ready", "login"),
        ("MAIL", "452 4.3.1 disk full", "ready", "busy"),
        ("MAIL", "421 4.7.0 closing", "ready", "busy"),
        ("HELLO", "554 go away", "ready", "sender"),
        ("HELLO", "421 too many connections", "ready", "busy"),
    ],
)
def test_each_answer_is_told_apart_and_a_letter_that_waits_is_sent_later(
    at: str, answer: str, comes: str, reason: str, log: Log, server: Post, clock: Clock
) -> None:
    server.answers = lambda line: answer if line.upper().startswith(at) else None
    letter = note(log)
    send(clock)
    assert state(letter) == (comes, reason, 1) and letter.answer.startswith(answer[:3])
    assert not server.taken()
    server.answers = lambda line: None
    send(clock)
    assert state(letter)[2] == 1, "it waits"
    clock.forward(seconds=31)
    send(clock)
    assert [state(letter)[0]] == (["sent"] if comes == "ready" else ["failed"])


def test_a_server_that_is_down_for_an_hour_loses_no_letter_and_is_asked_seldom(
    log: Log, use: Use, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    use(port)
    letters = [note(log, to=f"reader.{number}@example.org") for number in range(5)]
    for _ in range(60 * 6):
        clock.forward(seconds=10)
        send(clock)
    tries = [record for record in caplog.records if "can't be sent" in record.getMessage()]
    assert 12 <= len(tries) <= 18, "five letters are no reason to ask five times as often"
    assert {state(one)[:2] for one in letters} == {("ready", "unreachable")}
    with post(port=port) as server:
        clock.forward(minutes=5)
        send(clock)
        assert ids(server) == [one.message_id for one in letters]
        send(clock)
        assert not server.taken()


def test_a_password_that_is_wrong_delays_and_is_in_no_log(
    log: Log, use: Use, settings: Any, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "office", "open sesame"
    with post(refuses=True) as server:
        use(server.port)
        letters = [note(log), note(log, to=BOHDAN)]
        send(clock)
        send(clock)
        assert server.passwords.qsize() == 1, "a second wrong password may lock the account"
        assert {state(one)[:2] for one in letters} == {("ready", "login")}
        assert "login 535" in caplog.text and "sesame" not in caplog.text and "office\0" not in caplog.text
        server.refuses = False
        clock.forward(seconds=31)
        send(clock)
        assert len(server.taken()) == 2


def test_a_server_without_encryption_is_given_nothing(log: Log, server: Post, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    letter = note(log)
    send()
    assert state(letter) == ("ready", "unsafe", 1) and not server.taken()


def test_a_server_that_never_answers_is_left_after_a_time(log: Log, use: Use, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(silent.getsockname()[1])
        letter = note(log)
        send()
    assert state(letter) == ("ready", "unreachable", 1)


@pytest.mark.parametrize("drips", [False, True])
def test_one_letter_that_is_never_answered_stops_no_other(
    drips: bool, log: Log, server: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows whether it was taken, so it is tried again, seldom, and under the same Message-ID."""
    monkeypatch.setattr(smtp, *(("LONGEST", 0.3) if drips else ("HANDED_OVER", 0.3)))
    over = threading.Event()
    hangs = iter([True])
    server.answers = lambda line: str(over.wait(60)) if line == "END" and next(hangs, False) else None
    first, second = note(log), note(log, to=BOHDAN)
    send(clock)
    assert state(first) == ("ready", "cut", 1)
    send(clock)
    over.set()
    assert state(second) == ("sent", "", 1) and state(first) == ("ready", "cut", 1)
    clock.forward(seconds=31)
    send(clock)
    assert ids(server) == [second.message_id, first.message_id]


@pytest.mark.parametrize("answer", ["421 4.7.0 too many errors", "never"])
def test_one_address_at_which_the_server_ends_or_hangs_stops_no_other_letter(
    answer: str, log: Log, server: Post, clock: Clock, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    over = threading.Event()
    at_ada = refusing(ADA, answer)
    server.answers = lambda line: (said := at_ada(line)) and (said if answer != "never" else str(over.wait(60)))
    odd, others = note(log), [note(log, to=f"reader.{number}@example.org") for number in range(3)]
    for _ in range(3):
        send(clock)
    over.set()
    assert state(odd)[0] == "ready" and {state(one)[0] for one in others} == {"sent"}


def test_a_server_that_takes_few_letters_a_conversation_gets_them_in_several(log: Log, server: Post) -> None:
    counts: dict[int, int] = {}

    def three_each(line: str) -> str | None:
        if not line.upper().startswith("MAIL"):
            return None
        counts[server.conversations] = counts.get(server.conversations, 0) + 1
        return "421 4.7.0 enough" if counts[server.conversations] > 3 else None

    server.answers = three_each
    letters = [note(log, to=f"reader.{number}@example.org") for number in range(7)]
    for _ in range(3):
        send()
    assert sorted(ids(server)) == sorted(one.message_id for one in letters)
    assert {state(one)[:2] for one in letters} == {("sent", "")}


@pytest.mark.parametrize(
    "address",
    [
        "ada@пример.example",
        "ada",
        "áda@example.org",
        "a@b@c",
        "ada@example.org\nBcc: x@y.z",
        '"ada, x"@example.org',
        "=?utf-8?q?ada?=@example.org",
        "ada@example.org\n",
        f"{'a' * 65}@example.org",
    ],
)
def test_an_address_that_is_none_stops_no_other_letter(address: str, log: Log, server: Post) -> None:
    odd, other = note(log, to=address), note(log)
    answered = note(log, contact=address)
    send()
    assert state(odd)[:2] == state(answered)[:2] == ("failed", "unusable") and state(other) == ("sent", "", 1)
    assert len(server.taken()) == 1


def test_a_letter_is_given_up_after_five_days_and_its_address_destroyed(log: Log, use: Use, clock: Clock) -> None:
    use(free_port())
    waiting, refused = note(log), note(log)
    Letter.objects.filter(pk=refused.pk).update(state="failed", reason="refused", due=refused.until)
    clock.forward(days=4, hours=23)
    send(clock)
    assert state(waiting)[0] == "ready" and Letter.objects.exclude(wrapped_key=b"").count() == 2
    clock.forward(hours=1, minutes=1)
    assert timedelta(days=5) == GIVEN_UP
    send(clock)
    assert (state(waiting), state(refused)) == (("failed", "unreachable", 1), ("failed", "refused", 0))
    assert not Letter.objects.exclude(wrapped_key=b"", sealed=b"").exists()
    assert not Letter.objects.filter(due__isnull=False).exists()


def test_without_a_mail_server_letters_wait_and_say_so(log: Log, settings: Any, server: Post, clock: Clock) -> None:
    settings.ONRECORD_MAIL = ""
    letter = note(log)
    send(clock)
    assert state(letter) == ("ready", "no-server", 1)
    settings.ONRECORD_MAIL = "smtp://127.0.0.1"
    clock.forward(seconds=31)
    send(clock)
    assert ids(server) == [letter.message_id]

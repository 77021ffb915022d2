"""A letter leaves once the act it tells of is stored, and nothing of it stays behind."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onrecord.keeping import backups
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.post import acts, sending, smtp
from onrecord.post.acts import Face
from onrecord.post.models import Letter
from onrecord.proceedings import entries as record
from onrecord.record.models import Log
from tests.post.letters import ADA, BOHDAN, NOTE, SECRET, Clock, ids, note, refusing, send, state
from tests.smtp import Post
from tests.words import answer


def test_a_letter_arrives_as_it_was_written_from_whom_it_says(log: Log, server: Post) -> None:
    series = "Пресс-конференция для региональных СМИ " * 7
    letter = acts.write(
        NOTE, to=ADA, subject="Ваш запрос\nо школе", text=f"{'слово ' * 300}\n.\n— Конец", language="ru",
        face=Face(series, contact="press@example.org"), log=log,
    )  # fmt: skip
    send()
    [mail] = server.taken()
    assert str(make_header(decode_header(mail["From"]))) == f"{series.strip()} <office@example.org>"
    assert str(make_header(decode_header(mail["Subject"]))) == "Ваш запрос о школе"
    assert (mail["To"], mail["Reply-To"], mail["Content-Language"]) == (ADA, "press@example.org", "ru")
    assert mail["Message-ID"] == letter.message_id and letter.message_id.endswith("@press.example.org>")
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes) and body.decode().rstrip().endswith("— Конец")
    assert state(letter) == ("sent", "", 1)
    send()
    assert not server.taken()


def test_an_act_that_is_refused_writes_nobody(log: Log, server: Post) -> None:
    with pytest.raises(ActRefused), act(log):
        note(log)
        raise ActRefused("not so")
    send()
    assert not Letter.objects.exists() and not server.conversations


def test_where_nothing_is_due_nothing_is_written(log: Log, server: Post, clock: Clock) -> None:
    note(log)
    send()
    later = note(log)
    Letter.objects.filter(pk=later.pk).update(due=clock() + timedelta(minutes=5))
    with CaptureQueriesContext(connection) as queries:
        send(clock)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
    assert server.conversations == 1


def test_no_transaction_is_open_while_the_mail_server_talks(log: Log, server: Post) -> None:
    open_ones: list[Any] = []

    def look(line: str) -> None:
        if line in ("DATA", "END", "HELLO") or line.upper().startswith("RCPT"):
            open_ones.extend(others_in_a_transaction())

    server.answers = look
    note(log)
    send()
    assert len(server.taken()) == 1 and not open_ones


def others_in_a_transaction() -> list[Any]:
    """Asked from the mail server's thread, over a connection of its own."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout = 0")
                cursor.execute("BEGIN EXCLUSIVE")  # fails where somebody else writes
                cursor.execute("ROLLBACK")
                return []
            cursor.execute(
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%%'"
            )
            return cursor.fetchall()
    except Exception as error:
        return [error]
    finally:
        connection.close()


def test_nothing_of_a_letter_lies_in_the_clear_before_or_after_it_is_sent(
    log: Log, server: Post, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.answers = refusing(ADA, f"550 5.1.1 <{ADA}>: no such user, {SECRET}")
    refused, sent = note(log), note(log, to=BOHDAN)
    written = [bytes(refused.sealed), bytes(sent.sealed)]
    send()
    assert (state(refused)[0], state(sent)[0]) == ("failed", "sent")
    rows = repr(list(Letter.objects.values()))
    logged = "\n".join(f"{one.getMessage()} {one.exc_text}" for one in caplog.records)
    for where in (rows, logged, *at_rest(tmp_path)):
        assert not [one for one in (ADA, BOHDAN, "ada.reyes", SECRET, "no such user") if one in where]
    assert bytes(sent.sealed) not in written and not sent.is_kept and refused.is_kept


def at_rest(folder: Path) -> list[str]:
    """The database's files, where it is one, and a backup of it."""
    if connection.vendor != "sqlite":
        return []
    home = Path(connection.settings_dict["NAME"])
    backups.write(folder / "copy")
    files = [*home.parent.glob(f"{home.name}*"), folder / "copy"]
    return [file.read_bytes().decode("latin-1") for file in files]


def test_the_words_of_an_entry_that_is_erased_go_with_it(log: Log, server: Post) -> None:
    index = record.speak(log, answer("She lives at 5 Elm Street."))[0]
    quoting, other = note(log, text="You asked about: 5 Elm Street", entries=[index]), note(log, to=BOHDAN)
    assert record.doomed(log, index).elsewhere == ["Letters about them that have not been sent yet: 1."]
    record.erase(log, index, legal_basis="Art. 17 GDPR")
    assert state(quoting) == ("withdrawn", "erased", 0) and not quoting.is_kept
    send()
    assert [mail["To"] for mail in server.taken()] == [BOHDAN] and state(other)[0] == "sent"


def test_what_the_office_withdraws_is_not_sent_and_what_was_sent_is_not_withdrawn(log: Log, server: Post) -> None:
    letter = note(log)
    acts.withdraw(letter)
    send()
    assert state(letter) == ("withdrawn", "", 0) and not letter.is_kept and not server.taken()
    for act_again in (acts.withdraw, acts.send_again):
        with pytest.raises(ActRefused, match="has been deleted"):
            act_again(letter)
    sent = note(log)
    as_shown = Letter.objects.get(pk=sent.pk)
    send()
    with pytest.raises(ActRefused, match="has just changed"):
        acts.withdraw(as_shown)


def test_many_letters_go_over_one_connection_in_the_order_in_which_they_were_written(log: Log, server: Post) -> None:
    written = [note(log, to=f"reader.{number}@example.org").message_id for number in range(sending.AT_ONCE + 5)]
    send()
    assert ids(server) == written[: sending.AT_ONCE] and server.conversations == 1
    send()
    assert ids(server) == written[sending.AT_ONCE :] and server.conversations == 2


def test_a_letter_that_cannot_be_read_fails_and_stops_no_other(
    log: Log, server: Post, caplog: pytest.LogCaptureFixture
) -> None:
    damaged, odd, other = note(log), note(log), note(log, to=BOHDAN)
    Letter.objects.filter(pk=damaged.pk).update(sealed=b"x" * 40)
    odd.seal(f'{{"to": "{ADA}"}}'.encode())
    odd.save()
    send()
    assert state(damaged) == state(odd) == ("failed", "damaged", 0) and state(other)[0] == "sent"
    assert ADA not in caplog.text


def test_a_lease_is_longer_than_the_longest_letter() -> None:
    assert smtp.HANDED_OVER < smtp.LONGEST < sending.LEASE.total_seconds()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one lock")
def test_what_cannot_be_noted_as_sent_at_once_is_noted_later_and_not_sent_again(
    log: Log, server: Post, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AGAIN", 0.01)
    letter = note(log)
    with closing(another()) as other:
        server.answers = lambda line: other.execute("BEGIN IMMEDIATE") and None if line == "END" else None
        unlock = logging.Handler()
        monkeypatch.setattr(unlock, "emit", lambda record: other.execute("ROLLBACK"))
        sending.logger.addHandler(unlock)
        try:
            send()
        finally:
            sending.logger.removeHandler(unlock)
        assert not other.in_transaction
    assert len(server.taken()) == 1 and state(letter) == ("sent", "", 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one lock")
def test_looking_for_letters_waits_for_nobody_who_writes(log: Log, server: Post, impatient: None) -> None:
    note(log)
    send()
    with closing(another()) as other:
        other.execute("BEGIN IMMEDIATE")
        send()
        other.execute("ROLLBACK")


@pytest.fixture
def impatient() -> Iterator[None]:
    """Nobody waits long for another process that writes."""
    options = connection.settings_dict["OPTIONS"]
    before, options["timeout"] = options["timeout"], 0.1
    connection.close()
    yield
    options["timeout"] = before
    connection.close()


def another() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)

"""Letters leave: each is claimed with a lease, sent while no transaction is open, and what came of it is stored.

Any number of servers may do this: of those who claim a letter at the same moment one gets it. One that dies while it sends
leaves a lease that ends, and the letter is tried again, under the same Message-ID. Whether the mail server took a letter
when its answer never came nobody can know; every other letter is sent once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error, connection
from django.db.models import Q

from onrecord.keeping import sealing
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed
from onrecord.post import acts, smtp
from onrecord.post.models import DESTROYED, Letter, Reason, State, Written, now, opened
from onrecord.post.smtp import Delayed, NotSent, Refused, Trouble
from onrecord.record.acts.continuing import waits
from onrecord.record.models import Log

logger = logging.getLogger(__name__)

AT_ONCE = 50
"""Letters of one round, over one connection."""
LEASE = timedelta(minutes=15)
"""How long a letter belongs to whoever claimed it: longer than `smtp.LONGEST`."""
FIRST = 30
"""Seconds until the second try; then each wait is twice as long as the one before."""
MOST_FOR_ALL, MOST_FOR_ONE = 5 * 60, 60 * 60
"""Seconds between two tries, at the most: where the server takes no letter, and where it doesn't take this one."""
AGAIN = 1.0
"""Seconds until what came of a letter is stored again, where the database could not."""


def post_due(clock: Callable[[], datetime] = now) -> Iterator[None]:
    """Do with each letter what is due, one a turn. Where nothing is due, this only reads."""
    to_send = []
    for letter in Letter.objects.filter(due__lte=clock()).select_related("log").order_by("due", "pk")[:AT_ONCE]:
        if letter.state == State.FAILED or letter.until <= clock():
            _store(partial(letter.move, State.FAILED, at=clock(), due=None, **DESTROYED))
            yield
        elif not _held(letter):
            to_send.append(letter.pk)
    if not to_send:
        return
    written, damaged = opened(lambda: sealing.kept(Letter).filter(pk__in=to_send, due__lte=clock()))
    for letter in damaged:
        _store(partial(letter.move, State.FAILED, at=clock(), due=letter.until, reason=Reason.DAMAGED))
    if written:
        yield from _send(sorted(written, key=lambda one: (one[0].due, one[0].pk)), clock)


def _send(written: list[tuple[Letter, Written]], clock: Callable[[], datetime]) -> Iterator[None]:
    letter, fresh = written[0][0], True
    try:
        with smtp.connected() as way:
            for letter, value in written:
                if not _claim(letter, clock()):
                    continue
                try:
                    way.hand_over(_message(letter, value))
                except (Delayed, Refused) as not_sent:
                    _store(partial(_put_back, letter, value, not_sent, clock()))
                    if not_sent.reason in (Reason.CUT, Reason.ENDED, Reason.OUT_OF_STEP):
                        return  # the conversation is over
                else:
                    _store(partial(_note_sent, letter, clock()))
                fresh = False
                yield
    except Trouble as trouble:
        if fresh:
            _store(partial(_postpone_all, letter, trouble, clock()))
        else:  # the server has had enough of this connection, not of letters
            _store(partial(letter.move, State.READY, at=clock(), due=clock()))


def _held(letter: Letter) -> bool:
    """Hold a letter where the database came back from a copy and nobody has said yet what became of the original: then it
    may have been sent. Whether it is held."""
    logs = [letter.log] if letter.log else list(Log.objects.all())
    if not logs or not all(map(waits, logs)):
        return False
    with act(logs[0]):
        logs[0].refresh_from_db()
        if not waits(logs[0]):  # it seemed so between two steps of an act elsewhere
            return False
        acts.hold(letter.log)
    return True


def _claim(letter: Letter, at: datetime) -> bool:
    with act():
        return letter.move(State.SENDING, at=at, due=at + LEASE, tries=letter.tries + 1)


def _note_sent(letter: Letter, at: datetime) -> None:
    """Wherever it stands by now: sent it is."""
    this = Letter.objects.filter(pk=letter.pk)
    Letter.move_all(this, State.SENT, at=at, due=None, reason="", answer="", **DESTROYED)


def _put_back(letter: Letter, value: Written, why: NotSent, at: datetime) -> None:
    logger.warning("letter %d could not be sent: %s %s", letter.pk, why.reason.value, why.answer)
    letter.seal(value.model_copy(update={"said": why.said}).model_dump_json().encode())
    again = at + timedelta(seconds=_wait(letter.tries, MOST_FOR_ONE))
    letter.move(
        State.READY if isinstance(why, Delayed) else State.FAILED,
        at=at,
        due=min(again, letter.until) if isinstance(why, Delayed) else letter.until,
        reason=why.reason,
        answer=why.answer,
        wrapped_key=letter.wrapped_key,
        sealed=letter.sealed,
    )


def _postpone_all(letter: Letter, why: Trouble, at: datetime) -> None:
    """No letter is tried before this one is again, so that a server that is down, or refuses us, is asked seldom."""
    where = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    logger.error("letters can't be sent through %s: %s %s", where, why.reason.value, why.answer)
    claimed = letter.due is not None and letter.due > at
    tries = letter.tries if claimed else letter.tries + 1
    then = at + timedelta(seconds=_wait(tries, MOST_FOR_ALL))
    letter.move(State.READY, at=at, due=then, tries=tries, reason=why.reason, answer=why.answer)
    unclaimed = Q(state=State.READY, due__lt=then) | Q(state=State.SENDING, due__lte=at)
    others = Letter.objects.filter(unclaimed)
    Letter.move_all(others, State.READY, at=at, due=then, reason=why.reason, answer=why.answer)


def _wait(tries: int, most: int) -> int:
    return min(FIRST << (tries - 1), most)


def _store(change: Callable[[], object]) -> None:
    """Store what came of a letter, in an act. Else one that was sent would be sent again, so it is tried while the lease lasts."""
    given_up = time.monotonic() + LEASE.total_seconds()
    while True:
        try:
            with act():
                change()
            return
        except (ActFailed, Error) as error:
            if time.monotonic() > given_up:
                raise
            logger.error("what came of a letter could not be stored yet: %s", error)
            connection.close()  # it may be the connection that broke
            time.sleep(AGAIN)


def _message(letter: Letter, value: Written) -> EmailMessage:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return EmailMessage(
        value.subject,
        value.text,
        formataddr((value.sender or name, address)),
        [value.to],
        reply_to=[value.contact] if value.contact else None,
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.at),
            "Content-Language": value.language,
            "Auto-Submitted": "auto-generated",
        },
    )

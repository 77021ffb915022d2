"""One conversation with the mail server, and what can come of it."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from onrecord.post.models import Reason

HANDED_OVER = 600.0
"""Seconds for the answer to a whole letter (RFC 5321, 4.5.3.2.6): who asks again sooner may have it delivered twice."""
LONGEST = 720.0
"""Seconds for all of one letter, however slowly the server talks."""
SIGN_IN_FIRST = 530
ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9])")


class NotSent(Exception):
    """Why, the mail server's codes, and its words, which may repeat the address."""

    def __init__(self, reason: Reason, answer: str = "", said: str = "") -> None:
        super().__init__(reason.value, answer)
        self.reason, self.answer, self.said = reason, answer, said


class Trouble(NotSent):
    """No letter can be sent now."""


class Delayed(NotSent):
    """This letter can't be sent now."""


class Refused(NotSent):
    """This letter is refused for good."""


class Way(Protocol):
    """How letters leave."""

    def hand_over(self, message: EmailMessage) -> None:
        """Returns once it is taken. Raises Trouble, Delayed or Refused."""


class _Backend:
    """Django's own, where no mail server is set: messages are shown on a page."""

    def hand_over(self, message: EmailMessage) -> None:
        get_connection().send_messages([message])


class _Server:
    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def hand_over(self, message: EmailMessage) -> None:
        sender, to, raw = _in_bytes(message)
        with _cut_off(self._smtp, after=LONGEST):
            self._name(sender, to)
            self._give(raw)

    def _name(self, sender: str, to: str) -> None:
        """The sender is everybody's, and the recipient only this letter's."""
        try:
            code, words = self._smtp.mail(sender)
        except OSError:  # smtplib's own are among them
            raise Trouble(Reason.UNREACHABLE) from None
        if code != 250:
            raise Trouble(_of_all(code), _codes(code, words))
        try:
            code, words = self._smtp.rcpt(to)
        except OSError:
            raise Delayed(Reason.ENDED) from None
        if code == SIGN_IN_FIRST:
            raise Trouble(Reason.LOGIN, _codes(code, words))
        if code not in (250, 251):
            self._forget()
            raise _of_this(code, words, Reason.REFUSED)

    def _give(self, raw: bytes) -> None:
        assert self._smtp.sock
        self._smtp.sock.settimeout(HANDED_OVER)
        try:
            code, words = self._smtp.data(raw)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]  # bytes or text, as it came
        except OSError:
            self._smtp.close()
            raise Delayed(Reason.CUT) from None
        self._smtp.sock.settimeout(settings.EMAIL_TIMEOUT)
        if code != 250:
            self._forget()
            raise _of_this(code, words, Reason.CONTENT)

    def _forget(self) -> None:
        """Begin anew with the next letter; some servers end the conversation instead."""
        with suppress(OSError):
            self._smtp.rset()


@contextmanager
def connected() -> Iterator[Way]:
    """A conversation with the mail server of the settings. Raises Trouble where there can be none."""
    if not settings.ONRECORD_MAIL:
        raise Trouble(Reason.NO_SERVER)
    if not settings.EMAIL_HOST:
        yield _Backend()
        return
    smtp = _opened()
    try:
        yield _Server(smtp)
    finally:
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def _opened() -> smtplib.SMTP:
    backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.open()
        assert isinstance(backend.connection, smtplib.SMTP)
        return backend.connection
    except smtplib.SMTPAuthenticationError as error:  # its words may repeat the password
        trouble = Trouble(Reason.LOGIN, str(error.smtp_code))
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        trouble = Trouble(Reason.UNSAFE)
    except OSError as error:
        code = getattr(error, "smtp_code", None)
        trouble = Trouble(_of_all(code), str(code)) if code and code > 0 else Trouble(Reason.UNREACHABLE)
    with suppress(OSError):
        backend.close()
    raise trouble


@contextmanager
def _cut_off(smtp: smtplib.SMTP, *, after: float) -> Iterator[None]:
    """A server that says a little now and then keeps every time-out from ending, but not this one."""

    def cut() -> None:
        with suppress(OSError):
            if smtp.sock:
                socket.socket.shutdown(
                    smtp.sock, socket.SHUT_RDWR
                )  # not TLS's own, which is not meant for another thread

    timer = threading.Timer(after, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _in_bytes(message: EmailMessage) -> tuple[str, str, bytes]:
    try:
        encoding = message.encoding or settings.DEFAULT_CHARSET
        [to] = message.recipients()
        sender = sanitize_address(parseaddr(message.from_email)[1], encoding)
        return sender, sanitize_address(to, encoding), message.message().as_bytes(linesep="\r\n")
    except (ValueError, MessageError):
        raise Refused(Reason.UNUSABLE) from None


def _of_all(code: int) -> Reason:
    """Why the server takes no letter of ours."""
    if code == SIGN_IN_FIRST:
        return Reason.LOGIN
    return Reason.BUSY if code < 500 else Reason.SENDER


def _of_this(code: int, words: bytes | str, reason: Reason) -> NotSent:
    said = " ".join(_text(words).split())[:300]
    if code >= 500:
        return Refused(reason, _codes(code, words), said)
    return Delayed(Reason.LATER, _codes(code, words), said)


def _codes(code: int, words: bytes | str) -> str:
    found = ENHANCED.match(_text(words))
    return f"{code} {found[0]}" if found else str(code)


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words

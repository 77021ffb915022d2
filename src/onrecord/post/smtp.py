"""One conversation with the mail server, and what can come of it."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.utils import parseaddr
from typing import NoReturn, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address

from onrecord.post import connection
from onrecord.post.addresses import is_usable
from onrecord.post.models import Reason

HANDED_OVER = 600.0
"""Seconds for the answer to a whole letter (RFC 5321, 4.5.3.2.6): who asks again sooner may have it delivered twice."""
LONGEST = 720.0
"""Seconds for all of one letter, however slowly the server talks."""
SIGN_IN_FIRST, GO_ON = 530, 354
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
    def __init__(self, smtp: connection.Limited) -> None:
        self._smtp = smtp

    def hand_over(self, message: EmailMessage) -> None:
        sender, to, raw = _in_bytes(message)
        self._smtp.end_in(LONGEST)
        self._name(sender, to)
        self._give(raw)

    def _name(self, sender: str, to: str) -> None:
        """The sender is everybody's, and the recipient only this letter's."""
        self._keep_step()
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
            self._not_this(code, words, Reason.REFUSED)

    def _give(self, raw: bytes) -> None:
        """It is taken once its end is answered with yes, and nothing else is: what is taken is destroyed here."""
        self._begin()
        assert self._smtp.sock
        self._smtp.sock.settimeout(HANDED_OVER)
        try:
            self._smtp.send(_with_its_end(raw))
            code, words = self._smtp.getreply()
            if self._smtp.sock:
                self._smtp.sock.settimeout(settings.EMAIL_TIMEOUT)
        except OSError:
            self._smtp.close()
            raise Delayed(Reason.CUT) from None
        if not 200 <= code < 300:
            self._not_this(code, words, Reason.CONTENT, unclear=Reason.CUT)

    def _begin(self) -> None:
        """The server waits for the letter."""
        self._keep_step()
        try:
            code, words = self._smtp.docmd("DATA")
        except OSError:
            self._smtp.close()
            raise Delayed(Reason.ENDED) from None
        if code != GO_ON:
            self._not_this(code, words, Reason.CONTENT)
        self._keep_step()

    def _keep_step(self) -> None:
        if self._smtp.is_ahead():
            self._smtp.close()
            raise Delayed(Reason.OUT_OF_STEP)

    def _not_this(self, code: int, words: bytes, reason: Reason, *, unclear: Reason = Reason.OUT_OF_STEP) -> NoReturn:
        """The server says no, now or for ever, and the next letter begins anew; or what it says is no answer to this."""
        if not 400 <= code < 600:
            self._smtp.close()
            raise Delayed(unclear, _codes(code, words))
        with suppress(OSError):  # some end the conversation instead
            self._smtp.rset()
        raise _of_this(code, words, reason)


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
            if smtp.sock:
                smtp.end_in(connection.OPENED)
                smtp.quit()
        smtp.close()


def _opened() -> connection.Limited:
    backend = connection.Backend(timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.open()
        assert isinstance(backend.connection, connection.Limited)
        backend.connection.ehlo_or_helo_if_needed()  # smtplib greets by itself only to sign in or to encrypt
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


def _in_bytes(message: EmailMessage) -> tuple[str, str, bytes]:
    if not all(map(is_usable, [*message.recipients(), *message.reply_to])):
        raise Refused(Reason.UNUSABLE)
    try:
        encoding = message.encoding or settings.DEFAULT_CHARSET
        [to] = message.recipients()
        sender = sanitize_address(parseaddr(message.from_email)[1], encoding)
        return sender, sanitize_address(to, encoding), message.message().as_bytes(linesep="\r\n")
    except (ValueError, MessageError):
        raise Refused(Reason.UNUSABLE) from None


def _with_its_end(raw: bytes) -> bytes:
    """As it goes over the wire: a line with a dot alone ends it, so one of its own gets a second dot (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", raw).removesuffix(b"\r\n") + b"\r\n.\r\n"


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

"""A connection to a mail server, which ends however little or much the server says."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

OPENED = 60.0
"""Seconds until letters can be given, and to take leave, however slowly the server talks."""
MOST_LINES = 200
"""Of one answer."""


class _Lines:
    """What the server says, of which smtplib keeps each line of an answer in memory."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self.left = MOST_LINES

    def readline(self, size: int) -> bytes:
        self.left -= 1
        return self._file.readline(size) if self.left >= 0 else b""

    def has_more(self) -> bool:
        return bool(self._file.peek(1))

    def close(self) -> None:
        self._file.close()


class Limited(smtplib.SMTP):
    """A server that says a little now and then keeps every time-out from ending, but not `end_in`."""

    _ending: threading.Timer | None = None
    _wire: socket.socket | None = None

    def connect(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        try:
            return super().connect(*args, **named)
        except OSError:
            self.close()
            raise

    def end_in(self, seconds: float) -> None:
        """The connection ends then, whatever is going on in it; this counts from now, instead of what was said before."""
        if self._ending:
            self._ending.cancel()
        self._ending = threading.Timer(seconds, self._end)
        self._ending.daemon = True
        self._ending.start()

    def is_ahead(self) -> bool:
        """Whether the server has said something that it wasn't asked: then no answer can be told from another."""
        if not (self.sock and self.file):
            return False
        before = self.sock.gettimeout()
        self.sock.settimeout(0)
        try:
            return bool(self.file.has_more())
        except OSError:  # TLS says so that nothing is there
            return False
        finally:
            self.sock.settimeout(before)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self.file = _Lines(self.sock.makefile("rb"))
        if self.file:
            self.file.left = MOST_LINES
        return super().getreply()

    def close(self) -> None:
        if self._ending:
            self._ending.cancel()
        super().close()
        if self._wire:
            self._wire.close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # typeshed leaves it out
        self._wire = made.dup()  # TLS takes the socket itself over, and keeps it while it begins
        self.end_in(OPENED)
        return made

    def _end(self) -> None:
        with suppress(OSError):
            if self._wire:
                self._wire.shutdown(socket.SHUT_RDWR)


class _LimitedTls(smtplib.SMTP_SSL, Limited):
    """Encrypted from the start."""


class Backend(EmailBackend):
    """Django's own, with connections that end."""

    @property
    def connection_class(self) -> Callable[..., Limited]:
        return _LimitedTls if self.use_ssl else Limited

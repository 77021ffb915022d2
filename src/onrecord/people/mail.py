"""How sign-in codes leave: by SMTP, posted beside the request; or, for development, kept and shown in a page.

They are no letters (`post`): a code is worthless after ten minutes, and must lie in no table until then.
"""

from __future__ import annotations

import atexit
import functools
import logging
import threading
from collections import deque
from collections.abc import Sequence
from queue import Queue
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from onrecord.post.connection import Backend

logger = logging.getLogger(__name__)

NEWEST = 50
kept: deque[EmailMessage] = deque(maxlen=NEWEST)
"""What `Kept` was given in this process, the oldest first."""

AT_THE_END = 0.5
"""Seconds for which a process that ends waits for its mails to leave."""
_unsent: Queue[list[EmailMessage]] = Queue()


class Posted(BaseEmailBackend):
    """SMTP in a thread of its own, so that nobody waits for a slow server, and how long one waits says nothing.

    Who asked for a code is told the same whether or not the mail could be sent; a failure is in the log, by its kind
    only: neither words, nor addresses, nor a password.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        _unsent.put(list(email_messages))
        _start_posting()
        return len(email_messages)


@functools.cache
def _start_posting() -> None:
    threading.Thread(target=_post_all, name="mail", daemon=True).start()


def _post_all() -> None:
    while True:
        _post(_unsent.get())
        _unsent.task_done()


@atexit.register
def _let_out() -> None:
    with _unsent.all_tasks_done:
        if not _unsent.all_tasks_done.wait_for(lambda: not _unsent.unfinished_tasks, AT_THE_END):
            logger.warning("%d emails were not sent before the process ended", _unsent.unfinished_tasks)


def _post(messages: list[EmailMessage]) -> None:
    try:
        Backend(timeout=settings.EMAIL_TIMEOUT).send_messages(messages)
    except Exception as error:
        logger.error(
            "an email could not be sent through %s port %s: %s", settings.EMAIL_HOST, settings.EMAIL_PORT, _kind(error)
        )


def _kind(error: Exception) -> str:
    code: Any = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' ({code})' if code else ''}"


class Kept(BaseEmailBackend):
    """Mails stay in memory, and `/mail/` shows them to whoever sits at the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept.extend(email_messages)
        return len(email_messages)

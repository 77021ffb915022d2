"""How mails leave: by SMTP, posted beside the request; or, for development, kept and shown in a page."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp

logger = logging.getLogger(__name__)

NEWEST = 50
kept: deque[EmailMessage] = deque(maxlen=NEWEST)
"""What `Kept` was given in this process, the oldest first."""

_posting = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def can_be_sent() -> bool:
    """Whether this installation has a way to send mail (ONRECORD_MAIL)."""
    return bool(settings.ONRECORD_MAIL)


class Posted(BaseEmailBackend):
    """SMTP in a thread of its own, so that nobody waits for a slow server, and how long one waits says nothing.

    Who asked for a code is told the same whether or not the mail could be sent; a failure is in the log, by its kind
    only: neither words, nor addresses, nor a password.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        _posting.submit(_post, list(email_messages))
        return len(email_messages)


def _post(messages: list[EmailMessage]) -> None:
    try:
        Smtp(timeout=settings.EMAIL_TIMEOUT).send_messages(messages)
    except Exception as error:
        logger.error(
            "a mail could not be sent by %s port %s: %s", settings.EMAIL_HOST, settings.EMAIL_PORT, _kind(error)
        )


def _kind(error: Exception) -> str:
    code: Any = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' ({code})' if code else ''}"


class Kept(BaseEmailBackend):
    """Mails stay in memory, and `/mail/` shows them to whoever sits at the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept.extend(email_messages)
        return len(email_messages)

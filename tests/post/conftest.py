"""A mail server that this installation is set to, and a clock that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.post.letters import Clock
from tests.record.conftest import log
from tests.smtp import Post, post

__all__ = ["log"]

Use = Callable[[int], None]


@pytest.fixture
def use(settings: Any) -> Use:
    """Set this installation to the mail server at a port of this machine."""

    def use(port: int) -> None:
        settings.ONRECORD_MAIL = f"smtp://127.0.0.1:{port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.DEFAULT_FROM_EMAIL = "office@example.org"

    return use


@pytest.fixture
def server(use: Use) -> Iterator[Post]:
    with post() as running:
        use(running.port)
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()

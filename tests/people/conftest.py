from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.people import mail


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """No mails from the test before."""
    mail.kept.clear()
    yield

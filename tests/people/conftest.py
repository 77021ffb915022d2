from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from onrecord.people import mail


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """No rates and no mails from the test before."""
    cache.clear()
    mail.kept.clear()
    yield
    cache.clear()

from __future__ import annotations

import pytest

from onrecord.people import mail


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No mails from the test before."""
    mail.kept.clear()

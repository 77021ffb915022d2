"""A log with the cast in it."""

from __future__ import annotations

import pytest

from onrecord.record import acts
from onrecord.record.contents import EditionOpened
from onrecord.record.models import Log


@pytest.fixture
def log(transactional_db: None) -> Log:
    """An edition just opened, its session running: entries 0 and 1."""
    opened = acts.open_edition(
        "press.example.org/regional-media/13/log", EditionOpened(series="Regional media", title="13th edition")
    )
    acts.start_session(opened)
    return opened

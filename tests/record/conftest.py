"""A log with the cast in it, and whoever verifies one."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from onrecord.proceedings import entries
from onrecord.record import kinds
from onrecord.record.contents import EditionOpened
from onrecord.record.models import Log
from onrecord.record.sources import BundleSource
from onrecord.record.verifier import Report, verify_log
from tests.record import sealed
from tests.record.logs import (
    KEY,
    Files,
    write_zip,
)
from tests.record.verifying import SMALL, Verify


@pytest.fixture
def log(transactional_db: None) -> Log:
    """An edition just opened, its session running: entries 0 and 1."""
    opened = entries.open_edition(
        "press.example.org/regional-media/13/log", EditionOpened(series="Regional media", title="13th edition")
    )
    entries.start_session(opened)
    return opened


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verifies files as a zip, twice: with our verifier and with the small one, which must agree with it."""

    def both(files: Files, *, key: str | None = KEY, by_content: bool = False) -> Report:
        bundle = write_zip(tmp_path / "bundle.zip", files)
        report = verify_log(BundleSource(bundle), kinds.known, key=key)
        monkeypatch.setattr(sys, "argv", ["onrecord_check.py", str(bundle), *(["--key", key] if key else [])])
        status, said = SMALL["main"](), capsys.readouterr().out
        if by_content:
            assert status == 0
        else:
            assert status == (0 if report.ok else 1), said
            named = re.search(r"entry (\d+):", said)
            assert (int(named[1]) if named else None) == (report.failure.index if report.failure else None), said
        return report

    return both


@pytest.fixture
def sealed_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room has a kind whose content comes later."""
    monkeypatch.setitem(kinds.known._kinds, sealed.Question.kind, sealed.Question)

"""A record that was restored, as the one who restores it meets it."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

import pytest

from tests import forking
from tests.server import environment, onrecord, serving
from tests.waiting import PATIENCE

URL = "http://localhost:8000"
OPEN = (
    *("open", "regional-media/13", "--series-title", "Regional media", "--title", "13th edition"),
    *("--date", "2026-05-14", "--zone", "Europe/Riga", "--language", "en"),
)
NEXT = (*OPEN[:1], "regional-media/14", *OPEN[2:])


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """A new home in which a backup was restored that lacks what was published since; beside it the newest checkpoint."""
    home, copy, keys = tmp_path / "home", tmp_path / "copy", tmp_path / "keys"
    assert onrecord(home, *OPEN, ONRECORD_URL=URL).returncode == 0
    assert onrecord(home, "backup", copy, "--keys", keys).returncode == 0
    settings = environment(home, DJANGO_SETTINGS_MODULE="onrecord.web.settings")
    forking.run([sys.executable, "-c", SPEAK], env=settings, check=True)
    with serving(home) as address:
        (tmp_path / "checkpoint").write_text(get(f"{address}/regional-media/13/log/checkpoint"))
    found = onrecord(tmp_path / "new", "restore", copy, "--keys", keys)
    assert found.returncode == 0, found.stderr
    assert "localhost:8000/regional-media/13/log: waiting, with 1 entry" in found.stderr
    return tmp_path / "new"


SPEAK = """
import django
django.setup()
from onrecord.proceedings import entries
from onrecord.record.models import Log
entries.start_session(Log.objects.get())
"""


def test_nothing_is_signed_until_somebody_decides_and_then_pages_and_verifiers_tell_the_break(restored: Path) -> None:
    refused = onrecord(restored, *NEXT, ONRECORD_URL=URL)
    assert refused.returncode == 1 and "`onrecord continue`" in refused.stderr and refused.stderr.count("\n") == 1
    with serving(restored) as address:
        assert "13th edition" in get(f"{address}/regional-media/13/")
    assert onrecord(restored, "continue").returncode == 1
    (restored.parent / "no-checkpoint").write_text("hello")
    assert (
        "not a signed checkpoint"
        in onrecord(restored, "continue", "--newest", restored.parent / "no-checkpoint").stderr
    )
    found = onrecord(restored, "continue", "--newest", restored.parent / "checkpoint")
    assert (
        found.returncode == 0
        and "/log-2: published entries are missing, so the log continues under this new name from entry 1"
        in found.stderr
    ), found.stderr
    assert "active, with 2 entries" in onrecord(restored, "continue").stderr
    assert onrecord(restored, *NEXT, ONRECORD_URL=URL).returncode == 0
    with serving(restored) as address:
        for page in ("", "record/"):
            assert "1 published entry is missing from this record" in get(f"{address}/regional-media/13/{page}")
        told = onrecord(restored, "verify", f"{address}/regional-media/13/")
    assert (
        told.returncode == 0
        and "! BREAK: At entry 1 this log continues localhost:8000/regional-media/13/log" in told.stdout
    )
    assert onrecord(restored, "rebuild", "--check").returncode == 0


def test_whoever_is_sure_that_nothing_newer_was_published_goes_on(restored: Path) -> None:
    found = onrecord(restored, "continue", "--nothing-newer")
    assert found.returncode == 0 and "/log: nothing published is missing; the log resumes" in found.stderr
    assert onrecord(restored, *NEXT, ONRECORD_URL=URL).returncode == 0

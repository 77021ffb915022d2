"""An edition from a transcript that doesn't name its day is given one later, on the record."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.files import UNDATED
from tests.server import onrecord, serving


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "harbour.txt").write_text(UNDATED)
    imported = onrecord(tmp_path / "home", "import", tmp_path / "harbour.txt", "--series", "regional-media")
    assert imported.returncode == 0, imported.stderr
    return tmp_path / "home"


def page(address: str) -> str:
    with urlopen(address) as response:
        return str(response.read().decode())


def test_it_is_dated_and_its_log_says_when_and_holds(home: Path, tmp_path: Path) -> None:
    dated = onrecord(home, "date", "regional-media/harbour", "2025-05-15")
    assert dated.returncode == 0, dated.stderr
    (listed,) = json.loads(onrecord(home, "editions", "--json").stdout)
    assert (listed["path"], listed["date"]) == ("regional-media/harbour", "2025-05-15")
    with serving(home) as address:
        shown = page(f"{address}/regional-media/harbour/")
        assert "Thursday, 15 May 2025" in shown and "not in the source" in shown
        assert "15 May 2025" in page(f"{address}/regional-media/harbour/record/")
        entry = json.loads(page(f"{address}/regional-media/harbour/log/open/{listed['entries'] - 1}"))
        assert json.loads(entry["content"]) == {"date": "2025-05-15", "v": 1}
    bundle = tmp_path / "harbour.zip"
    assert onrecord(home, "export", "regional-media/harbour", "--out", bundle).returncode == 0
    assert onrecord(home, "verify", bundle).returncode == 0
    assert onrecord(home, "rebuild", "--check").returncode == 0


def test_a_wrong_day_is_set_right_and_both_stay_in_the_log(home: Path) -> None:
    for day, in_words in (("2052-05-05", "5 May 2052"), ("2025-05-15", "15 May 2025")):
        dated = onrecord(home, "date", "regional-media/harbour", day)
        assert dated.returncode == 0 and f"took place on {in_words}." in dated.stderr
    (listed,) = json.loads(onrecord(home, "editions", "--json").stdout)
    assert listed["date"] == "2025-05-15"
    same = onrecord(home, "date", "regional-media/harbour", "2025-05-15")
    assert same.returncode == 1 and "already" in same.stderr


def test_what_is_no_day_or_has_one_from_its_beginning_is_refused(home: Path, tmp_path: Path) -> None:
    wrong = onrecord(home, "date", "regional-media/harbour", "15.5.2025")
    assert wrong.returncode == 2 and "2026-05-14" in wrong.stderr
    arguments = ("--series", "regional-media", "--date", "2024-05-16", "--again")
    (tmp_path / "12.txt").write_text(UNDATED + "\n")
    assert onrecord(home, "import", tmp_path / "12.txt", *arguments).returncode == 0
    refused = onrecord(home, "date", "regional-media/2024-05-16", "2024-05-17")
    assert refused.returncode == 1 and "first entry" in refused.stderr

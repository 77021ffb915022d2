"""A transcript that doesn't name its day is given one."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.files import UNDATED
from tests.server import onrecord


def test_a_file_without_a_date_is_given_one_and_two_files_are_not(tmp_path: Path) -> None:
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(UNDATED)
    dated = ("--series", "regional-media", "--date", "2025-05-15", "--json")
    refused = onrecord(tmp_path / "home", "import", tmp_path, *dated)
    assert refused.returncode and "--date is for a single file" in refused.stderr
    (report,) = json.loads(onrecord(tmp_path / "home", "import", tmp_path / "first.txt", *dated).stdout)
    assert (report["date"], report["edition"]) == ("2025-05-15", "regional-media/2025-05-15")


def test_the_address_of_a_file_without_date_and_title_is_its_name_without_the_ending(tmp_path: Path) -> None:
    (tmp_path / "harbour_board.txt").write_text(UNDATED)
    told = onrecord(tmp_path / "home", "import", tmp_path, "--series", "regional-media", "--json").stdout
    assert json.loads(told)[0]["edition"] == "regional-media/harbour-board"

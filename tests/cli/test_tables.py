"""Lists on a terminal as narrow as 80 columns: what a command needs is there whole."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from tests import forking
from tests.server import COMMAND, environment, onrecord
from tests.waiting import PATIENCE

SAID = "Press conference for regional media, 12th edition\n15 May 2025\n\nADA REYES: Why?\n\nGOVERNOR FERRO: Because.\n"


def on_a_terminal(home: Path, *arguments: str | Path, columns: int) -> str:
    ours, theirs = pty.openpty()
    forking.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(home, COLUMNS=str(columns), TERM="xterm"),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=True,
    )
    os.close(theirs)
    read = b""
    try:
        while chunk := os.read(ours, 65_536):
            read += chunk
    except OSError:  # what Linux says at the end of a terminal
        pass
    os.close(ours)
    return read.decode()


def test_nothing_is_cut_but_the_title_and_on_80_columns_not_even_that(tmp_path: Path) -> None:
    (tmp_path / "12.txt").write_text(SAID)
    assert onrecord(tmp_path / "home", "import", tmp_path / "12.txt", "--series", "regional-media").returncode == 0
    for command in (("editions",), ("import", tmp_path / "12.txt", "--series", "regional-media", "--dry-run")):
        first, second = on_a_terminal(tmp_path / "home", *command, columns=80).splitlines()[:2]
        assert first.rstrip() == "regional-media/2025-05-15"
        assert "date 2025-05-15" in second and "Press conference for regional media, 12th edition" in second
        wide = on_a_terminal(tmp_path / "home", *command, columns=140).splitlines()[:2]
        assert "…" not in "".join(wide) and wide[1].startswith("regional-media/2025-05-15  2025-05-15")

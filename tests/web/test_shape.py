"""A database of another version, and commands that only read: one clear line, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.server import COMMAND, environment, onrecord
from tests.waiting import PATIENCE

READING = {
    "editions": ("editions",),
    "people": ("people",),
    "export": ("export", "s/2026-05-14", "--out", "out.zip"),
    "rebuild": ("rebuild", "--check"),
    "signin": ("signin", "ines@example.org"),
    "backup": ("backup", "copy"),
}
WRITING = {"appoint": ("appoint", "esi@example.org", "administrator", "--name", "Esi Moran"), "serve": ("serve",)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shape")
    (folder / "a.txt").write_text(
        "Press conference of 14 May 2026\n\nMODERATOR: Good morning.\n\nFERRO: Three schools.\n"
    )
    assert onrecord(folder / "home", "import", folder / "a.txt", "--series", "s").returncode == 0
    return folder / "home"


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def change(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "onrecord.sqlite3", isolation_level=None)) as database:
        database.execute(statement)


def one_line(found: subprocess.CompletedProcess[str], says: str) -> None:
    assert found.returncode == 1, found.stderr
    assert says in found.stderr and found.stderr.startswith("onrecord: ") and found.stderr.count("\n") == 1, (
        found.stderr
    )


@pytest.mark.parametrize("name", ["editions", "backup", *WRITING])
def test_a_database_of_a_newer_version_is_refused_in_one_line(name: str, home: Path) -> None:
    change(
        home, "INSERT INTO django_migrations (app, name, applied) VALUES ('record', '0999_of_next_year', '2027-01-01')"
    )
    one_line(onrecord(home, *(READING | WRITING)[name]), "was made by a newer version (it has record.0999_of_next_year")


@pytest.mark.parametrize("name", ["editions", *WRITING])
def test_a_database_from_before_the_tables_were_made_anew_is_refused_in_one_line(name: str, home: Path) -> None:
    change(home, "UPDATE django_migrations SET name = '0001_initial' WHERE app = 'record'")
    one_line(onrecord(home, *(READING | WRITING)[name]), "was made by an earlier development version")


@pytest.mark.parametrize("name", ["rebuild", "serve"])
def test_tables_that_no_version_describes_are_told_in_one_line(name: str, home: Path) -> None:
    change(home, "ALTER TABLE record_entry RENAME COLUMN segment TO stretch")
    one_line(onrecord(home, *(READING | WRITING)[name]), "lacks record_entry.segment")


@pytest.mark.parametrize("name", ["editions", "export", "signin"])
def test_what_only_reads_leaves_an_older_database_as_it_is_and_says_what_is_missing(name: str, home: Path) -> None:
    change(home, "DELETE FROM django_migrations WHERE app = 'events'")
    before = (home / "onrecord.sqlite3").read_bytes()
    one_line(onrecord(home, *READING[name]), "was made by an older version (it lacks events.0001_house")
    assert (home / "onrecord.sqlite3").read_bytes() == before


def test_what_only_reads_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("export", "rebuild", "signin"):
        found = onrecord(home, *READING[name])
        assert found.returncode == 2 and f"there is no record in {home} yet" in found.stderr
    assert onrecord(home, "editions").returncode == onrecord(home, "people").returncode == 0
    assert not home.exists()


@pytest.mark.parametrize("name", ["editions", *WRITING])
def test_a_home_that_cannot_be_written_is_one_line(name: str, home: Path) -> None:
    for path in (*home.rglob("*"), home):
        path.chmod(0o500 if path.is_dir() else 0o400)
    # Root may write anywhere, unless that right is taken from it.
    as_others = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    command = [*as_others, *COMMAND, *(READING | WRITING)[name]]
    found = subprocess.run(
        command, env=environment(home), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    one_line(found, str(home))


@pytest.mark.parametrize(
    "command", [WRITING["appoint"], ("erase", "s/2026-05-14", "2", "--legal-basis", "x", "--yes"), ("serve",)]
)
def test_a_full_disk_is_one_line(command: tuple[str, ...], home: Path) -> None:
    small = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *COMMAND, *command]
    found = subprocess.run(small, env=environment(home), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert found.returncode == 1 and found.stderr.count("\n") == 1 and "Traceback" not in found.stderr, found.stderr


def test_a_database_that_is_none_is_one_line(home: Path) -> None:
    (home / "onrecord.sqlite3").write_bytes(os.urandom(8192))
    one_line(onrecord(home, "rebuild", "--check"), "is damaged")

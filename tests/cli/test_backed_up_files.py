"""Sealed files go into the backup and come back with the database, whole or not at all."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from onrecord.keeping.restoring import LEFT_OUT
from tests import forking
from tests.server import environment, onrecord

BUILD = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.accreditation import acts
from tests import cast
from tests.accreditation.building import drafted, open_call
application = drafted(open_call(cast.edition(), proof=["letter"]), cast.person("Ada Reyes"))
acts.send_document(application, kind="letter", pictures=[b"kestrel " * 40_000, b"second page"])
"""
READ = """
from onrecord.cli.installation import set_up_to_read
set_up_to_read()
from onrecord.accreditation.models import Page
print([(len(page.unseal()), page.unseal()[:8]) for page in Page.objects.all()])
"""
PAGES = "[(320000, b'kestrel '), (11, b'second p')]\n"


def run(code: str, home: Path) -> str:
    settings = environment(home, ONRECORD_URL="http://press.example.org")
    found = forking.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return str(found.stdout)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    run(BUILD, tmp_path / "home")
    return tmp_path / "home"


def test_a_restored_home_has_every_document(home: Path, tmp_path: Path) -> None:
    assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    assert b"kestrel" not in (tmp_path / "copy").read_bytes()
    new = tmp_path / "new"
    found = onrecord(new, "restore", tmp_path / "copy", "--keys", tmp_path / "keys")
    assert found.returncode == 0, found.stderr
    assert run(READ, new) == PAGES
    assert {file.name for file in (new / "files").iterdir()} == {file.name for file in (home / "files").iterdir()}
    assert {file.stat().st_mode & 0o777 for file in (new / "files").iterdir()} == {0o600}
    assert b"keeping_carried" not in (new / "onrecord.sqlite3").read_bytes()


def test_a_restore_that_fails_leaves_no_file(home: Path, tmp_path: Path) -> None:
    assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(whole[:-1])
    found = onrecord(tmp_path / "new", "restore", tmp_path / "copy", "--keys", tmp_path / "keys")
    assert found.returncode == 1 and "damaged" in found.stderr
    assert not list((tmp_path / "new").iterdir())


def test_a_restore_does_not_mix_with_files_that_are_there(home: Path, tmp_path: Path) -> None:
    assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    (tmp_path / "new/files").mkdir(parents=True)
    (tmp_path / "new/files/a").write_text("x")
    found = onrecord(tmp_path / "new", "restore", tmp_path / "copy", "--keys", tmp_path / "keys")
    assert found.returncode == 1 and "restore into an empty ONRECORD_HOME" in found.stderr


def test_what_is_left_out_of_a_backup_is_left_out_of_a_dump() -> None:
    told = (Path(__file__).parents[2] / "docs/developers/operating.md").read_text()
    assert set(re.findall(r"--exclude-table-data=(\w+)", told)) == set(LEFT_OUT)

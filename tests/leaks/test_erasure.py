"""Erased words stand nowhere: a word in every place where words can stand, then one erasure, then every way out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import forking
from tests.addresses import E
from tests.leaks.erasing import OTHER, WORD
from tests.leaks.place import Place, size_of
from tests.leaks.ways import WAYS
from tests.server import Running, environment, onrecord

SLOW = ("commands", "log lines", "errors")
"""Ways out of what the others let out as well."""


@dataclass(frozen=True)
class Erased:
    place: Place
    told: str
    """What the command said that it destroys."""
    before: bytes
    """The database's files before the erasure."""


def at_rest(home: Path) -> bytes:
    return b"".join(file.read_bytes() for file in home.glob("*.sqlite3*"))


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    """The server runs while the words are erased, and has shown them before."""
    home = tmp_path_factory.mktemp("erasure")
    settings = environment(home)
    made = forking.run(
        [sys.executable, "-m", "tests.leaks.erasing"], env=settings, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    before = at_rest(home)
    server = Running(home, ONRECORD_LIVE_BEAT="1")
    try:
        place = Place(home, server.address, size_of(server.address), server)
        for way in ("live/page/<k>", "<slug:series>/<slug:edition>/record/", "from memory"):
            assert WORD.encode() in WAYS[way](place), "the server has shown the word"
        arguments = ("erase", "regional-media/13", made.stdout.strip(), "--legal-basis", "Art. 17 GDPR", "--yes")
        done = onrecord(home, *arguments)
        assert done.returncode == 0, done.stderr
        yield Erased(Place(home, server.address, size_of(server.address), server), done.stderr, before)
    finally:
        server.stop()


@pytest.mark.parametrize("way", [way for way in WAYS if way not in SLOW])
def test_no_way_out_has_a_word_that_was_erased(way: str, erased: Erased) -> None:
    assert WORD.encode() not in WAYS[way](erased.place).lower()


def test_the_words_were_never_in_the_clear_on_the_disk_nor_in_a_backup(erased: Erased) -> None:
    backup = (erased.place.home / "before.backup").read_bytes()
    assert len(backup) > 4096 and WORD.encode() not in backup + erased.before


def test_a_backup_from_before_opens_nothing_with_the_keys_of_today(erased: Erased, tmp_path: Path) -> None:
    home = erased.place.home
    assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    restored = onrecord(tmp_path / "home", "restore", home / "before.backup", "--keys", tmp_path / "keys")
    assert restored.returncode == 1 and not list((tmp_path / "home").rglob("*.sqlite3*"))


def test_the_command_says_what_it_destroys(erased: Erased) -> None:
    for kind in (
        "utterance.spoken",
        "text.prepared",
        "utterance.corrected",
        "translation.revised",
        "correction.answered",
    ):
        assert kind in erased.told
    assert "Readers' unanswered requests about them: 1" in " ".join(erased.told.split())


def test_what_was_not_erased_is_still_there_and_all_of_it_verifies(erased: Erased, tmp_path: Path) -> None:
    assert OTHER in erased.place.get(E + "record/").decode()
    out = tmp_path / "bundle.zip"
    assert onrecord(erased.place.home, "export", "regional-media/13", "--out", out).returncode == 0
    assert onrecord(erased.place.home, "verify", out).returncode == 0
    small = Path(__file__).parents[2] / "src/onrecord/record/onrecord_check.py"
    checked = subprocess.run([sys.executable, str(small), str(out)], capture_output=True, check=False, env=os.environ)
    assert checked.returncode == 0, checked.stdout

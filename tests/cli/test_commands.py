"""The README's commands, run as a newcomer runs them."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests import forking
from tests.server import COMMAND, environment, onrecord, serving
from tests.waiting import PATIENCE, slowness

TEXT = """\
Press conference of 14 May 2026

MODERATOR: Good morning.

GOVERNOR FERRO: Three schools have opened.

Q   Ada Reyes with Radio Tamra. Why three?

GOVERNOR FERRO: The fourth is late.

END
"""


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Path, Path]:
    """A home with one imported edition, and the folder it came from."""
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    found = onrecord(home, "import", folder, "--series", "regional-media", "--json")
    assert found.returncode == 0, found.stderr
    return home, folder


PROJECT = Path(__file__).parents[2]


def test_the_readme_can_be_followed_from_its_top(tmp_path: Path) -> None:
    """From a folder where the project's stands, so that what the commands write is thrown away."""
    (tmp_path / "src").symlink_to(PROJECT / "src")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    told = (PROJECT / "README.md").read_text().partition("## Use it")[2].partition("## Read the")[0].replace("\\\n", "")
    commands = re.findall(r"^(?:\.venv/bin/onrecord|export) .*", told, re.MULTILINE)
    assert len(commands) == 8
    exported = ""
    for command in commands:
        if command.startswith("export"):
            exported = f"{command}\n"
        elif command.split()[1] != "serve":
            done = subprocess.run(
                ["sh", "-c", exported + command],
                cwd=tmp_path,
                env=environment(tmp_path / "home"),
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, f"{command}\n{done.stderr}"


OPEN = (
    *("open", "regional-media/13", "--series-title", "Regional media", "--title", "13th edition", "--number", "13"),
    *("--date", "2026-05-14", "--zone", "Europe/Riga", "--language", "en", "--place", "Brodna", "--accredited", "104"),
)


def test_a_conference_to_come_is_opened_and_people_are_appointed_to_it(tmp_path: Path) -> None:
    address = "https://press.example.org"
    found = onrecord(tmp_path, *OPEN, ONRECORD_URL=address)
    assert found.returncode == 0, found.stderr
    assert f"{address}/regional-media/13/desk/transcribe/" in found.stderr
    assert "onrecord appoint EMAIL transcriber regional-media/13" in found.stderr
    [listed] = json.loads(onrecord(tmp_path, "editions", "--json").stdout)
    assert (listed["path"], listed["date"], listed["status"]) == ("regional-media/13", "2026-05-14", "announced")
    who = ("appoint", "esi@example.org", "transcriber", "regional-media/13", "--name", "Esi Moran")
    assert onrecord(tmp_path, *who).returncode == 0
    again = onrecord(tmp_path, *OPEN, ONRECORD_URL=address)
    assert again.returncode == 2 and "EDITION: This series already has an edition with that address" in again.stderr


def test_no_edition_opens_before_somebody_chose_the_address_it_is_called_after(tmp_path: Path) -> None:
    refused = onrecord(tmp_path, *OPEN)
    assert refused.returncode == 1
    assert "would be named localhost:8000/regional-media/13/log permanently" in refused.stderr
    assert json.loads(onrecord(tmp_path, "editions", "--json").stdout) == []
    assert onrecord(tmp_path, *OPEN, ONRECORD_URL="http://localhost:8000").returncode == 0


def test_an_archive_imported_without_an_address_says_what_it_is_called_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    told = "these logs are permanently named localhost:8000/s/…"
    command = ("import", tmp_path / "a.txt", "--series", "s")
    assert told in onrecord(tmp_path / "home", *command).stderr
    assert told not in onrecord(tmp_path / "other", *command, ONRECORD_URL="https://press.example.org").stderr


def test_import_reports_each_file_and_adds_nothing_twice(archive: tuple[Path, Path]) -> None:
    home, folder = archive
    (folder / "b.txt").write_bytes(b"%PDF-1.7 no transcript")
    (folder / "c.txt").write_text(
        TEXT[: TEXT.index("The fourth")]
        + "The fourth is late because the heating that was laid in October does not hold its"
    )
    found = onrecord(home, "import", folder, "--series", "regional-media", "--json")
    assert found.returncode == 1
    first, refused, cut = json.loads(found.stdout)
    assert (first["edition"], first["new"], first["questions"], first["askers_named"]) == (
        "regional-media/2026-05-14",
        False,
        1,
        1,
    )
    assert "PDF" in refused["error"]
    assert (cut["edition"], cut["complete"]) == ("regional-media/2026-05-14-2", False)
    assert cut["warnings"][-1]["line"]
    promised = (
        "file edition format title date language utterances questions answers speakers askers_named askers_unknown "
        "complete warnings"
    )
    for report in (first, refused, cut):
        assert set(promised.split()) <= set(report)
        assert all(set(warning) == {"line", "message"} for warning in report["warnings"])
    assert (
        "2 read as text: its name ends in .txt" in onrecord(home, "import", folder, "--series", "s", "--dry-run").stderr
    )
    listed = json.loads(onrecord(home, "editions", "--json").stdout)
    assert [(one["path"], one["status"]) for one in listed] == [
        ("regional-media/2026-05-14-2", "incomplete"),
        ("regional-media/2026-05-14", "ended"),
    ]


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert onrecord(tmp_path / "home", "import", tmp_path / "a.txt", "--series", "s", "--dry-run").returncode == 0
    assert json.loads(onrecord(tmp_path / "home", "editions", "--json").stdout) == []


def test_export_and_verify(archive: tuple[Path, Path], tmp_path: Path) -> None:
    home, _ = archive
    bundle = tmp_path / "out.zip"
    assert onrecord(home, "export", "regional-media/2026-05-14", "--out", bundle).returncode == 0
    checked = onrecord(tmp_path / "elsewhere", "verify", bundle)
    assert checked.returncode == 0 and checked.stdout.startswith("CHECKED: this record is signed and unchanged.\n")
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(tmp_path / "changed.zip", "w") as changed:
        for member in whole.infolist():
            changed.writestr(member, whole.read(member).replace(b"Three schools", b"Seven schools"))
    failed = onrecord(tmp_path / "elsewhere", "verify", tmp_path / "changed.zip")
    assert failed.returncode == 1 and failed.stdout.startswith("CHECK FAILED: entry ")
    assert onrecord(tmp_path / "elsewhere", "verify", tmp_path / "nothing.zip").returncode == 2
    assert onrecord(home, "export", "regional-media/nothing", "--out", bundle).returncode == 2
    for name in ("json", "text", "html"):
        out = tmp_path / f"out.{name}"
        assert onrecord(home, "export", "regional-media/2026-05-14", "--format", name, "--out", out).returncode == 0
        assert name == "vtt" or "The fourth is late." in out.read_text()


def test_backup_while_serving_and_restore(archive: tuple[Path, Path], tmp_path: Path) -> None:
    home, _ = archive
    copy, keys = tmp_path / "copy.sqlite3", tmp_path / "keys.json"
    with serving(home) as address:
        assert onrecord(home, "backup", copy, "--keys", keys).returncode == 0
        assert onrecord(tmp_path / "elsewhere", "verify", f"{address}/regional-media/2026-05-14/").returncode == 0
    assert (copy.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (0o600, 0o600)
    assert b"Three schools" not in copy.read_bytes()
    assert onrecord(home, "backup", copy).returncode == 1
    found = onrecord(tmp_path / "new", "restore", copy, "--keys", keys)
    assert found.returncode == 0, found.stderr
    assert "checked, unchanged" in found.stderr
    assert (
        onrecord(tmp_path / "new", "export", "regional-media/2026-05-14", "--out", tmp_path / "again.zip").returncode
        == 0
    )
    assert onrecord(tmp_path / "new", "restore", copy, "--keys", keys).returncode == 1
    assert "keys are missing" in onrecord(tmp_path / "third", "restore", copy).stderr


@pytest.mark.parametrize("given", [{}, {"ONRECORD_URL": "https://press.example.org"}])
def test_without_a_public_address_citations_say_the_one_that_is_served(
    archive: tuple[Path, Path], given: dict[str, str]
) -> None:
    home, _ = archive
    with serving(home, **given) as address:
        path = "/regional-media/2026-05-14/u/2/"
        for host in (address.partition("//")[2], "127.0.0.1:1"):
            asked = urllib.request.Request(address + path, headers={"Host": host})
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                page = answer.read().decode()
            assert f"{given.get('ONRECORD_URL', address)}{path}</textarea>" in page
            assert "127.0.0.1:1" not in page


@pytest.mark.parametrize("left", ["onrecord.sqlite3", "onrecord.sqlite3-wal", "onrecord.sqlite3-journal"])
def test_nothing_is_restored_beside_what_is_left_of_another_database(
    left: str, archive: tuple[Path, Path], tmp_path: Path
) -> None:
    copy, keys, home = tmp_path / "copy.sqlite3", tmp_path / "keys.json", tmp_path / "new"
    assert onrecord(archive[0], "backup", copy, "--keys", keys).returncode == 0
    home.mkdir()
    (home / left).write_bytes(b"of another one")
    found = onrecord(home, "restore", copy, "--keys", keys)
    assert found.returncode == 1 and f"{home / left} already exists" in found.stderr
    assert [file.name for file in home.iterdir()] == [left]


def test_a_restore_that_the_disk_was_too_full_for_can_be_tried_again(
    archive: tuple[Path, Path], tmp_path: Path
) -> None:
    copy, keys, home = tmp_path / "copy.sqlite3", tmp_path / "keys.json", tmp_path / "new"
    assert onrecord(archive[0], "backup", copy, "--keys", keys).returncode == 0
    small = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *COMMAND, "restore", str(copy), "--keys", str(keys)]
    failed = subprocess.run(small, env=environment(home), capture_output=True, text=True, check=False)
    assert failed.returncode == 1 and "File too large" in failed.stderr
    assert not list(home.iterdir())
    assert onrecord(home, "restore", copy, "--keys", keys).returncode == 0


def test_a_backup_of_an_installation_that_has_recorded_nothing_comes_back(tmp_path: Path) -> None:
    copy, keys = tmp_path / "copy.sqlite3", tmp_path / "keys.json"
    assert onrecord(tmp_path / "empty", "backup", copy, "--keys", keys).returncode == 0
    found = onrecord(tmp_path / "new", "restore", copy, "--keys", keys)
    assert found.returncode == 0, found.stderr


def test_an_erasure_reaches_backups_made_before(archive: tuple[Path, Path], tmp_path: Path) -> None:
    home, _ = archive
    copy, keys = tmp_path / "copy.sqlite3", tmp_path / "keys.json"
    assert onrecord(home, "backup", copy).returncode == 0
    assert (
        onrecord(home, "erase", "regional-media/2026-05-14", "4", "--legal-basis", "Art. 17 GDPR", "--yes").returncode
        == 0
    )
    with sqlite3.connect(home / "onrecord.sqlite3") as database:
        noted = database.execute("SELECT person_id, data FROM people_journalentry WHERE code = 'erase'").fetchall()
    database.close()
    assert [(person, json.loads(data)) for person, data in noted] == [(None, {"about": 4, "entries": 1})]
    assert onrecord(home, "rebuild", "--check").returncode == 0
    after = tmp_path / "after.sqlite3"
    assert onrecord(home, "backup", after, "--keys", keys).returncode == 0
    old = onrecord(tmp_path / "old", "restore", copy, "--keys", keys)
    assert old.returncode == 1
    assert "not the key that encrypted" in old.stderr
    assert onrecord(tmp_path / "new", "restore", after, "--keys", keys).returncode == 0


def test_rebuild_check_names_the_first_difference(archive: tuple[Path, Path]) -> None:
    home, _ = archive
    assert onrecord(home, "rebuild", "--check").returncode == 0
    with sqlite3.connect(home / "onrecord.sqlite3") as database:
        database.execute("UPDATE proceedings_utterance SET role = 'remark' WHERE \"index\" = 4")
    database.close()
    found = onrecord(home, "rebuild", "--check")
    assert found.returncode == 1
    assert "utterance 4: role is 'remark', but the log says 'question'" in found.stderr
    assert onrecord(home, "rebuild").returncode == 0
    assert onrecord(home, "rebuild", "--check").returncode == 0


def test_a_wrong_setting_or_a_taken_port_is_one_line(tmp_path: Path) -> None:
    wrong = forking.run(
        [*COMMAND, "editions"],
        env=environment(tmp_path, ONRECORD_DEBUG="maybe"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode != 0
    assert wrong.stderr == "onrecord: ONRECORD_DEBUG='maybe': must be yes or no\n"
    with serving(tmp_path) as address:
        taken = onrecord(tmp_path, "serve", "--port", address.rpartition(":")[2])
        assert "can't listen" in taken.stderr


def test_the_demo_plays_to_its_end_and_verifies(tmp_path: Path) -> None:
    bundle = tmp_path / "conference.zip"
    found = onrecord(tmp_path, "demo", "--once", "--speed", "2000", "--port", "0", "--bundle", bundle)
    assert found.returncode == 0, found.stderr
    assert "8 questions answered, 1 corrected" in found.stderr
    assert "signed and unchanged" in found.stderr
    assert "WARNING" not in found.stderr
    assert onrecord(tmp_path, "verify", bundle).returncode == 0


def test_a_demo_says_at_once_where_it_could_not_leave_its_bundle(tmp_path: Path) -> None:
    for options, said in (
        (("--bundle", tmp_path / "b.zip"), "--bundle: it is written when the conference has ended; add --once"),
        (("--once", "--bundle", tmp_path / "no" / "b.zip"), f"--bundle: there is no folder {tmp_path / 'no'}"),
    ):
        found = onrecord(tmp_path, "demo", *options)
        assert (found.returncode, found.stderr) == (2, f"onrecord: {said}\n")


def test_a_demo_that_is_stopped_takes_its_data_along(tmp_path: Path) -> None:
    with serving(tmp_path, "demo", "--port", "0", TMPDIR=str(tmp_path)):
        assert list(tmp_path.glob("onrecord-demo-*"))
    assert not list(tmp_path.iterdir())


def test_a_demo_leaves_the_real_installation_alone(tmp_path: Path) -> None:
    real, secret = "postgres://press@127.0.0.1:1/real", tmp_path / "database"
    secret.write_text(real)
    settings = {"ONRECORD_DATABASE_URL_FILE": str(secret), "ONRECORD_ADMINISTRATOR": "ines@example.org"}
    with (
        serving(tmp_path / "real", "demo", "--port", "0", DATABASE_URL=real, **settings) as address,
        urllib.request.urlopen(f"{address}/regional-media/13/") as page,
    ):
        assert page.status == 200
    assert not (tmp_path / "real").exists()


def test_the_server_ends_within_seconds_with_streams_open(archive: tuple[Path, Path]) -> None:
    import http.client

    home, _ = archive
    process = forking.Process(
        [*COMMAND, "serve", "--port", "0"], env=environment(home), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    line = ""
    while "http://" not in line:
        line = process.stderr.readline()
        assert line, "the server did not start"
    port = int(line.split("localhost:")[1].split("/")[0])
    streams = []
    for _ in range(20):
        stream = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        stream.request("GET", "/regional-media/2026-05-14/live/stream?after=0")
        assert stream.getresponse().read(6) == b"retry:"
        streams.append(stream)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(PATIENCE)
    assert time.monotonic() - started < 5 * slowness()
    process.stderr.close()
    for stream in streams:
        stream.close()

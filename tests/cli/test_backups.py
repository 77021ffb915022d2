"""A backup opens nothing without its keys, lets nobody in with them, and comes back whole or not at all."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.keeping import envelope
from onrecord.keeping.restoring import LEFT_OUT, wrapping_keys
from tests import forking
from tests.server import environment, onrecord, serving
from tests.waiting import PATIENCE

EDITION = "regional-media/2026-05-14"
TEXT = "Press conference of 14 May 2026\n\nMODERATOR: Good morning.\n\nGOVERNOR FERRO: Three schools have opened.\n"
HOLDS = {
    "account_emailaddress", "account_emailconfirmation", "accreditation_amendment", "accreditation_appeal",
    "accreditation_application", "accreditation_call", "accreditation_came", "accreditation_document",
    "accreditation_drawnonce", "accreditation_freeze", "accreditation_identity", "accreditation_look",
    "accreditation_named", "accreditation_nomination", "accreditation_notice", "accreditation_ofoutlet",
    "accreditation_page", "accreditation_quota", "accreditation_selection", "accreditation_step",
    "accreditation_vetting", "accreditation_waiting", "auth_group", "auth_group_permissions", "auth_permission",
    "django_content_type", "django_migrations", "events_appointment", "events_edition", "events_logo", "events_pause",
    "events_presence", "events_series", "events_session", "keeping_done", "mfa_authenticator",
    "people_journalentry", "people_membership", "people_outlet", "people_outletname", "people_person",
    "post_letter", "proceedings_annotation", "proceedings_correctionrequest", "proceedings_rule",
    "proceedings_speakeropening", "proceedings_utterance", "programme_draft", "record_entry", "record_foldstate",
    "record_log", "record_opening", "record_tile", "sqlite_sequence", "transcription_abbreviation",
    "transcription_preparedtext", "transcription_speaker", "transcription_typed",
}  # fmt: skip
"""The tables whose rows a backup holds. A new one belongs here, or into LEFT_OUT if a row of it lets somebody in."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home in it, a backup of it and its keys."""
    folder = tmp_path_factory.mktemp("backups")
    (folder / "a.txt").write_text(TEXT)
    assert onrecord(folder / "home", "import", folder / "a.txt", "--series", "regional-media").returncode == 0
    who = ("ines@example.org", "administrator", "--name", "Ines Varga")
    assert onrecord(folder / "home", "appoint", *who).returncode == 0
    assert onrecord(folder / "home", "backup", folder / "copy", "--keys", folder / "keys").returncode == 0
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "home", tmp_path / "home"))


@pytest.fixture
def pair(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A backup and its keys."""
    return Path(shutil.copy(built / "copy", tmp_path / "copy")), Path(shutil.copy(built / "keys", tmp_path / "keys"))


class Browser:
    """Somebody with cookies, who follows redirects."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, path: str, form: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self._opener.open(self.address + path, body, timeout=PATIENCE) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return f"{error.code}"

    def send(self, path: str, form: dict[str, str]) -> str:
        """Open a form and post it."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.open(path))
        assert found
        return self.open(path, form | {"csrfmiddlewaretoken": found[1]})


def signed_in(home: Path, address: str) -> Browser:
    link = urllib.parse.urlsplit(onrecord(home, "signin", "ines@example.org").stdout.strip())
    browser = Browser(address)
    assert "Signed in as Ines Varga" in browser.send(f"{link.path}?{link.query}", {})
    return browser


def lets_in(address: str, cookie: str) -> bool:
    asked = urllib.request.Request(f"{address}/desk/", headers={"Cookie": f"onrecord={urllib.parse.quote(cookie)}"})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as page:
        return b"Signed in as" in page.read()


def rows(copy: Path, keys: Path, plain: Path) -> dict[str, list[tuple[object, ...]]]:
    """What is in each table of a backup, for whoever has its keys."""
    with copy.open("rb") as sealed, plain.open("wb") as out:
        envelope.unseal(sealed, out, keys=wrapping_keys(json.loads(keys.read_text())))
    with closing(sqlite3.connect(plain)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def test_no_value_in_a_backup_signs_in_even_for_whoever_has_its_keys(home: Path, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copy", tmp_path / "keys"
    with serving(home, ONRECORD_MAIL="page") as address:
        browser, asking = signed_in(home, address), Browser(address)
        asking.send("/sign-in/", {"email": "ines@example.org"})
        code = re.search(r"[A-Z]{4}-[A-Z]{4}", asking.open("/mail/"))
        link = onrecord(home, "signin", "ines@example.org").stdout.strip()
        cookies = [cookie.value or "" for one in (browser, asking) for cookie in one.jar]
        assert code and any(lets_in(address, cookie) for cookie in cookies)
        assert onrecord(home, "backup", copy, "--keys", keys).returncode == 0

        tables = rows(copy, keys, tmp_path / "plain")
        assert set(tables) == HOLDS | {name for name in LEFT_OUT if name in tables}
        assert not [name for name in LEFT_OUT if tables.get(name)]
        plain = (tmp_path / "plain").read_bytes()
        secrets = [
            code[0],
            code[0].replace("-", ""),
            urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0],
        ]
        assert not [secret for secret in secrets + cookies if secret.encode() in plain]
        texts = {str(value) for table in tables.values() for row in table for value in row if isinstance(value, str)}
        texts = {text for text in texts if text.isascii() and text.isprintable() and 8 <= len(text) <= 200}
        assert texts and not [text for text in texts if lets_in(address, text)]
        for text in sorted(texts):
            assert asking.open(f"/sign-in/link/?{urllib.parse.urlencode({'token': text})}") == "410"


def test_after_a_restore_nobody_is_signed_in_and_no_link_from_before_works(home: Path, tmp_path: Path) -> None:
    with serving(home) as address:
        cookies = [cookie.value or "" for cookie in signed_in(home, address).jar]
        assert any(lets_in(address, cookie) for cookie in cookies)
        link = urllib.parse.urlsplit(onrecord(home, "signin", "ines@example.org").stdout.strip())
        assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    assert onrecord(tmp_path / "new", "restore", tmp_path / "copy", "--keys", tmp_path / "keys").returncode == 0
    with serving(tmp_path / "new") as address:
        assert not any(lets_in(address, cookie) for cookie in cookies)
        assert Browser(address).open(f"{link.path}?{link.query}") == "410"
        assert signed_in(tmp_path / "new", address)


def test_a_backup_of_an_earlier_version_comes_back_without_its_sessions(
    home: Path, built: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(home / "onrecord.sqlite3", isolation_level=None)) as database:
        database.execute(
            "INSERT INTO people_session VALUES ('k' || hex(randomblob(15)), 'a:b', '2999-01-01', '', NULL, NULL)"
        )
        database.execute("VACUUM INTO ?", [str(tmp_path / "copy")])
    assert onrecord(tmp_path / "new", "restore", tmp_path / "copy", "--keys", built / "keys").returncode == 0
    with closing(sqlite3.connect(tmp_path / "new/onrecord.sqlite3")) as database:
        assert database.execute("SELECT * FROM people_session").fetchall() == []


@pytest.mark.parametrize("at", [40_000, -1])
def test_a_damaged_backup_is_told_in_one_line_and_leaves_nothing(
    at: int, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    copy, keys = pair
    whole = bytearray(copy.read_bytes())
    whole[at] ^= 1
    copy.write_bytes(whole if at != -1 else whole[:-1])
    found = onrecord(tmp_path / "new", "restore", copy, "--keys", keys)
    assert found.returncode == 1 and found.stderr.count("\n") == 1, found.stderr
    assert "damaged" in found.stderr
    assert not list((tmp_path / "new").iterdir())


def test_a_damaged_database_of_an_earlier_backup_is_told_in_one_line(
    home: Path, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(home / "onrecord.sqlite3")) as database:
        database.execute("VACUUM INTO ?", [str(tmp_path / "plain")])
    whole = (tmp_path / "plain").read_bytes()
    (tmp_path / "plain").write_bytes(whole[:5000] + os.urandom(20_000) + whole[25_000:])
    found = onrecord(tmp_path / "new", "restore", tmp_path / "plain", "--keys", pair[1])
    assert found.returncode == 1 and found.stderr.count("\n") == 1 and "damaged" in found.stderr, found.stderr
    assert not list((tmp_path / "new").iterdir())


def test_a_backup_whose_tables_cannot_be_brought_up_to_date_leaves_nothing(
    home: Path, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(home / "onrecord.sqlite3", isolation_level=None)) as database:
        database.execute("DROP TABLE keeping_done")
        database.execute("UPDATE django_migrations SET name = '0001_initial' WHERE app = 'record'")
        database.execute("VACUUM INTO ?", [str(tmp_path / "plain")])
    found = onrecord(tmp_path / "new", "restore", tmp_path / "plain", "--keys", pair[1])
    assert found.returncode == 1 and found.stderr.count("\n") == 1, found.stderr
    assert "made by an earlier development version" in found.stderr
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "is not a key file"),
        (b'{"openings.key": ""}', "is not a key file"),
        (b'{"signing.key": 5, "openings.key": "AAAA"}', "is not a key file"),
    ],
)
def test_a_damaged_key_file_is_told_in_one_line(
    content: bytes, says: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    pair[1].write_bytes(content)
    found = onrecord(tmp_path / "new", "restore", pair[0], "--keys", pair[1])
    assert found.returncode == 1 and says in found.stderr and found.stderr.count("\n") == 1, found.stderr


def test_another_signing_key_is_refused_before_anything_is_put_in_place(
    home: Path, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    copy, keys = pair
    found = json.loads(keys.read_text())
    keys.write_text(json.dumps(found | {"signing.key": found["django.key"]}))
    refused = onrecord(tmp_path / "new", "restore", copy, "--keys", keys)
    assert refused.returncode == 1 and "is not the key that signed" in refused.stderr
    assert not list((tmp_path / "new").iterdir())


def test_a_backup_beside_erasures_and_its_keys_open_each_other(tmp_path: Path) -> None:
    home = tmp_path / "home"
    many = "\n\n".join(f"GOVERNOR FERRO: Sentence {number}.\n\nMODERATOR: Thank you." for number in range(20))
    (tmp_path / "a.txt").write_text(f"Press conference of 14 May 2026\n\n{many}\n")
    assert onrecord(home, "import", tmp_path / "a.txt", "--series", "regional-media").returncode == 0
    erasing = forking.Process([sys.executable, "-c", ERASE], env=environment(home))
    taken = 0
    while erasing.poll() is None or not taken:
        copy, keys = tmp_path / f"copy-{taken}", tmp_path / f"keys-{taken}"
        done = onrecord(home, "backup", copy, "--keys", keys)
        assert done.returncode == 0 or "being erased right now" in done.stderr, done.stderr
        if done.returncode == 0:
            found = onrecord(tmp_path / f"new-{taken}", "restore", copy, "--keys", keys)
            assert found.returncode == 0, found.stderr
        taken += 1
    assert erasing.returncode == 0


ERASE = """
import django
django.setup()
from onrecord.proceedings import entries
from onrecord.record.models import Log
log = Log.objects.get()
for index in range(2, 40):
    entries.erase(log, index, legal_basis="Art. 17 GDPR")
"""


def test_a_home_and_a_database_that_others_could_read_are_closed_to_them(home: Path) -> None:
    home.chmod(0o755)
    (home / "onrecord.sqlite3").chmod(0o644)
    assert onrecord(home, "rebuild").returncode == 0
    assert {home.stat().st_mode & 0o777, (home / "keys").stat().st_mode & 0o777} == {0o700}
    assert {file.stat().st_mode & 0o777 for file in home.glob("onrecord.sqlite3*")} == {0o600}


def test_a_folder_with_other_things_in_it_stays_open_and_the_database_in_it_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir(mode=0o755)
    (home / "notes.txt").write_text("of somebody else")
    assert onrecord(home, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    assert home.stat().st_mode & 0o777 == 0o755
    assert (home / "onrecord.sqlite3").stat().st_mode & 0o777 == 0o600
    assert (home / "keys").stat().st_mode & 0o777 == 0o700


def test_five_commands_at_once_on_a_new_home_all_succeed(tmp_path: Path) -> None:
    def appoint(number: int) -> None:
        who = (f"p{number}@example.org", "administrator", "--name", f"Person {number}")
        ended.append(onrecord(tmp_path / "home", "appoint", *who))

    ended: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=appoint, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.stderr for one in ended if one.returncode] == []
    assert len(json.loads(onrecord(tmp_path / "home", "people", "--json").stdout)) == 5

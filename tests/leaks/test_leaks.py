"""The leak matrix: every restricted kind against every way out, asked of a real server and the real commands.

A way out is a function that gives all the bytes it lets out, headers and file names included. A new public address,
way of the live record or command that stands in no way out fails `test_every_way_out_is_in_the_matrix`.
"""

from __future__ import annotations

import io
import os
import re
import select
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from onrecord.cli.main import app
from onrecord.live import application
from tests.leaks.building import GONE, OFFICER, PUBLIC, RESTRICTED, WAITING
from tests.leaks.desk import work
from tests.server import Running, environment, onrecord
from tests.web.test_permissions import ADDRESSES, EDITION, LOG, Open, Public

E = "/regional-media/13/"


@dataclass(frozen=True)
class Place:
    """A running server with the edition in it."""

    home: Path
    address: str
    size: int
    server: Running
    kept: list[tuple[str, int, str]] = field(default_factory=list)
    """Of each answer so far its path, its status, and what it lets caches do."""

    def get(self, path: str) -> bytes:
        """Status, headers and body of an answer, errors too."""
        try:
            answer = urllib.request.urlopen(self.address + path, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.kept.append((path, answer.status, answer.headers["Cache-Control"] or ""))
            return f"{answer.status}\n{answer.headers}\n".encode() + answer.read()

    def all(self, path: str) -> bytes:
        """The same for each entry's index in the place of {}."""
        return b"".join(self.get(path.format(index)) for index in range(self.size + 1))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("leaks")
    build(home)
    server = Running(home, ONRECORD_LOG_LEVEL="debug", ONRECORD_LIVE_BEAT="1")
    try:
        link = urlsplit(onrecord(home, "signin", OFFICER).stdout.strip())
        work(server.address, f"{link.path}?{link.query}", E)
        yield Place(home, server.address, size_of(server.address), server)
    finally:
        server.stop()


def build(home: Path) -> None:
    """Make the edition in that home."""
    built = subprocess.run(
        [sys.executable, "-m", "tests.leaks.building"],
        env=environment(home, DJANGO_SETTINGS_MODULE="onrecord.web.settings"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr


def size_of(address: str) -> int:
    """How many entries the edition served there has."""
    with urllib.request.urlopen(f"{address}{E}log/checkpoint") as checkpoint:
        return int(checkpoint.read().split()[1])


def found(place: Place) -> bytes:
    """What a search finds for the beginning of each secret, and for what occurs in every passage."""
    sought = {word[:3] for word in RESTRICTED.values()} | {"a", "e", "plo", "off"}
    return place.get(E + "record/find/") + b"".join(place.get(f"{E}record/find/?q={one}") for one in sorted(sought))


def bundle(place: Place) -> bytes:
    answer = place.get(E + "export/bundle/")
    start = answer.index(b"PK\x03\x04")
    with zipfile.ZipFile(io.BytesIO(answer[start:])) as archive:
        return answer[:start] + b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def exports(place: Place) -> bytes:
    from onrecord.publication.exports import FORMATS

    return bundle(place) + b"".join(place.get(f"{E}export/{name}/") for name in FORMATS if name != "bundle")


def tiles(place: Place) -> bytes:
    return place.get(f"{E}log/tile/0/000.p/{place.size}") + place.get(f"{E}log/tile/entries/000.p/{place.size}")


def stream(place: Place) -> bytes:
    """The stream from its beginning, until the last segment has come."""
    host, port = place.address.removeprefix("http://").split(":")
    last = len(catch_up(place).split(b'{"n":')) - 2
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"GET {E}live/stream?after=-1 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = b""
        while f"id: {last}\n".encode() not in heard:
            heard += connection.recv(65_536)
        return heard


def catch_up(place: Place) -> bytes:
    return place.get(E + "live/page/0")


def segments(place: Place) -> bytes:
    count = len(catch_up(place).split(b'{"n":')) - 1
    return b"".join(place.get(f"{E}live/{n}") for n in range(count))


def errors(place: Place) -> bytes:
    paths = ("/nothing/", E + "record/?from=x", E + "u/999/", E + "export/nothing/", E + "log/open/999", E + "live/999")
    return b"".join(map(place.get, paths))


COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "editions": [("--json",)],
    "rebuild": [("--check",)],
    "verify": [("{address}", "--json"), ("{out}/bundle.zip",)],
    "export": [
        *(("regional-media/13", "--format", name, "--out", "{out}/" + name) for name in ("json", "text", "html")),
        ("regional-media/13", "--out", "{out}/bundle.zip"),
    ],
    "people": [()],
}
"""What is run of each command that tells of a record, or of who works on one."""
ELSEWHERE = {"backup", "restore", "serve"}
"""Commands whose ways out are tested below by themselves, and all pages, which `serve` lets out."""
SPEAKS_OF_NO_RECORD = {"demo", "open", "continue", "date", "import", "signin", "appoint", "dismiss", "erase", "floor"}
"""Commands that read no record: they make one, or say what they did, or are about other files."""


def commands(place: Place) -> bytes:
    out = place.home / "exported"
    out.mkdir(exist_ok=True)
    said = b""
    for name in ("editions", "rebuild", "export", "verify", "people"):
        for arguments in COMMANDS[name]:
            filled = (one.format(address=place.address + E, out=out) for one in arguments)
            done = onrecord(place.home, name, *filled)
            assert done.returncode == 0, done.stderr
            said += (done.stdout + done.stderr).encode()
    return said + b"".join(file.name.encode() + file.read_bytes() for file in out.iterdir() if file.suffix != ".zip")


def at_rest(place: Place) -> bytes:
    """The database as it lies on the disk, and a backup of it: nothing restricted in the clear."""
    copy = place.home / "copy.sqlite3"
    copy.unlink(missing_ok=True)
    assert onrecord(place.home, "backup", copy).returncode == 0
    return b"".join(file.read_bytes() for file in place.home.glob("*.sqlite3*"))


def log_lines(place: Place) -> bytes:
    """What the server has written at log level debug while all that `desk.work` does was done, and addresses failed."""
    errors(place)
    said, pipe = b"", place.server.process.stderr
    assert pipe
    while select.select([pipe], [], [], 0.5)[0]:
        said += os.read(pipe.fileno(), 65_536)
    return said


def page(path: str) -> Callable[[Place], bytes]:
    return lambda place: place.get(path)


WAYS: dict[str, Callable[[Place], bytes]] = {
    "": page("/"),
    "verify/": page("/verify/"),
    "verify/onrecord_check.py": page("/verify/onrecord_check.py"),
    "<slug:series>/": page("/regional-media/"),
    EDITION: page(E),
    EDITION + "record/": lambda place: page(E + "record/")(place) + place.all(E + "record/?from={}"),
    EDITION + "record/part/": lambda place: place.all(E + "record/part/?from={}") + place.all(E + "record/?before={}"),
    EDITION + "record/find/": found,
    EDITION + "screen/": lambda place: place.get(E + "screen/") + place.get(E + "screen/?lines=6"),
    EDITION + "u/<number:index>/": lambda place: place.all(E + "u/{}/"),
    EDITION + "u/<number:index>/ask/": lambda place: (
        place.all(E + "u/{}/ask/") + place.all(E + "u/{}/ask/?words=plover")
    ),
    EDITION + "u/<number:index>.tlog-proof": lambda place: place.all(E + "u/{}.tlog-proof"),
    EDITION + "export/<slug:format>/": exports,
    LOG + "checkpoint": page(E + "log/checkpoint"),
    LOG + "verifier.key": page(E + "log/verifier.key"),
    LOG + "tile/<path:path>": tiles,
    LOG + "open/<number:index>": lambda place: place.all(E + "log/open/{}"),
    "sign-in/": page("/sign-in/"),
    "sign-in/code/": page("/sign-in/code/"),
    "sign-in/link/": page("/sign-in/link/?token=x"),
    "sign-in/first/": page("/sign-in/first/"),
    "sign-out/": page("/sign-out/"),
    "mail/": page("/mail/"),
    "live/stream": stream,
    "live/now": page(E + "live/now"),
    "live/<n>": segments,
    "live/page/<k>": catch_up,
    "errors": errors,
    "commands": commands,
    "at rest": at_rest,
    "log lines": log_lines,
}


def test_every_way_out_is_in_the_matrix() -> None:
    anonymous = {route for route, address in ADDRESSES.items() if isinstance(address, Public | Open)}
    assert anonymous <= set(WAYS), "an address that anyone may open stands in no way out of the leak matrix"
    assert {f"live/{way}" for way in application.WAYS} <= set(WAYS), "a way of the live record stands in none"
    registered = {command.name for command in app.registered_commands} | {one.name for one in app.registered_groups}
    assert registered == set(COMMANDS) | ELSEWHERE | SPEAKS_OF_NO_RECORD, "a command stands in none"


def told(let_out: bytes, kinds: Iterable[str] = RESTRICTED) -> set[str]:
    """The kinds of which something stands in `let_out`: as it was said, in capitals, or as a name in an address."""
    plain = re.sub(rb"(?:[-_+\s]|%20|&nbsp;|\xc2\xa0)+", b" ", let_out.replace(b"<mark>", b"").replace(b"</mark>", b""))
    return {kind for kind in kinds if RESTRICTED[kind].lower().encode() in plain.lower()}


@pytest.mark.parametrize(
    "written", ["Zelda Kestrel", "ZELDA KESTREL", "zelda-kestrel", "Zelda%20Kestrel", "Zelda\n  Kestrel"]
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert told(written.encode()) == {"on background: who"}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_restricted_gets_out(way: str, place: Place) -> None:
    let_out = WAYS[way](place)
    assert let_out
    assert told(let_out) <= (set(WAITING) if way == "at rest" else set())


ASKED = [
    way for way in WAYS if way not in ("live/stream", "commands", "at rest", "log lines", LOG + "tile/<path:path>")
]
"""The ways that are answers of their own; tiles hold no words and may be kept for ever."""
ERASED_WITHIN = 300


@pytest.mark.parametrize("way", ASKED)
def test_no_cache_keeps_long_what_may_be_erased_nor_at_all_what_is_not_for_all(way: str, place: Place) -> None:
    place.kept.clear()
    WAYS[way](place)
    assert place.kept
    for path, status, cache in place.kept:
        if status >= 400 or path.startswith(("/sign-", "/mail")):
            assert "no-store" in cache, path
        else:
            assert kept_by_a_proxy(cache) + kept_by_a_browser(cache) <= ERASED_WITHIN, path


def kept_by_a_proxy(cache: str) -> int:
    """Seconds for which a proxy may give an answer out, the server failing all the while."""
    fresh = "s-maxage" if "s-maxage" in cache else "max-age"
    return seconds(cache, fresh) + max(seconds(cache, "stale-while-revalidate"), seconds(cache, "stale-if-error"))


def kept_by_a_browser(cache: str) -> int:
    """Seconds for which a browser may show it afterwards; none implements `stale-if-error`."""
    return seconds(cache, "max-age") + seconds(cache, "stale-while-revalidate")


def seconds(cache: str, name: str) -> int:
    """0 where an answer has to be asked for anew each time."""
    found = re.search(rf"(?<![\w-]){name}=(\d+)", cache)
    assert found or name.startswith("stale") or "no-cache" in cache or "no-store" in cache, cache
    return int(found[1]) if found else 0


def test_the_stream_is_kept_by_nobody(place: Place) -> None:
    assert b"cache-control: no-store" in stream(place).lower()


def test_a_backup_from_before_an_erasure_opens_nothing_with_the_keys_of_today(place: Place, tmp_path: Path) -> None:
    assert onrecord(place.home, "backup", tmp_path / "again", "--keys", tmp_path / "keys").returncode == 0
    restored = onrecord(tmp_path / "home", "restore", place.home / "before.backup", "--keys", tmp_path / "keys")
    assert restored.returncode == 1 and "is not the key that encrypted" in restored.stderr
    assert not list((tmp_path / "home").rglob("*.sqlite3*")), "nothing of it came into place"


def test_a_backup_alone_tells_nothing_whatever_it_was_and_names_nobody(place: Place, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copy", tmp_path / "keys"
    assert onrecord(place.home, "backup", copy, "--keys", keys).returncode == 0
    sought = {*RESTRICTED.values(), *PUBLIC, OFFICER, "Chiara Okoye", "Governor Ferro", "localhost", "CREATE TABLE"}
    assert not [word for word in sought if word.encode() in copy.read_bytes()]


def test_a_backup_from_after_an_erasure_has_nothing_of_it(place: Place, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copy", tmp_path / "keys"
    assert onrecord(place.home, "backup", copy, "--keys", keys).returncode == 0
    assert onrecord(tmp_path / "home", "restore", copy, "--keys", keys).returncode == 0
    opened = _all_that_opens(tmp_path / "home")
    assert b"plover" in opened
    assert not told(opened, GONE)


def _all_that_opens(home: Path) -> bytes:
    command = [sys.executable, "-m", "tests.leaks.opening"]
    settings = environment(home, DJANGO_SETTINGS_MODULE="onrecord.web.settings")
    return subprocess.run(command, env=settings, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "way", [EDITION + "record/", EDITION + "record/find/", EDITION + "u/<number:index>/", "live/stream", "live/<n>"]
)
def test_what_is_public_does_get_out_there(way: str, place: Place) -> None:
    let_out = WAYS[way](place).decode(errors="replace").replace("<mark>", "").replace("</mark>", "")
    assert "plover" in let_out
    assert "an official of the region" in let_out


def test_every_public_word_is_on_the_record_page(place: Place) -> None:
    shown = WAYS[EDITION + "record/"](place).decode()
    assert [word for word in PUBLIC if word not in shown] == []

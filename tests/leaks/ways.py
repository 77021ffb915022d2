"""The ways out: each is a function that gives all the bytes it lets out, headers and file names included."""

from __future__ import annotations

import io
import os
import select
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.leaks.building import RESTRICTED
from tests.server import Running, environment, onrecord
from tests.waiting import PATIENCE
from tests.web.addresses import EDITION, LOG

E = "/regional-media/13/"


@dataclass(frozen=True)
class Place:
    """A running server with the edition in it."""

    home: Path
    address: str
    size: int
    server: Running
    asked_of: Iterable[int] | None = None
    """The entries that ways are asked of, where it isn't all."""
    kept: list[tuple[str, int, str]] = field(default_factory=list)
    """Of each answer so far its path, its status, and what it lets caches do."""

    def get(self, path: str) -> bytes:
        """Status, headers and body of an answer, errors too."""
        try:
            answer = urllib.request.urlopen(self.address + path, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.kept.append((path, answer.status, answer.headers["Cache-Control"] or ""))
            return f"{answer.status}\n{answer.headers}\n".encode() + answer.read()

    def all(self, path: str) -> bytes:
        """The same for each entry's index in the place of {}."""
        return b"".join(self.get(path.format(index)) for index in self.asked_of or range(self.size + 1))


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
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
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

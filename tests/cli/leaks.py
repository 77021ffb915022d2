"""What the commands let out, the files that they leave, and the server's log."""

from __future__ import annotations

import os
import select
from collections.abc import Callable

from tests.addresses import E
from tests.leaks.place import Place
from tests.server import onrecord
from tests.web.leaks import errors

COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "editions": [("--json",)],
    "rebuild": [("--check",)],
    "verify": [("{address}", "--json"), ("{out}/bundle.zip",)],
    "export": [
        *(("regional-media/13", "--format", name, "--out", "{out}/" + name) for name in ("json", "text", "html")),
        ("regional-media/13", "--out", "{out}/bundle.zip"),
    ],
    "people": [()],
    "accreditation": [("counts", "regional-media/13", "--json")],
}
"""What is run of each command that tells of a record, or of who works on one."""


def commands(place: Place) -> bytes:
    out = place.home / "exported"
    out.mkdir(exist_ok=True)
    said = b""
    for name in ("editions", "rebuild", "export", "verify", "people", "accreditation"):
        for arguments in COMMANDS[name]:
            filled = (one.format(address=place.address + E, out=out) for one in arguments)
            done = onrecord(place.home, name, *filled)
            assert done.returncode == 0, done.stderr
            said += (done.stdout + done.stderr).encode()
    return said + b"".join(file.name.encode() + file.read_bytes() for file in out.iterdir() if file.suffix != ".zip")


def at_rest(place: Place) -> bytes:
    """The database and the files as they lie on the disk, and a backup of it: nothing restricted in the clear."""
    copy = place.home / "copy.sqlite3"
    copy.unlink(missing_ok=True)
    assert onrecord(place.home, "backup", copy).returncode == 0
    lying = [*place.home.glob("*.sqlite3*"), *place.home.glob("files/*")]
    return b"".join(file.name.encode() + file.read_bytes() for file in lying)


def log_lines(place: Place) -> bytes:
    """What the server has written at log level debug while all that `desk.work` does was done, and addresses failed."""
    errors(place)
    said, pipe = b"", place.server.process.stderr
    assert pipe
    while select.select([pipe], [], [], 0.5)[0]:
        said += os.read(pipe.fileno(), 65_536)
    return said


WAYS: dict[str, Callable[[Place], bytes]] = {
    "commands": commands,
    "at rest": at_rest,
    "log lines": log_lines,
}

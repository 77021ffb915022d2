"""A running server with the edition in it, of which the ways out are asked."""

from __future__ import annotations

import gzip
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests import forking
from tests.addresses import E
from tests.server import Running, environment
from tests.waiting import PATIENCE


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
    asked: dict[str, tuple[bytes, list[tuple[str, int, str]]]] = field(default_factory=dict)
    """What came out at each way, for tests that look at the same."""

    def behind(self, language: str) -> Place:
        """The same, asked for what it has in that language."""
        return replace(self, address=f"{self.address}/{language}")

    def get(self, path: str, *, packed: bool = False) -> bytes:
        """Status, headers and body of an answer, errors too; unpacked where it was asked for `packed`."""
        asked = urllib.request.Request(self.address + path, headers={"Accept-Encoding": "gzip"} if packed else {})
        try:
            answer = urllib.request.urlopen(asked, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.kept.append((path, answer.status, answer.headers["Cache-Control"] or ""))
            body = answer.read()
            body = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
            return f"{answer.status}\n{answer.headers}\n".encode() + body

    def all(self, path: str) -> bytes:
        """The same for each entry's index in the place of {}."""
        return b"".join(self.get(path.format(index)) for index in self.asked_of or range(self.size + 1))


def build(home: Path) -> None:
    """Make the edition in that home."""
    built = forking.run(
        [sys.executable, "-m", "tests.leaks.building"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr


def size_of(address: str) -> int:
    """How many entries the edition served there has."""
    with urllib.request.urlopen(f"{address}{E}log/checkpoint") as checkpoint:
        return int(checkpoint.read().split()[1])


def page(path: str) -> Callable[[Place], bytes]:
    """The way out that is one page."""
    return lambda place: place.get(path)

"""The leak matrix: every restricted kind against every way out, asked of a real server and the real commands.

A way out is a function that gives all the bytes it lets out, headers and file names included. A new public address,
way of the live record or command that stands in no way out fails `test_every_way_out_is_in_the_matrix`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from onrecord.cli.main import app
from onrecord.live import application
from tests import forking
from tests.addresses import EDITION, LOG, E, Open, Public, every_address
from tests.cli.leaks import COMMANDS
from tests.leaks.building import GONE, OFFICER, PUBLIC, WAITING, restricted
from tests.leaks.desk import work
from tests.leaks.place import Place, build, size_of
from tests.leaks.ways import WAYS
from tests.live.leaks import stream
from tests.server import Running, environment, onrecord

RESTRICTED = restricted()


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


ELSEWHERE = {"backup", "restore", "serve"}
"""Commands whose ways out are tested below by themselves, and all pages, which `serve` lets out."""
SPEAKS_OF_NO_RECORD = {"demo", "open", "continue", "date", "import", "signin", "appoint", "dismiss", "erase", "floor"}
SPEAKS_OF_NO_RECORD |= {"reset-second-factor"}
"""Commands that read no record: they make one, or say what they did, or are about other files."""


def test_every_way_out_is_in_the_matrix() -> None:
    anonymous = {route for route, address in every_address().items() if isinstance(address, Public | Open)}
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


def asked(way: str, place: Place) -> tuple[bytes, list[tuple[str, int, str]]]:
    """All that comes out there, asked for once, and what caches may do with each answer."""
    if way not in place.asked:
        place.kept.clear()
        place.asked[way] = WAYS[way](place), [*place.kept]
    return place.asked[way]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_restricted_gets_out(way: str, place: Place) -> None:
    let_out, _ = asked(way, place)
    assert let_out
    assert told(let_out) <= (set(WAITING) if way == "at rest" else set())


ASKED = [
    way
    for way in WAYS
    if not way.endswith(("live/stream", "commands", "at rest", "log lines", LOG + "tile/<path:path>"))
]
"""The ways that are answers of their own; tiles hold no words and may be kept for ever."""
ERASED_WITHIN = 300


@pytest.mark.parametrize("way", ASKED)
def test_no_cache_keeps_long_what_may_be_erased_nor_at_all_what_is_not_for_all(way: str, place: Place) -> None:
    _, kept = asked(way, place)
    assert kept
    for path, status, cache in kept:
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
    settings = environment(home)
    return forking.run(command, env=settings, capture_output=True, check=True).stdout


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

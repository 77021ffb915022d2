"""What a server holds open: no more after thousands of requests than after the first, on the database that is in use."""

from __future__ import annotations

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import forking
from tests.live.publisher import PATH, Publisher
from tests.rounds import rounds
from tests.server import COMMAND, Running, environment
from tests.waiting import PATIENCE

pytestmark = pytest.mark.postgres
GIVEN = os.environ.get("DATABASE_URL")
DATABASE = {"DATABASE_URL": f"{GIVEN}_connections"} if GIVEN else {}
"""A database of its own: another test's record is sealed with other keys."""
EDITION = PATH.removesuffix("live/")
CHECKPOINT = f"{EDITION}log/checkpoint"
ADDRESSES = [CHECKPOINT, f"{PATH}0", CHECKPOINT, f"{EDITION}u/2/", CHECKPOINT, "/sign-in/", CHECKPOINT, "/nosuch/"]


@dataclass
class Held:
    """By a server's process; `connections` are those to PostgreSQL, by whomever."""

    files: int
    megabytes: int
    connections: int


def held(server: Running) -> Held:
    process = Path(f"/proc/{server.process.pid}")
    pages = int((process / "statm").read_text().split()[1])
    return Held(len(list((process / "fd").iterdir())), pages * 4096 // 2**20, connections())


def connections() -> int:
    if not DATABASE:
        return 0
    import psycopg

    with psycopg.connect(DATABASE["DATABASE_URL"]) as asking:
        ours = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        row = asking.execute(ours).fetchone()
    assert row
    return int(row[0])


def ask(port: int, times: int, paths: list[str] = ADDRESSES) -> set[int]:
    """Ask one after another; the statuses of the answers."""
    seen = set()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        for number in range(times):
            connection.request("GET", paths[number % len(paths)])
            answer = connection.getresponse()
            answer.read()
            seen.add(answer.status)
    return seen


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    if GIVEN:
        import psycopg

        with psycopg.connect(GIVEN, autocommit=True) as asking:
            asking.execute(f"CREATE DATABASE {GIVEN.rpartition('/')[2]}_connections")
    with Publisher(home, **DATABASE) as publisher:
        publisher.do("together 120")
    return home


@pytest.fixture
def server(home: Path) -> Iterator[Running]:
    server = Running(home, **DATABASE)
    yield server
    server.stop()


@pytest.mark.slow
def test_many_requests_leave_no_connection_no_file_and_no_memory_behind(server: Running) -> None:
    assert ask(server.port, 200) == {200, 404}
    before = held(server)
    assert ask(server.port, rounds(600, long=2_000)) == {200, 404}
    after = held(server)
    assert after.files <= before.files + 5, (before, after)
    assert after.connections <= before.connections + 2, (before, after)
    assert after.megabytes <= before.megabytes + 15, (before, after)


def test_a_crowd_at_once_takes_a_bounded_number_and_everybody_is_answered(home: Path, server: Running) -> None:
    answers: list[set[int]] = []
    crowd = [threading.Thread(target=lambda: answers.append(ask(server.port, 5, [CHECKPOINT]))) for _ in range(150)]
    for one in crowd:
        one.start()
    most = held(server)
    while any(one.is_alive() for one in crowd):
        most = max(most, held(server), key=lambda seen: (seen.connections, seen.files))
    assert answers == [{200}] * 150
    assert most.connections <= 25
    command = environment(home, **DATABASE)
    assert forking.run([*COMMAND, "editions"], env=command, capture_output=True, check=False).returncode == 0


def test_readers_who_take_their_page_slowly_hold_nothing_of_the_database(server: Running) -> None:
    with ExitStack() as readers:
        for _ in range(60):
            one = readers.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", server.port))
            one.sendall(f"GET {EDITION}record/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 2)
        assert ask(server.port, 50) == {200, 404}
        assert held(server).connections <= 25

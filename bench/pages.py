"""Public pages a second, beside a bare uvicorn application that returns the same bytes and beside Django without our memory.

Eight connections that are kept (`asker.c`, a process of its own) ask for one page as fast as it comes, for gzip, of three servers
in turns: ours as `onrecord serve` runs it; uvicorn with the same loop and parser and an application that has headers and body
of our own answer in its hand; and ours with each page made anew. Medians of the rounds. Then the same once more while
another process appends one utterance a second, with the 99th percentile of the time that an answer takes; and all of it on
PostgreSQL, where each batch of requests asks the database.

The record's page has 120 passages of 45 words. Everything on 127.0.0.1, in about three minutes.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.live.publisher import Publisher  # noqa: E402
from tests.server import Running, environment  # noqa: E402
from tests.waiting import wait_for  # noqa: E402

CONNECTIONS, ROUNDS, SECONDS, SECONDS_ANEW = 8, 5, 1.5, 4.0
APPENDING = 12.0
"""Seconds of a round while utterances are appended."""
UTTERANCES, WORDS = 300, 45
E = "/conference/1/"
PAGES = {"record": E + "record/", "quote": E + "u/100/", "edition": E, "home": "/"}
GOAL = 0.5
VOCABULARY = """the road school bridge of and we will in spring budget council water line bus opens stands pays asked year
hospital again because people there second teachers winter harbour roof letter answer promise March station"""


@dataclass(frozen=True)
class Found:
    """What one round of the asker found; times in ms."""

    rate: float
    p99: float
    most: float
    bytes: int
    asker: float
    """The share of a core that the asker needed: where it comes near 1, it is the asker that is measured."""
    cpu: float
    """Microseconds of CPU that the server needed for an answer, which others on the machine don't change."""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds that all its threads have run, those that ended included."""
        user, system = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        asker = Path(folder) / "asker"
        subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-o", asker, ROOT / "bench" / "asker.c"], check=True)
        home = Path(folder) / "home"
        home.mkdir()
        given = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
        with Publisher(home, **given) as publisher:
            source = random.Random(13)
            for _ in range(UTTERANCES):
                publisher.do(f"speak {' '.join(source.choices(VOCABULARY.split(), k=WORDS))}.")
            short = measure(asker, home, given)
            short += measure_appending(asker, home, given, publisher)
    if given:
        return
    subprocess.run([sys.executable, "-m", "tests.postgres", sys.executable, __file__], cwd=ROOT, check=True)
    if short:
        sys.exit(f"below {GOAL} of the bare application: {', '.join(short)}")


def measure(asker: Path, home: Path, given: dict[str, str]) -> list[str]:
    """The pages that come to less than the GOAL."""
    print(
        f"{'PostgreSQL' if given else 'SQLite'}: answers a second, {CONNECTIONS} connections, medians of {ROUNDS} rounds"
    )
    print(
        f"  {'':<8} {'kB':>6} {'ours':>8} {'bare':>8} {'made anew':>10}   of bare   p99    CPU an answer  of bare    asker's CPU"
    )
    short = []
    with our_server(home, given) as ours, our_server(home, given, anew=True) as anew:
        for name, path in PAGES.items():
            with bare(ours, path) as plain:
                rounds = [
                    [
                        asked(asker, server, path, seconds)
                        for server, seconds in ((ours, SECONDS), (plain, SECONDS), (anew, SECONDS_ANEW))
                    ]
                    for _ in range(ROUNDS)
                ]
            rates = [statistics.median(one.rate for one in column) for column in zip(*rounds, strict=True)]
            cpu = [statistics.median(one.cpu for one in column) for column in zip(*rounds, strict=True)]
            p99 = statistics.median(one[0].p99 for one in rounds)
            busy = max(one.asker for row in rounds for one in row)
            share = rates[0] / rates[1]
            print(
                f"  {name:<8} {rounds[0][0].bytes / 1000:6.1f} {rates[0]:8,.0f} {rates[1]:8,.0f} {rates[2]:10,.0f}   {share:7.2f} "
                f"{p99:5.1f} ms {cpu[0]:7.0f} {cpu[1]:5.0f} µs {cpu[1] / cpu[0]:8.2f} {busy:14.2f}"
            )
            if share < GOAL:
                short.append(name)
    return short


def measure_appending(asker: Path, home: Path, given: dict[str, str], publisher: Publisher) -> list[str]:
    print(f"  while one utterance a second is appended, {APPENDING:g} s each")
    short = []
    with our_server(home, given) as ours:
        for name, path in PAGES.items():
            with bare(ours, path) as plain, appending(publisher):
                found, beside = asked(asker, ours, path, APPENDING), asked(asker, plain, path, APPENDING / 3)
            share = found.rate / beside.rate
            print(
                f"  {name:<8} {'':6} {found.rate:8,.0f} {beside.rate:8,.0f} {'':10}   {share:7.2f} "
                f"{found.p99:5.1f} ms (longest {found.most:.0f} ms)"
            )
            if share < GOAL:
                short.append(f"{name} while appending")
    return short


def asked(asker: Path, server: Server, path: str, seconds: float) -> Found:
    before = server.cpu()
    told = subprocess.run(
        [asker, str(server.port), path, str(CONNECTIONS), str(seconds)], capture_output=True, text=True, check=False
    )
    if told.returncode:
        sys.exit(f"{path} of port {server.port}: {told.stderr}")
    answers, took, _p50, p99, most, size, cpu = map(float, told.stdout.split())
    return Found(answers / took, p99 / 1000, most / 1000, int(size), cpu, (server.cpu() - before) / answers * 1e6)


@contextmanager
def appending(publisher: Publisher) -> Iterator[None]:
    over = threading.Event()

    def append() -> None:
        while not over.wait(1):
            publisher.do(f"speak {' '.join(VOCABULARY.split())}.")

    thread = threading.Thread(target=append)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def our_server(home: Path, given: dict[str, str], *, anew: bool = False) -> Iterator[Server]:
    """Ours. `anew`: it makes each page for each request."""
    settings = given | {"ONRECORD_URL": "http://press.example.org", "ONRECORD_LIVE_BEAT": "50"}
    if not anew:
        server = Running(home, **settings)
        try:
            yield Server(server.port, server.process.pid)
        finally:
            server.stop()
        return
    with served("anew", environment(home, **settings)) as server_of_it:
        yield server_of_it


@contextmanager
def bare(ours: Server, path: str) -> Iterator[Server]:
    """uvicorn, with an application that answers everything with what `ours` answers there."""
    with served("bare", os.environ | {"BENCH_ANSWER": f"http://127.0.0.1:{ours.port}{path}"}) as server_of_it:
        yield server_of_it


@contextmanager
def served(what: str, settings: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, __file__, what, str(port)], env=settings)
    try:
        wait_for(lambda: process.poll() is None and _listens(port))
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serve_bare(port: int) -> None:
    import uvicorn

    request = urllib.request.Request(os.environ["BENCH_ANSWER"], headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    headers = [(name, value) for name, value in headers if name.lower() not in (b"date", b"connection")]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    whole = {"type": "http.response.body", "body": body}

    async def app(scope: object, receive: object, send: object) -> None:
        await send(start)  # type: ignore[operator]
        await send(whole)  # type: ignore[operator]

    uvicorn.run(app, port=port, lifespan="off", access_log=False, log_level="warning", server_header=False)


def serve_anew(port: int) -> None:
    from onrecord.cli.installation import collect_static, set_up

    set_up()
    collect_static()
    from onrecord.cli.serving import Server, listen
    from onrecord.web import asgi

    asgi.live._app = asgi.live._app._app  # type: ignore[attr-defined]  # without web.kept
    Server().run(sockets=[listen("127.0.0.1", port)])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare", port]:
            serve_bare(int(port))
        case ["anew", port]:
            serve_anew(int(port))
        case _:
            main()

"""The stream beside nchan, the origin behind nginx, and readers across restarts.

**The stream**: 1,000, 4,000 and 8,000 readers (`readers.c`, a process of its own), one update every half second, spoken and
committed inside the server's process; nchan 1.3 passes on as many bytes to as many readers in the same run. CPU is
that of the server's process, all its threads, the append and the rendering included, over all deliveries; beside it what
is left when the cost of an update for a single reader (storing, signing, rendering; nchan: taking the post) is taken off. Memory
is what the process has grown by a connection; the time is from the commit (nchan: from the post) to the last reader's
last byte. What an update costs is told for one reader above the same server left alone for as long, once in a new log and
once in one of 1,500 utterances; a turn there goes on, and in "a new turn" another voice begins with each update.

**The origin**: readers who wait for one segment after the other behind nginx as shipped (`deploy/nginx.conf`), and how
many requests each update cost the origin.

**Restarts**: the server is killed with -9 three times while an utterance is spoken every 15 ms; each reader comes back
with `Last-Event-ID`, and must in the end have had every segment once.

Everything on 127.0.0.1, all of it within two or three minutes.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.live.nginx import AROUND, edge  # noqa: E402
from tests.live.publisher import PATH, Publisher  # noqa: E402
from tests.live.reader import Reader, closed, head  # noqa: E402
from tests.postgres import free_port  # noqa: E402
from tests.server import Running, environment, port_of, serving  # noqa: E402

STREAMS, EDGE_READERS, RESTART_READERS = (1_000, 4_000, 8_000), (500, 4_000), 500
UPDATES, PAUSE = 20, 0.5
SAID, MOST_UPDATE = 1_500, 4_000
"""Utterances in a log that is under way; µs of CPU that an update may cost."""
MARK = "~"
WORDS = "The second bus line will start by the end of March, and I will come and take it myself on the first day. " * 2
NCHAN = """
load_module modules/ngx_nchan_module.so;
worker_processes 1;
worker_rlimit_nofile 20000;
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 12000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location /sub {{ nchan_subscriber eventsource; nchan_channel_id one; nchan_subscriber_first_message newest; }}
        location /pub {{ nchan_publisher; nchan_channel_id one; nchan_message_buffer_length 10; }}
    }}
}}
"""


@dataclass
class Measured:
    """Of one server with `n` readers: ms to the last reader, µs of CPU an update, KiB a connection; `idle`: µs of CPU in the
    time of an update when there is none."""

    n: int
    last: list[float]
    cpu: float
    memory: float
    idle: float = 0.0

    def told(self, alone: Measured) -> str:
        """`alone`: of the same server with one reader."""
        median, worst = statistics.median(self.last), sorted(self.last)[int(len(self.last) * 0.95)]
        delivery = (self.cpu - alone.cpu) / (self.n - 1)
        return f"{median:5.0f} ms {worst:5.0f} ms {self.cpu / self.n:6.1f} µs {delivery:6.1f} µs {self.memory:6.1f} KiB"


class Server:
    """A process to be measured. `update` makes one and returns when it was durable, in ns of the monotonic clock."""

    def __init__(self, process: subprocess.Popen[str], port: int, path: str, worker: int) -> None:
        self.process, self.port, self.path, self.worker = process, port, path, worker

    def update(self) -> int:
        raise NotImplementedError

    def cpu(self) -> int:
        """Nanoseconds that all its threads have run."""
        tasks = Path(f"/proc/{self.worker}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)

    def memory(self) -> int:
        """Bytes resident."""
        return int(Path(f"/proc/{self.worker}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


class Ours(Server):
    def update(self) -> int:
        assert self.process.stdin and self.process.stdout
        print("speak", file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


class Nchan(Server):
    payload = b""

    def update(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        started = time.monotonic_ns()
        connection.request("POST", "/pub", self.payload)
        assert connection.getresponse().status in (200, 201, 202)
        connection.close()
        return started


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = [n for n in STREAMS if n + 500 <= hard]
    if len(most) < len(STREAMS):
        print(f"(ulimit -n is {hard}: no more than {most[-1]} readers)")
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        stream(Path(folder), most)
        origin(Path(folder))
        restarts(Path(folder))


def stream(folder: Path, sizes: list[int]) -> None:
    readers = folder / "readers"
    subprocess.run(["cc", "-O2", "-o", readers, ROOT / "bench" / "readers.c"], check=True)
    print(
        f"{UPDATES} updates, one every {PAUSE} s: last reader (median, 95th), CPU a delivery, and without what an update "
        "costs anyway, memory a connection"
    )
    alone: list[Measured] = []
    for n in (1, *sizes):
        with ours(folder / f"home{n}") as server:
            found = measure(server, readers, n, idle=n == 1)
            payload = newest_line(server.port)
        with nchan(folder / f"nchan{n}", payload) as server:
            peer = measure(server, readers, n)
        alone = alone or [found, peer]
        if n == 1:
            print(f"  an update of {len(payload)} bytes costs nchan {peer.cpu:,.0f} µs, and {told_alone(found)}")
            for what, said, turns in (("1,500 utterances", SAID, False), ("1,500, a new turn", SAID, True)):
                with ours(folder / f"home {what}", said=said, turns=turns) as server:
                    print(f"  the same in a log of {what}: {told_alone(measure(server, readers, 1, idle=True))}")
            continue
        print(f"  {n:5} readers  onrecord {found.told(alone[0])}")
        print(f"  {n:5} readers  nchan    {peer.told(alone[1])}")


def told_alone(found: Measured) -> str:
    above = found.cpu - found.idle
    return f"onrecord {above:,.0f} µs above {found.idle:,.0f} µs idle (at most {MOST_UPDATE:,})"


def measure(server: Server, program: Path, n: int, *, idle: bool = False) -> Measured:
    before = server.memory()
    readers = subprocess.Popen(
        [program, str(server.port), server.path, str(n), MARK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert readers.stdin and readers.stdout
    assert readers.stdout.readline() == "ready\n"
    time.sleep(1)
    memory = (server.memory() - before) / n / 1024
    server.update()  # not counted: the first one warms everything up
    readers.stdout.readline()
    resting = server.cpu()
    if idle:
        time.sleep(UPDATES * PAUSE)
    resting = server.cpu() - resting
    cpu, last = server.cpu(), []
    for _ in range(UPDATES):
        durable = server.update()
        last.append((int(readers.stdout.readline().split()[1]) - durable) / 1e6)
        time.sleep(PAUSE)
    cpu = server.cpu() - cpu
    readers.stdin.close()
    _, deliveries, lost = readers.stdout.readline().split()
    assert (int(deliveries), int(lost)) == ((UPDATES + 1) * n, 0), "a reader missed something"
    readers.wait(10)
    readers.stdout.close()
    return Measured(n, last, cpu / 1e3 / UPDATES, memory, resting / 1e3 / UPDATES)


@contextmanager
def ours(home: Path, *, said: int = 0, turns: bool = False) -> Iterator[Ours]:
    """`onrecord serve` with a thread in it that speaks when told to, in a log of so many utterances; `turns`: as another voice
    each time."""
    process = subprocess.Popen(
        [sys.executable, __file__, "serve", str(said), str(int(turns))],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    try:
        port = int(process.stdout.readline())
        yield Ours(process, port, f"{PATH}stream", process.pid)
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def serve(said: int, turns: bool) -> None:
    """What runs in the process above."""
    from onrecord.cli.installation import set_up

    set_up()
    from tests.words import ADA, BOHDAN, answer, question

    from onrecord.cli.serving import Server as OurServer
    from onrecord.cli.serving import listen
    from onrecord.events import acts as events
    from onrecord.proceedings import entries as acts
    from onrecord.record.contents import EditionOpened

    series = events.start_series(slug="conference", title="Conference")
    edition = events.open_edition(series, slug="1", content=EditionOpened(series="Conference", title="First"))
    acts.start_session(edition.log)
    listening, server = listen("127.0.0.1", 0), OurServer()
    for n in range(0, said, 2):
        acts.speak(edition.log, question(f"Question {n}, and why?", (ADA, BOHDAN)[n // 2 % 2]), answer(WORDS))

    def speak() -> None:
        print(listening.getsockname()[1], flush=True)
        for n, _ in enumerate(sys.stdin):
            words = WORDS + MARK
            acts.speak(edition.log, question(words, (ADA, BOHDAN)[n % 2]) if turns else answer(words))
            print(time.monotonic_ns(), flush=True)
        server.stop()

    threading.Thread(target=speak, daemon=True).start()
    server.run(sockets=[listening])


def newest_line(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"{PATH}page/0")
    lines = connection.getresponse().read().splitlines()
    connection.close()
    return lines[-1]


@contextmanager
def nchan(folder: Path, payload: bytes) -> Iterator[Nchan]:
    folder.mkdir()
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(NCHAN.format(folder=folder, user=user, port=port))
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx
    process = subprocess.Popen(
        [nginx, "-p", "/usr/share/nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"], text=True
    )
    try:
        while not (workers := Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()):
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.02)
        server = Nchan(process, port, "/sub", int(workers[-1]))
        server.payload = payload
        time.sleep(0.2)
        server.update()
        yield server
    finally:
        process.terminate()
        process.wait(10)


def origin(folder: Path) -> None:
    print("behind nginx, readers waiting for one segment after the other: requests an update that reached the origin")
    for n in EDGE_READERS:
        home = folder / f"edge{n}"
        with (
            Publisher(home) as publisher,
            serving(home) as address,
            edge(folder / f"nginx{n}", port_of(address), around=AROUND.replace("8192", "16384")) as nginx,
        ):
            asyncio.run(wait_behind(nginx.port, publisher, n))
            asked = nginx.asked()
        print(f"  {n:5} readers  {sum(asked.values()) / len(asked):.2f} (most: {max(asked.values())})")


async def wait_behind(port: int, publisher: Publisher, n: int) -> None:
    start, updates = publisher.segments, 10

    async def follow() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(start, start + updates):
            writer.write(f"GET {PATH}{number} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = await head(reader)
            assert answer.status == 200
            segment = await reader.readexactly(int(answer.headers["content-length"]))
            assert json.loads(segment)["n"] == number
        await closed(writer)

    following = asyncio.gather(*(follow() for _ in range(n)))
    for _ in range(updates):
        await asyncio.sleep(2.5)
        await asyncio.to_thread(publisher.do, f"speak {WORDS}")
    async with asyncio.timeout(60):
        await following


def restarts(folder: Path) -> None:
    home, dice = folder / "restarts", random.Random(13)
    with Publisher(home) as publisher:
        server = Running(home)
        readers, last = [Reader(server.port) for _ in range(RESTART_READERS)], publisher.segments + 600 - 1
        publisher.begin("many 600 0.015")

        async def follow() -> None:
            nonlocal server
            following = asyncio.gather(*(reader.until(last) for reader in readers))
            for _ in range(3):
                await asyncio.sleep(dice.uniform(1, 2))
                await asyncio.to_thread(server.kill)
                server = await asyncio.to_thread(Running, home, "serve", "--port", str(readers[0].port))
            async with asyncio.timeout(90):
                await following

        asyncio.run(follow())
        publisher.done()
        server.stop()
    faulty = sum(reader.got != list(range(last + 1)) for reader in readers)
    again = sum(reader.connections for reader in readers)
    print(
        f"killed 3 times while {last + 1} segments were published: {faulty} of {len(readers)} readers missed or doubled "
        f"anything ({again} connections)"
    )


if __name__ == "__main__":
    serve(int(sys.argv[2]), sys.argv[3] == "1") if sys.argv[1:2] == ["serve"] else main()

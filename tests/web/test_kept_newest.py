"""No answer begun after an act returned is of the time before it: hammered, while another process acts on the record.

On SQLite with one node; under `tests.postgres` with two nodes on one database.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

import pytest

from tests.live.publisher import Publisher
from tests.rounds import rounds
from tests.server import Running
from tests.waiting import until
from tests.web.asking import Connection

pytestmark = pytest.mark.postgres
GIVEN = os.environ.get("DATABASE_URL")
DATABASE = {"DATABASE_URL": f"{GIVEN}_kept"} if GIVEN else {}
"""A database of its own: another test's record is sealed with other keys."""
NODES = 2 if GIVEN else 1
E = "/conference/1/"
ENCODINGS = ("Accept-Encoding: gzip, br", "Accept-Encoding: identity")


@dataclass
class Place:
    publisher: Publisher
    nodes: list[Running]

    def tell(self, act: str) -> None:
        self.publisher.do(act)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("newest")
    if GIVEN:
        import psycopg

        with psycopg.connect(GIVEN, autocommit=True) as connection:
            name = DATABASE["DATABASE_URL"].rpartition("/")[2]
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
    with Publisher(home, **DATABASE) as publisher:
        settings = DATABASE | {"ONRECORD_URL": "http://press.example.org"}
        nodes = [Running(home, **settings) for _ in range(NODES)]
        yield Place(publisher, nodes)
        for node in nodes:
            node.stop()


@dataclass
class Readers:
    """Who ask for `paths` without a pause, on all nodes and in all encodings.

    What is in `wanted` from when a request is sent until it is answered must be in the answer, and what is in `gone` must not.
    """

    nodes: list[Running]
    paths: list[str]
    wanted: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    answers: dict[tuple[int, str, str], int] = field(default_factory=dict)
    over: bool = False

    async def read(self, port: int, number: int) -> None:
        async with Connection(port) as connection:
            for path in cycle(self.paths[number:] + self.paths[:number]):
                for accepts in ENCODINGS:
                    wanted, gone = set(self.wanted), set(self.gone)
                    given = await connection.ask(path, accepts)
                    text = given.text
                    assert given.status == 200, (path, given.status)
                    assert not [one for one in gone & self.gone if one in text], (path, accepts, "it is gone")
                    assert all(one in text for one in wanted & self.wanted), (path, accepts, "it is there")
                    key = (port, path, accepts)
                    self.answers[key] = self.answers.get(key, 0) + 1
                if self.over:
                    return

    async def each_has_asked(self, times: int = 3) -> None:
        """So often for everything, on each node and in each encoding."""
        self.answers.clear()
        every = len(self.nodes) * len(self.paths) * len(ENCODINGS)
        await until(lambda: self.failed() or (len(self.answers) == every and min(self.answers.values()) >= times))

    def failed(self) -> bool:
        return any(task.done() for task in self.tasks)

    async def __aenter__(self) -> Readers:
        self.tasks = [
            asyncio.create_task(self.read(node.port, number))
            for node in self.nodes
            for number in range(min(len(self.paths), 3))
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.over = True
        await asyncio.gather(*self.tasks)


def index_of(place: Place, words: str) -> int:
    """The entry of the newest utterance; it must have these words, or be held."""

    async def ask() -> str:
        async with Connection(place.nodes[0].port) as connection:
            return (await connection.ask(E + "record/")).text

    page = asyncio.run(ask())
    assert words in page
    return int(re.findall(r'id="u(\d+)"', page)[-1])


def test_words_that_were_erased_are_in_no_answer_begun_afterwards(place: Place) -> None:
    async def hammer(index: int, word: str) -> None:
        paths = [
            f"{E}record/",
            f"{E}record/part/?from={index}",
            f"{E}u/{index}/",
            f"{E}screen/?lines=12",
            f"{E}record/?before={index + 1}",
        ]
        readers = Readers(place.nodes, paths, wanted={word})
        async with readers:
            await readers.each_has_asked()
            readers.wanted.clear()
            await asyncio.to_thread(place.tell, f"erase {index}")
            readers.gone.add(word)
            await readers.each_has_asked()

    for number in range(rounds(6, long=200)):
        word = f"zugzwang-{number}."
        place.tell(f"speak A {word}")
        asyncio.run(hammer(index_of(place, word), word))


def test_no_segment_that_is_asked_for_after_an_erasure_has_the_words(place: Place) -> None:
    """They come from another memory than pages do, which each node has in each language."""

    async def hammer(index: int, segment: int, word: str) -> None:
        ways = (f"{E}live/{segment}", f"{E}live/page/{segment // 100}")
        readers = Readers(place.nodes, [prefix + way for prefix in ("", "/ru") for way in ways], wanted={word})
        async with readers:
            await readers.each_has_asked(2)
            readers.wanted.clear()
            await asyncio.to_thread(place.tell, f"erase {index}")
            readers.gone.add(word)
            await readers.each_has_asked(2)

    for number in range(rounds(3, long=100)):
        word = f"zwischenzug-{number}."
        place.tell(f"speak A {word}")
        segment = place.publisher.segments - 1
        asyncio.run(hammer(index_of(place, word), segment, word))


def test_the_opening_of_an_entry_goes_with_its_words(place: Place) -> None:
    place.tell("speak A quillon.")
    index = index_of(place, "A quillon.")

    async def hammer() -> None:
        port = place.nodes[-1].port
        async with Connection(port) as connection:
            assert "quillon" in (await connection.ask(f"{E}log/open/{index}")).text
            await asyncio.to_thread(place.tell, f"erase {index}")
            assert (await connection.ask(f"{E}log/open/{index}")).status == 410

    asyncio.run(hammer())


def test_each_correction_withheld_reason_and_ground_rule_is_in_every_answer_begun_afterwards(place: Place) -> None:
    async def hammer() -> None:
        readers = Readers(place.nodes, [f"{E}record/", f"{E}screen/"])
        async with readers:
            for number in range(rounds(6, long=100)):
                for act, sentence in (
                    ("rule off", "Nothing is recorded."),
                    ("rule on", "Everything may be quoted by name."),
                ):
                    readers.gone.clear()
                    await asyncio.to_thread(place.tell, act)
                    readers.wanted = {sentence}
                    await readers.each_has_asked(2)
                    readers.wanted = set()
                await asyncio.to_thread(place.tell, f"speak Number {number} of them.")
                readers.wanted = {f"Number {number} of them."}
                await readers.each_has_asked(2)
                readers.wanted = set()

    asyncio.run(hammer())

    async def correct(index: int) -> None:
        readers = Readers(place.nodes, [f"{E}record/", f"{E}u/{index}/", f"{E}record/part/?from={index}"])
        async with readers:
            for number in range(rounds(6, long=100)):
                await asyncio.to_thread(place.tell, f"correct {index} The line opens in month{number}th.")
                readers.wanted = {f"month{number}th"}
                await readers.each_has_asked(2)
                readers.wanted = set()

    place.tell("speak The line opens in March.")
    asyncio.run(correct(index_of(place, "The line opens in March.")))


def test_words_that_were_held_are_there_once_they_are_published_and_why_once_they_are_withheld(place: Place) -> None:
    place.tell("hold 300")
    place.tell("speak A harrow.")
    index = index_of(place, "")

    async def hammer() -> None:
        readers = Readers(place.nodes, [f"{E}u/{index}/", f"{E}record/part/?from={index}"], gone={"A harrow."})
        async with readers:
            await readers.each_has_asked()
            await asyncio.to_thread(place.tell, f"withhold {index} The number is being checked.")
            readers.wanted = {"The number is being checked."}
            await readers.each_has_asked()
            readers.wanted, readers.gone = set(), set()
            await asyncio.to_thread(place.tell, f"publish {index}")
            readers.wanted = {"A harrow."}
            await readers.each_has_asked()

    asyncio.run(hammer())
    place.tell("hold 0")


def test_an_embargo_ends_by_the_clock_alone(place: Place) -> None:
    """Nothing is written to the log at that moment where no words wait for it."""

    async def hammer() -> None:
        await asyncio.to_thread(place.tell, "embargo 4")
        readers = Readers(place.nodes, [f"{E}screen/"], wanted={"Under embargo"})
        async with readers:
            await readers.each_has_asked()
            readers.wanted = set()
            async with Connection(place.nodes[0].port) as connection:
                page = (await connection.ask(f"{E}screen/")).text
                ends = re.search(r'data-lapses="([^"]+)"', page)
                assert ends

                async def ended() -> bool:
                    return "Under embargo" not in (await connection.ask(f"{E}screen/")).text

                while not await ended():
                    await asyncio.sleep(0.02)
            readers.gone = {"Under embargo"}
            await readers.each_has_asked()

    asyncio.run(hammer())
    place.tell("rule on")


def test_applications_close_by_the_clock_alone(place: Place) -> None:
    """On the edition's page, and in every list that it stands in."""
    pages = ["/conference/2/", "/conference/", "/"]

    async def hammer() -> None:
        await asyncio.to_thread(place.tell, "applications 3600")
        readers = Readers(place.nodes, pages, wanted={"Open for applications"})
        async with readers:
            await readers.each_has_asked()
            readers.wanted = set()
            await asyncio.to_thread(place.tell, "applications 4")
            async with Connection(place.nodes[0].port) as connection:

                async def closed(page: str) -> bool:
                    return "Applications closed" in (await connection.ask(page)).text

                for page in pages:
                    while not await closed(page):
                        await asyncio.sleep(0.02)
            readers.wanted, readers.gone = {"Applications closed"}, {"Open for applications"}
            await readers.each_has_asked()

    asyncio.run(hammer())


def test_another_host_is_on_every_page_of_the_series_begun_afterwards(place: Place) -> None:
    """Though nothing of it stands in the log."""

    async def hammer() -> None:
        await asyncio.to_thread(place.tell, "host The Palace")
        readers = Readers(place.nodes, [E, "/conference/", f"{E}programme/"], wanted={"The Palace"})
        async with readers:
            await readers.each_has_asked()
            readers.wanted.clear()
            await asyncio.to_thread(place.tell, "host The Ministry")
            readers.wanted, readers.gone = {"The Ministry"}, {"The Palace"}
            await readers.each_has_asked()

    asyncio.run(hammer())


@pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="what only PostgreSQL can show")
def test_a_node_whose_connection_was_cut_answers_and_is_not_behind(place: Place) -> None:
    import psycopg

    async def hammer() -> None:
        async with Connection(place.nodes[0].port) as connection:
            for number in range(5):
                await connection.ask(E + "record/")
                with psycopg.connect(DATABASE["DATABASE_URL"], autocommit=True) as cutting:
                    looking = "query LIKE '%pg_current_snapshot()%' AND pid <> pg_backend_pid()"
                    ours = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {looking}"
                    cutting.execute(ours + " AND datname = current_database()")
                await asyncio.to_thread(place.tell, f"speak Cut {number}.")
                given = await connection.ask(E + "record/")
                assert given.status == 200 and f"Cut {number}." in given.text

    asyncio.run(hammer())

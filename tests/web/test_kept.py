"""Pages from memory: the bytes that Django would have answered with, whoever asks for them and in whichever way."""

from __future__ import annotations

import asyncio
import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.web.home import DATABASE
from tests.addresses import Public, every_address
from tests.live.publisher import Publisher
from tests.server import Running, onrecord
from tests.web.asking import Connection, Given, asked

E = "/conference/1/"
PACKED = "Accept-Encoding: gzip, deflate, br"
TO_DJANGO = "x=" + "x" * 1_000
"""A query that is too long to be kept in mind."""
PAGES = [
    "/",
    "/conference/",
    E,
    E + "record/",
    E + "record/part/",
    E + "screen/",
    E + "u/2/",
    "/verify/",
    "/ru/",
    f"/ru{E}record/",
]


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    with Publisher(tmp_path_factory.mktemp("kept")) as publisher:
        publisher.do("speak The bus line opens in March, and so does the second one, though nobody knows which.")
        publisher.do("together 3")
        yield publisher


@pytest.fixture(scope="module")
def port(publisher: Publisher) -> Iterator[int]:
    server = Running(publisher.home, ONRECORD_LIVE_BEAT="50")
    yield server.port
    server.stop()


def of_the_page(given: Given) -> dict[str, str]:
    """The headers but those that the cache brings, and the time."""
    return {name: value for name, value in given.headers.items() if name not in ("etag", "date")}


@pytest.mark.parametrize("path", [*PAGES, E + "log/checkpoint", E + "log/open/2", E + "u/2.tlog-proof"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_from_memory_is_the_one_that_django_gives(port: int, path: str, method: str) -> None:
    django = asked(port, f"{path}?{TO_DJANGO}", method=method)
    first, again = (asked(port, path, method=method) for _ in range(2))
    assert "etag" not in django.headers and first.headers["etag"] == again.headers["etag"]
    assert (
        (first.status, first.body)
        == (again.status, again.body)
        == (200, django.body.replace(f"?{TO_DJANGO}".encode(), b""))
    )
    assert of_the_page(first) == of_the_page(again)
    if not path.endswith("record/"):  # whose foot has the address
        assert of_the_page(first) == of_the_page(django)
    if method == "HEAD":
        assert first.headers["content-length"] == str(len(asked(port, path).body))


def test_every_public_page_is_kept_but_searches_forms_and_what_the_clock_says(port: int) -> None:
    here = {
        one.path.replace("/regional-media/13/", E).replace("/regional-media/", "/conference/")
        for one in every_address().values()
        if isinstance(one, Public) and isinstance(one.path, str)
    }
    unkept = {path for path in here if "etag" not in asked(port, path).headers}
    assert {path.partition("?")[0] for path in unkept} == {
        E + one for one in ("record/find/", "u/2/ask/", "accreditation/", "accreditation/draw/")
    }


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [
        ([], False),
        (["gzip"], True),
        (["GZIP, br"], True),
        (["br;q=1.0, gzip;q=0.8, *;q=0.1"], True),
        (["*"], True),
        (["br"], False),
        (["gzip;q=0"], False),
        (["gzip;q=0, *"], False),
        (["gzip;q=0.5, identity"], False),
        (["gzip;q=high"], False),
        (["gzip ; q=0.001"], True),
        (["gzipped, x-gzip-2"], False),
        (["br", "gzip"], True),
        ([";;,,=q"], False),
    ],
)
def test_it_is_packed_for_those_who_take_it(port: int, accepts: list[str], packed: bool) -> None:
    plain = asked(port, E + "record/")
    given = asked(port, E + "record/", *(f"Accept-Encoding: {one}" for one in accepts))
    assert (given.headers.get("content-encoding") == "gzip") is packed
    assert given.text == plain.text and given.headers["etag"] == plain.headers["etag"]
    assert given.headers["vary"] == "Accept-Encoding" and plain.headers["vary"] == "Accept-Encoding"
    assert len(given.body) < len(plain.body) / 2 if packed else given.body == plain.body


def test_who_has_it_is_told_that_nothing_has_changed(port: int) -> None:
    page = asked(port, E, PACKED)
    etag = page.headers["etag"]
    assert etag.startswith('W/"')
    for have in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        for method in ("GET", "HEAD"):
            given = asked(port, E, f"If-None-Match: {have}", method=method)
            assert (given.status, given.body, given.headers["etag"]) == (304, b"", etag)
            assert given.headers["cache-control"] == page.headers["cache-control"]
            assert given.headers["vary"] == "Accept-Encoding"
            assert not {"content-encoding", "content-type"} & given.headers.keys()
    for other in ('W/"0"', "nonsense", '"', ""):
        assert asked(port, E, f"If-None-Match: {other}").text == page.text
    assert asked(port, E + "record/", f"If-None-Match: {etag}").status == 200


def test_only_the_parameters_that_a_page_knows_tell_it_apart(port: int) -> None:
    record = asked(port, E + "record/")
    for same in ("?utm_source=x", "?from=", "?from=&words=", "?FROM=3", "?lines=4&size=3", "?%66rom=", "?&&=&", "?%00"):
        assert asked(port, E + "record/" + same).body == record.body, same
    part = asked(port, E + "record/?from=3")
    assert part.headers["etag"] != record.headers["etag"] and 'id="u2"' not in part.text
    for same in ("?from=2&from=3", "?fbclid=1&from=3&", "?%66rom=%33", "?from=3;x", "?from=3#u2"):
        given = asked(port, E + "record/" + same)
        assert (given.body == part.body) is (";" not in same), same
    assert asked(port, E + "record/?from=x").status == asked(port, E + "record/?from=3%00").status == 404
    assert asked(port, E + "screen/?lines=1").body != asked(port, E + "screen/?lines=4").body
    assert asked(port, E + "?from=3").body == asked(port, E).body


def test_what_only_the_form_of_an_address_differs_in_is_that_page_or_none(port: int) -> None:
    page = asked(port, E)
    assert asked(port, "/conference/%31/").body == page.body
    assert asked(port, f"http://localhost{E}").body == page.body
    for wrong, status in (
        ("/conference/1", 301),
        ("//conference/1/", 404),
        ("/conference/1/%00", 404),
        ("/conference/2/", 404),
    ):
        assert asked(port, wrong).status == status
    assert asked(port, E, "Range: bytes=0-10").body == page.body


@pytest.mark.parametrize(
    "host",
    [
        "Host: elsewhere.example.net",
        "Host: [::1",
        "Host: localhost\r\nHost: localhost",
        "Host: \r\nHost: localhost",
        "Host: ",
    ],
)
def test_who_asks_for_another_host_gets_nothing_from_memory(port: int, host: str) -> None:
    asked(port, E)
    given = asked(port, E, host=host)
    assert (given.status in (400, 421)) and "etag" not in given.headers and "Conference" not in given.text


@pytest.mark.parametrize("host", ["Host: LOCALHOST:99", "Host: 127.0.0.1", "Host: [::1]:8000"])
def test_our_hosts_get_the_same_page(port: int, host: str) -> None:
    assert asked(port, E + "record/", host=host).body == asked(port, E + "record/").body


def test_who_asks_makes_no_difference(port: int) -> None:
    page = asked(port, E + "u/2/")
    mine = [
        "Cookie: onrecord=mine; onrecord-form=x",
        "Accept-Language: ru",
        "X-Forwarded-For: 192.0.2.1",
        "User-Agent: x",
    ]
    for lines in (
        mine,
        ["X-Forwarded-Proto: https"],
        ["X-Forwarded-Host: elsewhere.example.net"],
        ["Authorization: x"],
    ):
        given = asked(port, E + "u/2/", *lines)
        assert (given.body, of_the_page(given)) == (page.body, of_the_page(page))
    assert asked(port, E + "u/2/", method="POST").status == 403


def test_what_is_not_there_is_not_kept(port: int, publisher: Publisher) -> None:
    new = f"{E}u/{publisher.segments + 2}/"  # three entries share a segment
    assert [asked(port, new).status for _ in range(3)] == [404] * 3
    publisher.do("speak Now it is there.")
    assert "Now it is there." in asked(port, new).text


def test_a_page_says_what_was_committed_before_it_was_asked_for(port: int, publisher: Publisher) -> None:
    """In another process, and however often."""

    async def follow() -> None:
        async with Connection(port) as connection:
            for number in range(30):
                await asyncio.to_thread(publisher.do, f"speak Sentence number {number}.")
                for path in (E + "record/", E + "record/part/?from=3", E + "screen/"):
                    for accepts in (PACKED, "Accept-Encoding: identity"):
                        assert f"Sentence number {number}." in (await connection.ask(path, accepts)).text
                said = re.findall(r'id="u(\d+)"', (await connection.ask(E + "record/")).text)[-1]
                assert f"Sentence number {number}." in (await connection.ask(f"{E}u/{said}/")).text

    asyncio.run(follow())


def test_what_stands_in_no_log_is_newest_too(port: int, publisher: Publisher) -> None:
    """A title that somebody changed in the database, and tables that were rebuilt."""

    def write(statement: str) -> None:
        with closing(sqlite3.connect(publisher.home / DATABASE, timeout=30)) as database, database:
            database.execute(statement)

    read = [E, E + "record/", E + "u/2/", "/conference/", "/"]
    assert all("Renamed" not in asked(port, path).text for path in read)
    write("UPDATE events_series SET title = 'Renamed'")
    assert all("Renamed" in asked(port, path).text for path in read)
    write("UPDATE events_series SET title = 'Conference'")
    assert all("Renamed" not in asked(port, path).text for path in read)
    write('DELETE FROM proceedings_utterance WHERE "index" = 2')
    write('UPDATE proceedings_utterance SET exchange = 3 WHERE "index" = 3')
    publisher.do("speak One more.")
    assert "The bus line" not in asked(port, E + "record/part/").text
    assert "1 question" in asked(port, "/").text
    assert onrecord(publisher.home, "rebuild").returncode == 0
    assert "The bus line" in asked(port, E + "record/part/").text
    assert "0 questions" in asked(port, "/").text


def test_a_database_in_the_place_of_another_is_seen(tmp_path: Path) -> None:
    """As when somebody restores a backup below a server that runs."""
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    with Publisher(home) as publisher:
        publisher.do("speak The bus line opens in March.")
    with closing(sqlite3.connect(home / DATABASE)) as here, closing(sqlite3.connect(other)) as there:
        here.backup(there)
        with there:
            there.execute("UPDATE events_edition SET title = 'The other'")
    server = Running(home)
    try:
        for path in (E, E + "record/", "/"):
            assert all("The other" not in asked(server.port, path).text for _ in range(2))
        for file in home.glob(f"{DATABASE}*"):
            file.unlink()
        other.replace(home / DATABASE)
        for path in (E, E + "record/", "/"):
            assert all("The other" in asked(server.port, path).text for _ in range(2))
    finally:
        server.stop()


def test_the_bytes_are_those_of_gzip_and_the_same_each_time(port: int) -> None:
    packed = {asked(port, E + "u/2/", PACKED).body for _ in range(5)}
    assert len(packed) == 1 and gzip.decompress(packed.pop()) == asked(port, E + "u/2/").body

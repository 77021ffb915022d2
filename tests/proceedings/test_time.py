"""A clock that runs ahead opens no embargo and dates no entry, until it is right again or a person has confirmed the time."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.chores import Clock
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import RuleSet
from onrecord.record import openings
from onrecord.record.entry import rfc3339
from onrecord.record.models import Log
from onrecord.web.asgi import application
from tests.proceedings.conftest import DAY, noted
from tests.words import answer

EDITION = "/regional-media/13/"
YEAR = 365 * 24 * 3600 * 1000
HOUR = 3600 * 1000
right = time.time_ns


@pytest.fixture(autouse=True)
def time_again() -> Iterator[None]:
    """The keys are one folder for all tests: no test leaves a time there, nor a doubt."""
    yield
    (settings.ONRECORD_KEYS / "clock.json").unlink(missing_ok=True)
    time.time_ns = right
    timekeeping._agree()


def ahead(milliseconds: int) -> None:
    """The machine's clock is set ahead; what it counts by itself goes on."""
    time.time_ns = lambda: right() + milliseconds * 1_000_000


def embargoed(log: Log, *, until: int) -> int:
    record.set_rule(log, RuleSet(rule="on the record", sentence="Embargoed.", until=rfc3339(until)))
    return record.speak(log, answer("The bus line opens in March."))[0]


def running(meanwhile: Callable[[], None], seconds: float = 2.5) -> None:
    clock = Clock()
    clock.start()
    try:
        meanwhile()
        time.sleep(seconds)  # longer than two ticks of the clock
    finally:
        clock.stop()


def test_a_year_ahead_for_a_moment_opens_nothing_and_dates_nothing(edition: Edition) -> None:
    words = embargoed(edition.log, until=right() // 1_000_000 + HOUR)
    said: list[int] = []

    def jump() -> None:
        time.sleep(0.5)
        ahead(YEAR)
        said.extend(record.speak(edition.log, answer("And the second in May.")))

    running(jump)
    assert openings.public(edition.log, [words, *said]) == {}
    at = openings.recorded_at(edition.log, said[0])
    assert abs(at - right() // 1_000_000) < 60_000, "it is dated as if the clock had not jumped"
    ahead(0)
    assert timekeeping.doubt() is None, "the clock is right again, and nobody need confirm it"


def test_neither_readers_nor_the_desk_are_told_a_time_that_jumped(office: Client, edition: Edition) -> None:
    embargoed(edition.log, until=right() // 1_000_000 + HOUR)
    ahead(YEAR)
    told = office.get(f"{EDITION}desk/transcribe/state/").json()["now"]
    assert abs(told - right() // 1_000_000) < 60_000, "words typed now aren't taken for typed under a later ground rule"
    assert abs(asyncio.run(told_to_readers()) - right() // 1_000_000) < 60_000, "no page ends the embargo"


async def told_to_readers() -> int:
    answer: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        answer.append(message)

    path = f"{EDITION}live/now"
    await application(
        {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}, receive, send
    )
    return int(json.loads(answer[1]["body"])["now"])


def test_the_office_is_told_and_a_person_may_confirm_the_time(office: Client, edition: Edition) -> None:
    words = embargoed(edition.log, until=right() // 1_000_000 + HOUR)
    ahead(2 * HOUR)
    page = office.get(DAY).content.decode()
    assert "Is it really this late?" in page and "The clock jumped" in page
    says = re.search(r'name="says" value="([^"]+)"', page)
    assert says
    confirmed = {"act": "confirm-time", "says": says[1]}
    ahead(9 * HOUR)
    assert "check it again" in office.post(DAY, confirmed, follow=True).content.decode()
    ahead(2 * HOUR)
    assert "The time is confirmed." in office.post(DAY, confirmed, follow=True).content.decode()
    assert "Is it really" not in office.get(DAY).content.decode()
    running(lambda: None)
    assert words in openings.public(edition.log, [words])
    assert ("Chiara Okoye", "confirm-time", None) in noted(edition)


def test_a_server_that_starts_long_after_it_was_seen_opens_nothing_unconfirmed(
    office: Client, edition: Edition
) -> None:
    words = embargoed(edition.log, until=right() // 1_000_000 + HOUR)
    ahead(YEAR)
    timekeeping._agree()  # a process that starts now knows no other time
    running(lambda: None)
    assert openings.public(edition.log, [words]) == {}
    assert "The server was last seen running on" in office.get(DAY).content.decode()


def test_a_server_that_was_seen_lately_opens_what_is_due(edition: Edition) -> None:
    words = embargoed(edition.log, until=right() // 1_000_000 + HOUR)
    ahead(30 * 24 * HOUR)
    timekeeping._agree()
    seen = right() // 1_000_000 + 29 * 24 * HOUR
    (settings.ONRECORD_KEYS / "clock.json").write_text(json.dumps({"seen": seen}))
    running(lambda: None)
    assert words in openings.public(edition.log, [words])


def test_many_note_at_the_same_moment_that_the_server_was_seen(edition: Edition) -> None:
    timekeeping.begin(newest=timekeeping.now())
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: timekeeping.note(), range(400)))
    assert [file.name for file in settings.ONRECORD_KEYS.glob("clock.json*")] == ["clock.json"]
    assert json.loads((settings.ONRECORD_KEYS / "clock.json").read_text())["seen"]

"""When an embargo ends on a page that is open: by the server's clock, whatever the reader's own says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.publisher import Publisher
from tests.server import Running

ENDED = re.compile("The embargo has ended. What is said now")
Open = Callable[[timedelta], Page]


@pytest.fixture
def record(chromium: Browser, server: Running) -> Iterator[Open]:
    """Opens the record on a computer whose clock is so far ahead."""
    contexts = []

    def open_one(ahead: timedelta) -> Page:
        contexts.append(chromium.new_context())
        contexts[-1].clock.install(time=datetime.now(UTC) + ahead)
        page = contexts[-1].new_page()
        page.goto(f"{server.address}/conference/1/record/")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize("minutes", [11, -11])
def test_a_readers_wrong_clock_neither_ends_an_embargo_nor_prolongs_it(
    record: Open, publisher: Publisher, minutes: int
) -> None:
    publisher.do("embargo 600")
    page = record(timedelta(minutes=minutes))
    expect(page.locator(".until").last).to_have_text(re.compile(r": (10:00|09:[45]\d) to go"))
    rule = page.locator("#standing .in-force")
    expect(rule).to_have_class(re.compile("held"))
    expect(rule).not_to_contain_text("has ended")
    publisher.do("embargo 6")
    set_at = time.time()
    expect(rule).to_have_class(re.compile("held"))
    expect(rule).to_have_text(ENDED)
    assert time.time() >= set_at + 5.9
    expect(page.locator("#standing .held")).to_have_count(0)
    expect(page.locator(".until").last).to_have_text("The embargo has ended.")


def test_without_an_answer_from_the_server_no_embargo_ends(record: Open, publisher: Publisher) -> None:
    publisher.do("embargo 15")
    page = record(timedelta(0))
    rule = page.locator("#standing .in-force")
    expect(page.locator(".until").last).to_have_text(re.compile(": 00:.. to go"))
    page.context.route("**/live/now", lambda route: route.abort())
    expect(page.locator(".until").last).to_have_text(re.compile(": 00:00 to go"))
    expect(rule).to_have_class(re.compile("held"))
    page.context.unroute("**/live/now")
    expect(rule).to_have_text(ENDED)

"""The room's screen shows the newest ground rule, however the words before it fell, behind the shipped nginx and without."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.publisher import Publisher
from tests.server import Running

GAPS = (0, 0.3, 1, 2, 3, 4, 5)
"""Seconds from the last words to the rule that forbids them: some for each age of a page that a cache may hand out."""
LOOKS = 3
"""How often a screen asks for its page at most until it shows what it heard of: each time later than the last."""


@pytest.fixture
def screen(chromium: Browser, reached: str) -> Iterator[Page]:
    """The screen, on a computer in another zone than the conference's."""
    context = chromium.new_context(timezone_id="Pacific/Marquesas")
    page = context.new_page()
    page.goto(f"{reached}/conference/1/screen/")
    yield page
    context.close()


@pytest.mark.slow
def test_words_go_from_the_screen_when_the_rule_changes_however_soon(screen: Page, publisher: Publisher) -> None:
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url) if "segment=" in request.url else None)
    for gap in GAPS:
        publisher.do("rule on")
        publisher.do(f"speak Said {gap} seconds before.")
        words = screen.locator(".lines", has_text=f"Said {gap} seconds before.")
        said = time.monotonic()
        if gap >= 1:
            expect(words).to_be_visible()
        time.sleep(max(0, said + gap - time.monotonic()))
        asked.clear()
        publisher.do("rule off")
        expect(screen.get_by_role("heading", name="Off the record"), f"{gap} s").to_be_visible()
        assert len(asked) <= LOOKS, f"{gap} s"
        expect(words).to_have_count(0)


def test_a_screen_that_cannot_get_what_it_heard_of_says_that_it_is_not_sure(screen: Page, publisher: Publisher) -> None:
    publisher.do("rule on")
    publisher.do("speak All is well.")
    expect(screen.locator(".lines")).to_contain_text("All is well.")
    expect(screen.locator("#lost")).to_be_empty()
    screen.route("**/screen/**", lambda route: route.fulfill(status=503))
    publisher.do("rule off")
    expect(screen.locator("#lost")).to_have_text(re.compile("out of date"))
    screen.unroute("**/screen/**")
    expect(screen.get_by_role("heading", name="Off the record")).to_be_visible()
    expect(screen.locator("#lost")).to_be_empty()


def test_a_screen_without_connection_says_since_when_by_the_conferences_clock(
    chromium: Browser, server: Running
) -> None:
    context = chromium.new_context(timezone_id="Pacific/Marquesas")
    context.route("**/live/**", lambda route: route.abort())
    page = context.new_page()
    opened = datetime.now(UTC)
    page.goto(f"{server.address}/conference/1/screen/")
    minutes = {f"{moment:%H:%M}" for moment in (opened, opened + timedelta(minutes=1))}
    expect(page.locator("#lost")).to_have_text(re.compile(rf"Text since ({'|'.join(minutes)}):\d\d is missing"))
    context.close()

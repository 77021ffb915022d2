"""Where something in between takes a request and never answers, the page gives it up and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.live.publisher import Publisher
from tests.server import Running

CONFERENCE = "/conference/1/"
GIVEN_UP = 30_000
"""Milliseconds within which a page has given up what it asked for, on a busy machine."""

COUNTED = """const ask = window.fetch;
let open = 0;
window.most = 0;
window.fetch = async (what, how) => {
  if (!String(what.url ?? what).endsWith("/live/now")) return ask(what, how);
  window.most = Math.max(window.most, ++open);
  try {
    return await ask(what, how);
  } finally {
    open -= 1;
  }
};"""
"""Most requests that the page itself had open at once: a browser tells of the end of one after the beginning of the next."""


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    with Publisher(tmp_path_factory.mktemp("home")) as publisher:
        publisher.do("many 130 0")
        yield publisher


@pytest.fixture(scope="module")
def address(publisher: Publisher) -> Iterator[str]:
    server = Running(publisher.home)
    yield server.address + CONFERENCE
    server.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


class Hanging:
    """Takes what `page` asks for at `pattern`, and answers nothing, until it is undone."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.page, self.pattern = page, pattern
        self.given_up = 0
        page.on("requestfailed", self._failed)
        page.route(pattern, self._take)

    def _take(self, route: Route) -> None:
        pass

    def _failed(self, _request: object) -> None:
        self.given_up += 1

    def wait_until_given_up(self, times: int) -> None:
        for _ in range(GIVEN_UP // 50):
            if self.given_up >= times:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"given up {self.given_up} times")

    def undo(self) -> None:
        self.page.unroute(self.pattern)


def test_the_end_of_an_embargo_is_asked_for_again_and_one_request_at_a_time(
    page: Page, address: str, publisher: Publisher
) -> None:
    page.add_init_script(COUNTED)
    hanging = Hanging(page, "**/live/now")
    publisher.do("embargo 5")
    page.goto(f"{address}record/")
    hanging.wait_until_given_up(2)
    assert page.evaluate("most") == 1
    expect(page.locator("#standing .in-force")).to_have_class(re.compile("held"))
    hanging.undo()
    expect(page.locator("#standing .in-force")).to_have_text(re.compile("The embargo has ended. What is said now"))


def test_a_later_part_that_hangs_is_asked_for_again_at_the_next_click(page: Page, address: str) -> None:
    page.goto(f"{address}record/?from=0")
    hanging = Hanging(page, "**/part/*")
    later = page.get_by_role("link", name="Show later passages")
    later.click()
    hanging.wait_until_given_up(1)
    hanging.undo()
    later.click()
    expect(page.locator(".said", has_text="Sentence 129.")).to_have_count(1)


def test_a_check_that_hangs_says_that_nothing_was_checked_and_can_be_made_again(page: Page, address: str) -> None:
    page.goto(f"{address}u/10/")
    hanging = Hanging(page, "**/log/**")
    check = page.get_by_role("button", name="Check in this browser")
    check.click()
    expect(page.locator("#verdict")).to_contain_text("could not", timeout=GIVEN_UP)
    hanging.undo()
    check.click()
    expect(page.locator("#verdict")).to_contain_text("unchanged")

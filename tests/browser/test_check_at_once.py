"""A quote is checked as soon as it is spoken: the head of the log that a cache or the browser kept is older than it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.publisher import Publisher
from tests.server import Running
from tests.waiting import wait_for

EDITION = "/conference/1/"


@pytest.fixture
def address(reached: str) -> str:
    return reached + EDITION


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def speak(publisher: Publisher, port: int, words: str) -> int:
    """Have them said; returns their entry."""
    publisher.do(f"speak {words}")
    return int(head(f"http://localhost:{port}{EDITION}").splitlines()[1]) - 1


def head(edition: str) -> bytes:
    """The signed head of the log, as somebody else gets it."""
    with urlopen(f"{edition}log/checkpoint") as answer:
        return bytes(answer.read())


def check(page: Page) -> None:
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.locator("#result .verdict")).to_be_attached()


def assert_holds(page: Page, entry: int) -> None:
    expect(page.locator("#result")).to_contain_text(f"The words on this page match entry {entry}.")
    expect(page.locator("#result .fails")).to_have_count(0)
    expect(page.locator("#result")).not_to_contain_text("NOT")


def test_words_spoken_just_after_a_check_can_be_checked(
    page: Page, publisher: Publisher, server: Running, address: str
) -> None:
    for number in range(3):
        entry = speak(publisher, server.port, f"Words number {number}.")
        head(address)  # it is in the cache then
        page.goto(f"{address}u/{entry}/")
        check(page)
        assert_holds(page, entry)


def test_a_correction_made_just_after_a_check_can_be_checked(
    page: Page, publisher: Publisher, server: Running, address: str
) -> None:
    entry = speak(publisher, server.port, "The bus line opens in March.")
    page.goto(f"{address}u/{entry}/")
    check(page)
    publisher.do(f"correct {entry} The bus line opens in May.")
    page.goto(f"{address}u/{entry}/?words=now")  # an address that the cache has nothing under
    expect(page.locator("blockquote").last).to_contain_text("in May")
    check(page)
    assert_holds(page, entry + 1)


def test_an_entry_that_no_signed_head_covers_yet_is_no_failure(
    page: Page, publisher: Publisher, server: Running, address: str
) -> None:
    old = head(f"{server.address}{EDITION}")
    entry = speak(publisher, server.port, "Just now.")
    page.route("**/log/checkpoint*", lambda route: route.fulfill(body=old))
    page.goto(f"{address}u/{entry}/")
    check(page)
    expect(page.locator("#result")).to_contain_text(f"Entry {entry} is not in the signed state of the log yet")
    expect(page.locator("#result .fails")).to_have_count(0)
    expect(page.locator("#result .verdict")).to_contain_text("Try again in a moment.")
    page.unroute("**/log/checkpoint*")
    check(page)
    assert_holds(page, entry)


def test_words_that_were_erased_since_the_page_came_are_not_called_wrong(
    page: Page, publisher: Publisher, server: Running, address: str
) -> None:
    entry = speak(publisher, server.port, "The bus line opens in June.")
    page.goto(f"{address}u/{entry}/")
    check(page)
    assert_holds(page, entry)
    publisher.do(f"erase {entry}")
    check(page)
    expect(page.locator("#verdict")).to_contain_text("The record doesn't publish these words, or no longer")
    expect(page.locator("#result")).not_to_contain_text("NOT")
    expect(page.locator("#result")).not_to_contain_text("unchanged")


def test_a_page_without_words_says_nothing_of_words_that_became_public_since(
    page: Page, publisher: Publisher, server: Running, address: str
) -> None:
    publisher.do("embargo 3")
    entry = speak(publisher, server.port, "The bus line opens in July.")
    page.goto(f"{address}u/{entry}/")
    expect(page.locator("blockquote")).to_have_count(0)
    wait_for(lambda: page.request.get(f"{server.address}{EDITION}log/open/{entry}").status == 200)
    check(page)
    expect(page.locator("#verdict")).to_contain_text("Load this page again to check them.")
    expect(page.locator("#result")).not_to_contain_text("unchanged")

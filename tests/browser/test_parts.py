"""Reading on while the record grows: a part that was fetched may be older than the page it is put on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from tests.live.nginx import edge
from tests.live.publisher import Publisher
from tests.server import Running
from tests.waiting import wait_for

RECORD = "/conference/1/record/"
PART = 122
"""The entry that the second part begins with: the first two are no words, and a part holds 120."""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(tmp_path) as publisher:
        publisher.do("many 130 0")
        yield publisher


@pytest.fixture
def server(tmp_path: Path, publisher: Publisher) -> Iterator[Running]:
    server = Running(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def read(page: Page, address: str) -> None:
    """Open the first part, and follow from there."""
    page.goto(f"{address}{RECORD}?from=0")
    expect(page.locator("#connection")).to_contain_text("Connected")
    expect(page.locator(f"#u{PART}")).to_have_count(0)


def read_on(page: Page) -> None:
    """Ask for the next part where the page stands: whoever scrolls to the link may see it come before they click."""
    page.get_by_role("link", name="Show later passages").evaluate("link => link.click()")


def change_the_second_part(page: Page, publisher: Publisher) -> None:
    """A correction, an erasure, a stretch off the record and new words, all of which the page has heard of."""
    publisher.do(f"correct {PART + 2} Nobody said this before.")
    publisher.do(f"erase {PART + 3}")
    publisher.do("rule off")
    publisher.do("rule on")
    publisher.do("speak The last words.")
    expect(page.locator("#knot")).to_contain_text("137 entries")


def assert_all_there(page: Page, server: Running) -> None:
    expect(page.locator(".said", has_text="The last words.")).to_have_count(1)
    expect(page.locator(f"#u{PART + 2}")).to_contain_text("said this before.")
    expect(page.locator(f"#u{PART + 3}")).to_contain_text("Erased.")
    expect(page.locator(f"#u{PART + 3}")).not_to_contain_text("Sentence")
    part = the_part_itself(server)
    wait_for(lambda: [number for number in shown(page) if number >= PART] == part)
    assert shown(page) == sorted(shown(page))
    expect(page.locator("#standing")).to_contain_text("may be quoted by name")


def shown(page: Page) -> list[int]:
    return page.locator(".passage").evaluate_all("all => all.map(one => Number(one.id.slice(1)))")


def the_part_itself(server: Running) -> list[int]:
    with urlopen(f"{server.address}{RECORD}part/?from={PART}") as answer:
        return [int(number) for number in re.findall(r'<li [^>]*id="u(\d+)"', answer.read().decode())]


def test_a_part_that_a_cache_kept_is_brought_up_to_the_page(
    page: Page, publisher: Publisher, server: Running, tmp_path: Path
) -> None:
    with ExitStack() as until_done:
        nginx = until_done.enter_context(edge(tmp_path / "nginx", server.port))
        address = f"http://localhost:{nginx.port}"
        read(page, address)
        with urlopen(f"{address}{RECORD}part/?from={PART}") as kept:
            assert b"Sentence 123." in kept.read()
        change_the_second_part(page, publisher)
        read_on(page)
        assert_all_there(page, server)


def test_a_part_that_was_long_on_its_way_is_brought_up_to_the_page(
    page: Page, publisher: Publisher, server: Running
) -> None:
    under_way: list[tuple[Route, APIResponse]] = []
    read(page, server.address)
    page.route("**/part/*", lambda route: under_way.append((route, route.fetch())))
    read_on(page)
    wait_for(lambda: under_way or page.wait_for_timeout(20))
    change_the_second_part(page, publisher)
    route, answer = under_way[0]
    route.fulfill(response=answer)
    assert_all_there(page, server)


def test_a_change_before_the_part_that_is_shown_is_not_hung_at_its_end(
    page: Page, publisher: Publisher, server: Running
) -> None:
    page.goto(f"{server.address}{RECORD}")
    expect(page.locator("#connection")).to_contain_text("Connected")
    publisher.do("correct 3 Nobody sees this here.")
    publisher.do("speak The last words.")
    expect(page.locator(".said", has_text="The last words.")).to_have_count(1)
    expect(page.locator("#u3")).to_have_count(0)

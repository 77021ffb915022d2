"""What a reader's page does while words come, and while they don't: real tabs, a real server that comes and goes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.publisher import Publisher
from tests.server import Running, serving

CONNECTED = "Connected. New text appears automatically."
REST = 60_000
"""Milliseconds after which a page tries the stream again where it was refused (`following.js`)."""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1000, "height": 700}, bypass_csp=True)
    yield context
    context.close()


Open = Callable[[], Page]


@pytest.fixture
def tab(context: BrowserContext, server: Running) -> Open:
    """Opens a tab on the record; `asked` on it lists what it asked for below `live/`."""

    def open_one() -> Page:
        page = context.new_page()
        page.asked = []  # type: ignore[attr-defined]
        page.on(
            "request",
            lambda request: page.asked.append(request.url.split("/live/")[1]) if "/live/" in request.url else None,  # type: ignore[attr-defined]
        )
        page.goto(f"{server.address}/conference/1/record/")
        return page

    return open_one


def streams(page: Page) -> int:
    """How many streams the tab has opened itself."""
    return sum(asked.startswith("stream") for asked in page.asked)  # type: ignore[attr-defined]


def test_all_tabs_share_one_stream_and_another_takes_over(tab: Open, publisher: Publisher) -> None:
    first = tab()
    expect(first.locator("#connection")).to_have_text(CONNECTED)
    second = tab()
    expect(second.locator("#connection")).to_have_text(CONNECTED)
    publisher.do("speak Heard in both tabs.")
    for page in (first, second):
        expect(page.locator(".said", has_text="Heard in both tabs.")).to_have_count(1)
    assert [streams(page) for page in (first, second)] == [1, 0]
    with second.expect_request("**/live/stream*"):
        first.close()
    publisher.do("speak Heard by who is left.")
    expect(second.locator(".said", has_text="Heard by who is left.")).to_have_count(1)
    assert streams(second) == 1
    third = tab()
    publisher.do("speak Heard by who came later.")
    expect(third.locator(".said", has_text="Heard by who came later.")).to_have_count(1)
    assert streams(third) == 0


def test_where_the_leading_tab_hangs_the_other_follows_by_itself(context: BrowserContext, publisher: Publisher) -> None:
    first, second = context.new_page(), context.new_page()
    with serving(publisher.home, ONRECORD_LIVE_BEAT="1") as address:
        for page in (first, second):
            page.goto(f"{address}/conference/1/record/")
            expect(page.locator("#connection")).to_have_text(CONNECTED)
        debugger = context.new_cdp_session(first)
        debugger.send("Debugger.enable")
        debugger.send("Debugger.pause")  # with the next thing that it does
        publisher.do("speak Heard while the other hangs.")
        expect(second.locator(".said", has_text="Heard while the other hangs.")).to_have_count(1)
        expect(second.locator("#connection")).to_have_text(re.compile("^Up to date again at"))
        debugger.send("Debugger.disable")
        publisher.do("speak Heard together again.")
        for page in (first, second):
            expect(page.locator(".said", has_text="Heard together again.")).to_have_count(1)
            page.close()


def test_a_page_without_connection_says_so_and_catches_up(context: BrowserContext, publisher: Publisher) -> None:
    server = Running(publisher.home)
    page = context.new_page()
    page.goto(f"{server.address}/conference/1/record/")
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    server.kill()
    lost = re.compile(r"No connection. Text after \d\d:\d\d:\d\d.* is missing")
    expect(page.locator("#connection")).to_have_text(lost)
    assert not Axe().run(page).response["violations"]
    publisher.do("many 5 0")
    publisher.do("speak Said while nobody heard it.")
    server = Running(publisher.home, "serve", "--port", str(server.port))
    try:
        expect(page.locator(".said", has_text="Said while nobody heard it.")).to_have_count(1)
        back = re.compile(r"^Up to date again at \d\d:\d\d:\d\d\. " + CONNECTED)
        expect(page.locator("#connection")).to_have_text(back)
        ids = page.locator(".passage").evaluate_all("all => all.map(one => one.id)")
        page.reload()
        assert page.locator(".passage").evaluate_all("all => all.map(one => one.id)") == ids
    finally:
        page.close()
        server.stop()


WAITS = """async ([address, drawn]) => {
  const { Following } = await import(address);
  const waits = [];
  const later = setTimeout;
  Math.random = () => drawn;
  const following = new Following({ address: new URL("live/", location.href), next: 0, beat: 15_000, take() {}, tell() {} });
  await new Promise((enough) => {
    globalThis.setTimeout = (does, wait) => {
      if (wait === following.silence) return later(does, wait);
      if (waits.push(wait) === 9) enough();
      return later(does, 0);
    };
    following.start();
  });
  following.stop();
  return waits;
}"""


def test_readers_come_back_ever_later_and_not_all_at_once(context: BrowserContext, tab: Open) -> None:
    """Between two tries a page waits for any part of a time that doubles, up to half a minute."""
    page = tab()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    module = next(address for address in loaded if "following" in address)
    context.route("**/live/*", lambda route: route.abort())
    page.goto(urljoin(page.url, "/verify/"))  # a page that follows nothing itself, so that all waits are ours
    longest, half = (page.evaluate(WAITS, [module, drawn]) for drawn in (1, 0.5))
    assert half == [wait / 2 for wait in longest]
    assert longest == sorted(longest)
    assert (longest[0], longest[-1]) == (1_000, 30_000)


def test_where_the_stream_is_refused_segments_come_one_by_one(
    context: BrowserContext, tab: Open, publisher: Publisher
) -> None:
    context.route("**/live/stream*", lambda route: route.fulfill(status=503))
    page = tab()
    expect(page.locator("#connection")).to_have_text(re.compile("after a short delay"))
    for words in ("First by segment.", "Second by segment."):
        publisher.do(f"speak {words}")
        expect(page.locator(".said", has_text=words)).to_have_count(1)


def test_a_network_that_is_back_brings_the_stream_back_at_once(context: BrowserContext, tab: Open) -> None:
    refused = "**/live/stream*"
    context.route(refused, lambda route: route.fulfill(status=503))
    page = tab()
    expect(page.locator("#connection")).to_have_text(re.compile("after a short delay"))
    context.unroute(refused)
    context.set_offline(True)
    with page.expect_request(refused, timeout=REST / 2):
        context.set_offline(False)
    expect(page.locator("#connection")).to_have_text(re.compile(CONNECTED))


def test_where_nothing_is_held_open_the_page_asks_now_and_then(
    context: BrowserContext, tab: Open, publisher: Publisher
) -> None:
    context.route(re.compile(r"/live/(stream|\d)"), lambda route: route.fulfill(status=503))
    page = tab()
    expect(page.locator("#connection")).to_have_text(re.compile("every few seconds"))
    publisher.do("speak By asking.")
    expect(page.locator(".said", has_text="By asking.")).to_have_count(1)


def test_what_comes_does_not_move_what_is_read(tab: Open, publisher: Publisher) -> None:
    publisher.do("many 60 0")
    page = tab()
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    top = "() => [...document.querySelectorAll('.passage')].find(p => p.getBoundingClientRect().bottom > 0)"
    page.evaluate("document.querySelectorAll('.passage')[30].scrollIntoView()")
    index = page.evaluate(f"({top})().dataset.index")
    page.evaluate(f"document.querySelector('#u{index} .tools').open = true")
    page.evaluate(f"document.querySelector('#u{index} .check').focus({{ preventScroll: true }})")
    place = page.evaluate(f"({top})().getBoundingClientRect().top")
    publisher.do(f"correct {int(index) - 3} " + "Many more words than there were. " * 40)
    publisher.do(f"correct {index} Other words here.")
    publisher.do("speak Below, out of sight.")
    expect(page.locator("#new-words")).to_be_visible()
    expect(page.locator("ins", has_text="Many more words")).not_to_have_count(0)
    assert page.evaluate(f"({top})().dataset.index") == index
    assert abs(page.evaluate(f"({top})().getBoundingClientRect().top") - place) < 2
    expect(page.locator(f"#u{index} .check")).to_be_focused()
    publisher.do(f"erase {index}")
    expect(page.locator(f"#u{index} .said")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('.passage')?.dataset.index") == index
    page.get_by_role("button", name="New text below").click()
    expect(page.locator(".said", has_text="Below, out of sight.")).to_be_in_viewport()
    publisher.do("speak In sight at once.")
    expect(page.locator(".said", has_text="In sight at once.")).to_be_in_viewport()


def test_much_at_once_is_told_together(tab: Open, publisher: Publisher) -> None:
    page = tab()
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    publisher.do("speak Just one.")
    expect(page.locator("#said-now")).to_have_text(re.compile("Just one."))
    assert live_of(page, "#said-now") == "polite"
    publisher.do("many 12 0.01")
    expect(page.locator("#said-now")).to_have_text(re.compile(r"^\d+ new passages\. Latest: .*Sentence \d+\."))


def test_words_are_told_as_they_were_spoken(tab: Open, publisher: Publisher) -> None:
    page = tab()
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    publisher.do("speak It cost nothing.")
    expect(page.locator("#said-now")).to_contain_text("It cost nothing.")
    index = page.locator(".passage").last.get_attribute("data-index")
    publisher.do(f"correct {index} It cost $& and $' and {{n}} and {{words}}.")
    told = re.compile(r"Changed: (Governor Ferro: )?It cost \$& and \$' and \{n\} and \{words\}")
    expect(page.locator("#said-now")).to_have_text(told)


def live_of(page: Page, selector: str) -> str:
    """How urgently a screen reader is told of changes there."""
    browser = page.context.new_cdp_session(page)
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    node = browser.send("DOM.querySelector", {"nodeId": root, "selector": selector})
    told = browser.send("Accessibility.getPartialAXTree", node | {"fetchRelatives": False})["nodes"][0]["properties"]
    return str(next(one["value"]["value"] for one in told if one["name"] == "live"))


def test_an_act_too_long_for_a_segment_is_read_on(tab: Open, publisher: Publisher) -> None:
    page = tab()
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    publisher.do("together 130")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".said", has_text="Sentence 129.")).not_to_have_count(0)


def test_the_end_is_told(tab: Open, publisher: Publisher) -> None:
    page = tab()
    expect(page.locator("#connection")).to_have_text(CONNECTED)
    publisher.do("end")
    expect(page.locator("#connection")).to_have_text("The conference has ended.")
    expect(page.locator("#standing")).to_have_text(re.compile("Ended"))
    asked = len(page.asked)  # type: ignore[attr-defined]
    time.sleep(2)
    assert len(page.asked) == asked  # type: ignore[attr-defined]

"""What a reader's own browser computes about a log: check.js in a real Chromium, against files of our making."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from onrecord.record.entry import Leaf
from onrecord.tlog.note import Signer
from onrecord.tlog.tiles import tile_path
from tests.record.logs import ERASED, HELD, KEY, ORIGIN, Files, conference, tree

SITE = "https://press.example.org/"
MODULE = (resources.files("onrecord.publication") / "static" / "publication" / "check.js").read_text()
FILES = conference(600).files()
CHECK = """async ([index, key]) => {
  const { checkEntry } = await import("/check.js");
  const told = [];
  const tell = (check, state, detail) => told.push(`${check} ${state}`);
  const content = await checkEntry({ base: new URL("/log/", location.href), key, index, tell });
  return [told, content];
}"""
ALL = ["signature holds", "inclusion holds", "commitment holds"]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def check(page: Page, index: int, *, files: Files = FILES, key: str = KEY) -> tuple[list[str], Any]:
    """What check.js tells about entry `index`, and the content it returns."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path == "":
            route.fulfill(body="<!doctype html><title>quote</title>", content_type="text/html")
        elif path == "check.js":
            route.fulfill(body=MODULE, content_type="text/javascript")
        elif path.removeprefix("log/") in files:
            route.fulfill(body=files[path.removeprefix("log/")])
        else:
            route.fulfill(status=404)

    page.unroute("**/*")
    page.route("**/*", serve)
    page.goto(SITE)
    told, content = page.evaluate(CHECK, [index, key])
    return told, content


@pytest.mark.parametrize("index", [0, 2, 3, 12, 255, 256, 511, 512, 609])
def test_an_honest_entry_holds_and_gives_its_content(page: Page, index: int) -> None:
    told, content = check(page, index)
    assert told == ALL
    if index >= 10:
        assert content["text"] == f"Passage {index - 10}."


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 513])
def test_the_root_is_found_at_any_size(page: Page, size: int) -> None:
    entries = conference(600).entries[:size]
    for index in {0, size // 2, size - 1}:
        assert check(page, index, files=FILES | tree(entries))[0][:2] == ALL[:2]


def test_tiles_of_three_levels_lead_to_the_root(page: Page) -> None:
    entries = [Leaf(at=number, kind="weather.noted", commit=bytes(32)).encode() for number in range(70_000)]
    files = tree(entries)
    assert tile_path(2, 0, 1) in files
    for index in (0, 65_535, 65_536, 69_999):
        assert check(page, index, files=files)[0] == [*ALL[:2], "opening absent"]


@pytest.mark.parametrize("index", [HELD, ERASED])
def test_an_entry_without_an_opening_is_proved_in_its_place(page: Page, index: int) -> None:
    assert check(page, index) == (["signature holds", "inclusion holds", "opening absent"], None)


def test_another_key_signed_nothing(page: Page) -> None:
    other = str(Signer(ORIGIN, bytes(range(1, 33))).verifier)
    assert check(page, 12, key=other) == (["signature fails"], None)
    assert check(page, 12, key="nonsense") == (["signature fails"], None)


@pytest.mark.parametrize(
    ("path", "place", "told"),
    [
        ("checkpoint", 45, "signature fails"),
        ("checkpoint", -20, "signature fails"),
        ("tile/entries/001", FILES["tile/entries/001"].index(conference(600).entries[300]) + 50, "inclusion fails"),
        ("tile/0/001", 32 * 45, "inclusion fails"),
        ("tile/1/000.p/2", 5, "inclusion fails"),
        ("open/300", FILES["open/300"].index(b"Passage"), "commitment fails"),
    ],
)
def test_a_changed_byte_fails_the_step_it_belongs_to(page: Page, path: str, place: int, told: str) -> None:
    changed = bytearray(FILES[path])
    changed[place] ^= 1
    found, content = check(page, 300, files=FILES | {path: bytes(changed)})
    assert found[-1] == told
    assert content is None


def test_what_the_server_does_not_give_is_no_verdict(page: Page) -> None:
    files = {path: content for path, content in FILES.items() if not path.startswith("tile/0/")}
    assert check(page, 12, files=files)[0] == ["signature holds", "fetching unfetched"]


def test_an_entry_beyond_the_signed_head_has_no_verdict_yet(page: Page) -> None:
    assert check(page, 610) == (["signature holds", "inclusion pending"], None)


def test_a_browser_without_ed25519_says_so_and_checks_the_rest(page: Page) -> None:
    context = page.context.browser.new_context() if page.context.browser else pytest.fail("no browser")
    old = context.new_page()
    old.add_init_script(
        """const importKey = SubtleCrypto.prototype.importKey;
        SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
          if (algorithm.name === "Ed25519") throw new DOMException("Unrecognized name.", "NotSupportedError");
          return importKey.call(this, format, key, algorithm, ...rest);
        };"""
    )
    assert check(old, 12)[0] == ["signature unknown", *ALL[1:]]
    context.close()

"""What the public pages weigh on the wire, beside the limit we set ourselves: 100 kB at first.

A real Chromium loads each page with an empty cache from a real server process and counts, over the DevTools protocol,
the bytes that came (headers included, bodies compressed as served) until the page has loaded and its network is quiet.
The demonstration's edition is measured while it is live, the long one is a transcript of 1,500 utterances, imported.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.server import onrecord, serving

LIMIT = 100_000
UTTERANCES, WORDS = 1_500, 45
DEMO = "regional-media/13"
VOCABULARY = """the road school bridge of and we will in spring budget council water line bus opens stands pays asked year
hospital again because people there second teachers winter harbour roof letter answer promise March station"""


@dataclass(slots=True)
class Load:
    """What came for one page: bytes by type of resource, requests, and those to other hosts."""

    bytes: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    foreign: int = 0

    @property
    def total(self) -> int:
        return sum(self.bytes.values())


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        over = [*demonstration(browser, Path(folder) / "demo"), *long_edition(browser, Path(folder) / "long")]
        browser.close()
    if over:
        sys.exit(f"over the limit of {LIMIT:,} bytes: {', '.join(over)}")


def demonstration(browser: Browser, home: Path) -> list[str]:
    """The demonstration's pages, once its correction has been made; returns the pages that weigh too much."""
    home.mkdir()
    with serving(home, "demo", "--speed", "60", "--port", "0") as address:
        page = browser.new_page()
        page.goto(f"{address}/{DEMO}/record/")
        page.locator("del").first.wait_for(timeout=120_000)
        quote = str(page.locator(".passage:has(del)").first.get_attribute("data-index"))
        page.close()
        return measure(
            browser,
            f"the demonstration's edition, live (limit {LIMIT / 1000:.0f} kB)",
            {
                "home": f"{address}/",
                "edition": f"{address}/{DEMO}/",
                "record": f"{address}/{DEMO}/record/",
                "quote": f"{address}/{DEMO}/u/{quote}/",
            },
        )


def long_edition(browser: Browser, home: Path) -> list[str]:
    """The pages of an imported edition of 1,500 utterances."""
    home.mkdir()
    transcript = home / "1.txt"
    transcript.write_text(conversation())
    imported = onrecord(home, "import", transcript, "--series", "long", "--title", "A long press conference")
    assert imported.returncode == 0, imported.stderr
    with serving(home) as address:
        page = browser.new_page()
        page.goto(f"{address}/")
        edition = str(page.locator(".rows a").first.get_attribute("href"))
        page.goto(f"{address}{edition}record/")
        told = page.locator("#connection").inner_text()
        assert told.startswith(f"{UTTERANCES} passages"), told
        page.close()
        return measure(
            browser,
            f"an edition of {UTTERANCES:,} utterances, imported (limit {LIMIT / 1000:.0f} kB)",
            {
                "home": f"{address}/",
                "edition": f"{address}{edition}",
                "record": f"{address}{edition}record/",
                "quote": f"{address}{edition}u/750/",
            },
        )


def measure(browser: Browser, what: str, pages: dict[str, str]) -> list[str]:
    print(f"{what}, kB on the wire")
    print(f"  {'':<8} {'HTML':>6} {'CSS':>6} {'JS':>6} {'other':>6} {'total':>6}   of limit  requests  foreign")
    over = []
    for name, address in pages.items():
        found = load(browser, address)
        kinds = [found.bytes.pop(kind, 0) for kind in ("Document", "Stylesheet", "Script")]
        kinds.append(found.total)
        total = sum(kinds)
        columns = " ".join(f"{size / 1000:6.1f}" for size in [*kinds, total])
        print(f"  {name:<8} {columns}   {total / LIMIT:8.2f}  {found.requests:8}  {found.foreign:7}")
        if total > LIMIT:
            over.append(address)
    return over


def load(browser: Browser, address: str) -> Load:
    """One first visit, in a context of its own so that nothing is cached."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    found = Load()

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        kinds[event["requestId"]] = event.get("type", "Other")
        found.requests += 1
        found.foreign += urlsplit(event["request"]["url"]).netloc != urlsplit(address).netloc

    def came(event: dict[str, Any], size: int) -> None:
        kind = kinds.get(event["requestId"], "Other")
        found.bytes[kind] = found.bytes.get(kind, 0) + size

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", lambda event: came(event, int(event["encodedDataLength"])))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1_500)
    context.close()
    return found


def conversation() -> str:
    """A transcript of 1,500 utterances, all invented: three askers and an official, a question and two answers each."""
    source = random.Random(13)
    blocks = ["A long press conference\n1 March 2026"]

    def words(count: int, end: str) -> str:
        return " ".join(source.choices(VOCABULARY.split(), k=count)).capitalize() + end

    for number in range(UTTERANCES // 2):
        asker = ("ADA REYES", "BOHDAN LIS", "MARISOL QUISPE")[number % 3]
        blocks.append(f"{asker}: {words(WORDS // 2, '?')}")
        blocks.append(f"GOVERNOR FERRO: {words(WORDS * 3 // 2, '.')}")
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    main()

"""Words that an address points to, on a record that is live."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.live.publisher import Publisher
from tests.server import serving


def test_marked_words_stay_marked_while_others_change_and_go_when_they_do(page: Page, tmp_path: Path) -> None:
    with Publisher(tmp_path) as publisher:
        for words in ("The roof is late.", "The roof is blue.", "The roof is dry."):
            publisher.do(f"speak {words}")
        with serving(tmp_path) as address:
            page.goto(f"{address}/conference/1/record/?from=2&words=3.3.3-3.3.7#u3")
            expect(page.locator("#connection")).to_contain_text("Connected")
            publisher.do("correct 2 The roof is very late.")
            expect(page.locator("#u2 ins")).to_have_text("very")
            expect(page.locator("#u3 mark")).to_have_text("roof")
            publisher.do("correct 3 The roof is red.")
            expect(page.locator("#u3 ins")).to_have_text("red")
            expect(page.locator("mark")).to_have_count(0)
            page.close()  # before its server goes

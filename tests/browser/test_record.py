"""What people do on the public pages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def test_words_arrive_by_themselves_and_the_correction_takes_its_place(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator("#connection")).to_contain_text("new words appear by themselves", timeout=15_000)
    expect(page.locator(".passage.statement")).not_to_have_count(0, timeout=30_000)
    count = page.locator(".passage").count()
    expect(page.locator(".passage").nth(count)).to_be_attached(timeout=30_000)
    expect(page.locator("del", has_text="Verhn")).to_be_attached(timeout=60_000)
    expect(page.locator("ins", has_text="Verkhna")).to_be_attached()
    live = page.locator(".passage").evaluate_all("all => all.map(one => one.id)")
    page.reload()
    assert page.locator(".passage").evaluate_all("all => all.map(one => one.id)")[: len(live)] == live


def test_a_quote_checks_in_the_browser_and_a_changed_word_is_noticed(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator("del", has_text="Verhn")).to_be_attached(timeout=60_000)
    page.locator(".passage.corrected .tools a").first.click()
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.locator(".verdict")).to_contain_text("holds", timeout=15_000)
    expect(page.locator(".steps li.fails")).to_have_count(0)
    page.evaluate("document.querySelector('blockquote p').textContent += ' indeed'")
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.locator(".verdict")).to_contain_text("NOT", timeout=15_000)


def test_chosen_words_become_a_link_and_a_citation(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator(".passage.statement").first).to_be_attached(timeout=30_000)
    page.evaluate(
        """() => { const said = document.querySelector('.passage.statement .said p').firstChild;
        const range = document.createRange(); range.setStart(said, 0); range.setEnd(said, 24);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Copy link to these words").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert ":~:text=Good%20morning" in link
    page.get_by_role("button", name="Copy citation").click()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation.startswith("Governor Ferro (Governor of Brodna): “Good morning")
    assert "/u/" in citation


def test_the_record_reads_without_javascript(chromium, conference: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(conference + "record/")
    expect(page.locator(".knot")).to_contain_text("entries")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "path", ["../../", "../", "", "record/", "u/3/", "../../verify/", "../../nothing/here/at/all/"]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium, conference: str, path: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(conference + path)
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    context.close()

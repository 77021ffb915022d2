"""A reader in another language than the record's: the same record at an address of its own, live and checkable as everywhere."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.live.publisher import Publisher
from tests.server import Running

RECORD = "/conference/1/record/"
RUSSIAN = re.compile("[А-Яа-я]")


def streams(page: Page) -> list[str]:
    """Notes which streams a page opens."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/live/stream" in request.url else None)
    return found


def test_tabs_in_two_languages_follow_each_in_its_own(chromium: Browser, server: Running, publisher: Publisher) -> None:
    with chromium.new_context() as context:
        english, russian = context.new_page(), context.new_page()
        here, there = streams(english), streams(russian)
        english.goto(server.address + RECORD)
        russian.goto(f"{server.address}/ru{RECORD}")
        expect(english.locator("#connection")).to_contain_text("Connected.")
        expect(russian.locator("#connection")).to_contain_text(RUSSIAN)
        publisher.do("speak Heard in both languages.")
        for page, answer in ((english, "Answer"), (russian, "Ответ")):
            passage = page.locator(".passage", has_text="Heard in both languages.")
            expect(passage.locator(".what")).to_have_text(answer)
        index = int(passage.get_attribute("data-index") or "")
        publisher.do(f"correct {index} Heard in each language.")
        for page, said in ((english, "Corrected"), (russian, "Исправлено")):
            expect(page.locator(f"#u{index} .correction")).to_contain_text(said)
        assert [len(here), len(there)] == [1, 1]
        assert "/ru/" not in here[0] and "/ru/conference/1/live/" in there[0]


def test_a_quote_is_checked_and_cited_by_its_permanent_address(
    page: Page, server: Running, publisher: Publisher
) -> None:
    publisher.do("speak Words to be quoted.")
    page.goto(f"{server.address}/ru{RECORD}")
    passage = page.locator(".passage", has_text="Words to be quoted.")
    index = passage.get_attribute("data-index")
    passage.locator(".tools summary").click()
    passage.locator(".citation").click()
    expect(page.locator("#copied")).to_contain_text(RUSSIAN)
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.rstrip(".").endswith(f"{server.address}/conference/1/u/{index}/")
    page.goto(f"{server.address}/ru/conference/1/u/{index}/")
    page.locator("#checker button").click()
    expect(page.locator("#verdict")).to_contain_text("Проверено")
    assert not Axe().run(page).response["violations"]


def test_the_page_leads_to_itself_in_the_other_language(page: Page, server: Running, publisher: Publisher) -> None:
    page.goto(f"{server.address}{RECORD}?from=0")
    page.get_by_role("link", name="Русский").press("Enter")
    expect(page).to_have_url(f"{server.address}/ru{RECORD}?from=0")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("link", name="English").press("Enter")
    expect(page).to_have_url(f"{server.address}{RECORD}?from=0")


def test_an_embargo_counts_down_and_ends_in_the_language_of_the_page(
    page: Page, server: Running, publisher: Publisher
) -> None:
    publisher.do("embargo 600")
    page.goto(f"{server.address}/ru{RECORD}")
    expect(page.locator(".until").last).to_have_text(re.compile(r"Под эмбарго до .* осталось (10:00|09:[45]\d)"))
    publisher.do("embargo 4")
    rule = page.locator("#standing .in-force")
    expect(rule).to_have_text(re.compile("^\\s*Эмбарго снято"))
    expect(rule).not_to_have_attribute("lang", re.compile("."))
    expect(page.locator(".until").last).to_have_text("Эмбарго снято.")


def test_a_printed_record_says_in_the_language_of_the_page_what_is_missing(
    page: Page, server: Running, publisher: Publisher
) -> None:
    publisher.do("many 130 0")
    page.goto(f"{server.address}/ru{RECORD}?from=0")
    page.emulate_media(media="print")
    expect(page.locator("#turn .printed")).to_have_text("Следующие фрагменты не напечатаны.")
    expect(page.locator(".knot")).to_contain_text(
        re.compile(r"Подписано в\s\d\d:\d\d:\d\d · \d+\s(запись|записи|записей)")
    )
    expect(page.locator(".foot .printed")).to_have_text(f"{server.address}/ru{RECORD}?from=0")

"""The record and a quote as somebody reads them on a phone, by keyboard or without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import look

Reading = tuple[str, dict[str, int]]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["record/", "u/{fourth}/", "u/{quietly}/", "record/find/?q=schools"])
def test_nothing_is_wider_than_a_phone_nor_than_a_desk(phone: Page, edition: Reading, path: str) -> None:
    address, made = edition
    phone.goto(address + path.format(**made))
    look(phone, widths=(390, 1024, 1280))


def test_tools_unfold_at_a_tap_one_passage_at_a_time(phone: Page, edition: Reading) -> None:
    address, made = edition
    phone.goto(address + "record/")
    expect(phone.get_by_text("Copy link", exact=True).locator("visible=true")).to_have_count(0)
    for name in ("why", "none"):
        phone.locator(f"#u{made[name]} .tools summary").tap()
        expect(phone.get_by_text("Copy link", exact=True).locator("visible=true")).to_have_count(1)
        expect(phone.locator(f"#u{made[name]} .tools .check")).to_be_visible()


def test_a_quote_begins_with_the_words_that_stand_and_strikes_only_what_was_wrong(
    phone: Page, edition: Reading
) -> None:
    address, made = edition
    phone.goto(f"{address}u/{made['fourth']}/")
    words = phone.locator("blockquote").first
    expect(words).to_be_in_viewport()
    assert "Verhn" in words.locator("del").all_inner_texts()[0]
    assert "".join(words.locator("del").all_inner_texts()).split() == ["Verhn", "now"]
    assert phone.locator("blockquote.struck:visible").count() == 0
    phone.get_by_text("All 2 versions").tap()
    expect(phone.locator("blockquote.struck")).to_have_text("The fourth stands in Verhn now. It has no roof.")


def test_the_address_of_a_correction_leads_to_it(page: Page, edition: Reading) -> None:
    address, made = edition
    page.goto(f"{address}u/{made['fourth'] + 1}/")
    assert page.url.endswith(f"u/{made['fourth']}/#v{made['fourth'] + 1}")
    expect(page.locator(f"#v{made['fourth'] + 1} blockquote")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["fourth", "none"])
def test_a_check_says_its_verdict_first_and_in_sight(phone: Page, edition: Reading, name: str) -> None:
    address, made = edition
    phone.goto(f"{address}u/{made[name]}/#check")
    phone.get_by_role("button", name="Check in this browser").tap()
    verdict = phone.locator("#verdict")
    expect(verdict).to_have_text("Checked: these words are in the signed record, unchanged.")
    expect(verdict).to_be_in_viewport()
    expect(phone.locator(".steps li").first).to_be_hidden()
    phone.get_by_text("Steps of the check").tap()
    assert phone.locator(".steps li").count() >= 4
    expect(phone.locator(".steps li").nth(1)).to_have_text(
        re.compile(r"^Entry \d+, recorded at \d\d:\d\d:\d\d UTC\+3, is in the log")
    )


def test_a_verdict_comes_into_sight_where_the_button_was_at_the_very_bottom(phone: Page, edition: Reading) -> None:
    address, made = edition
    phone.goto(f"{address}u/{made['none']}/")
    button = phone.get_by_role("button", name="Check in this browser")
    expect(button).to_be_visible()
    place = button.bounding_box()
    assert place
    phone.set_viewport_size({"width": 390, "height": int(place["y"] + place["height"]) + 1})
    button.tap()
    expect(phone.locator("#verdict")).to_contain_text("unchanged")
    expect(phone.locator("#verdict")).to_be_in_viewport(ratio=1)


def test_a_check_keeps_the_focus_and_shows_the_step_that_fails(page: Page, edition: Reading) -> None:
    address, made = edition
    page.goto(f"{address}u/{made['fourth']}/")
    button = page.get_by_role("button", name="Check in this browser")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("unchanged")
    expect(button).to_be_focused()
    page.evaluate("document.querySelector('blockquote del').textContent = 'Verne'")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("Check failed: these words do NOT match the signed record.")
    expect(page.locator(".steps li.fails")).to_be_visible()


def test_without_javascript_the_tools_lead_to_the_quote_and_a_result_to_its_passage(
    chromium: Browser, edition: Reading
) -> None:
    address, made = edition
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "record/")
    page.get_by_label("Words or a name").fill("money for the bridge")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="You promised four schools.").click()
    passage = page.locator(f"#u{made['why']}")
    expect(passage).to_be_in_viewport()
    passage.locator("summary").click()
    passage.get_by_role("link", name="Check").click()
    assert page.url.endswith(f"u/{made['why']}/#check")
    context.close()


def test_on_paper_nothing_stays_folded(page: Page, edition: Reading) -> None:
    address, made = edition
    page.emulate_media(media="print")
    page.goto(f"{address}u/{made['fourth']}/")
    expect(page.locator("blockquote.struck")).to_be_visible()
    expect(page.locator("#proof pre")).to_be_visible()
    page.goto(f"{address}record/")
    expect(page.locator(f"#u{made['fourth']} .translation .said")).to_be_visible()
    expect(page.locator(f"#u{made['fourth']} .tools")).to_be_hidden()


def test_after_a_request_was_refused_the_field_that_is_not_right_has_the_focus(phone: Page, edition: Reading) -> None:
    address, made = edition
    phone.goto(f"{address}u/{made['none']}/ask/")
    phone.get_by_label("Passage (optional)").fill("There is no money.")
    phone.get_by_role("button", name="Send request").press("Enter")
    expect(phone).to_have_title(re.compile("^Error: "))
    expect(phone.get_by_label("What is wrong, and how do you know?")).to_be_focused()

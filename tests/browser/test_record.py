"""What people do on the public pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import look

KEPT_NEAR = """index => Object.entries(localStorage).some(
  ([key, kept]) => key.startsWith("onrecord:place:") && Math.abs(kept - index) < 4
)"""
"""The place is kept once the scrolling has stopped."""


def test_words_arrive_by_themselves_and_the_correction_takes_its_place(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator("#connection")).to_contain_text("New text appears automatically")
    expect(page.locator(".passage.statement")).not_to_have_count(0)
    count = page.locator(".passage").count()
    expect(page.locator(".passage").nth(count)).to_be_attached()
    expect(page.locator("del", has_text="Verhn")).to_be_attached()
    expect(page.locator("ins", has_text="Verkhna")).to_be_attached()
    live = page.locator(".passage").evaluate_all("all => all.map(one => one.id)")
    page.reload()
    assert page.locator(".passage").evaluate_all("all => all.map(one => one.id)")[: len(live)] == live


def test_a_quote_checks_in_the_browser_and_a_changed_word_is_noticed(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator("del", has_text="Verhn")).to_be_attached()
    page.locator(".passage:has(del)").first.hover()
    page.locator(".passage:has(del) .tools .check").first.click()
    expect(page.locator("#check")).to_be_in_viewport()
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.locator(".verdict")).to_have_text("Checked: these words are in the signed record, unchanged.")
    expect(page.locator(".steps li")).not_to_have_count(0)
    expect(page.locator(".steps li.fails")).to_have_count(0)
    page.evaluate("document.querySelector('blockquote p').append(' indeed')")
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.locator(".verdict")).to_contain_text("NOT")


def test_chosen_words_become_a_link_and_a_citation(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    expect(page.locator(".passage.statement").first).to_be_attached()
    page.evaluate(
        """() => { const said = document.querySelector('.passage.statement .said p').firstChild;
        const range = document.createRange(); range.setStart(said, 0); range.setEnd(said, 24);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Copy link to selection").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/record/\?from=(\d+)&words=\1\.\1\.0-\1\.\1\.\d+#u\1$", link)
    page.get_by_role("button", name="Copy citation").click()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation.startswith("Governor Ferro (Governor of Brodna): “Good day")
    assert re.search(r", \d+ \w+ \d{4}, \d\d:\d\d \([^)]+\), version (\d+), http\S+/u/\1/$", citation)


def test_an_utterances_link_is_copied_where_it_stands(page: Page, conference: str) -> None:
    page.goto(conference + "record/?from=0")
    passage = page.locator(".passage.statement").first
    expect(passage).to_be_attached()
    passage.hover()
    passage.locator(".copy").click()
    expect(page.locator("#copied")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{conference}u/{passage.get_attribute('data-index')}/"
    passage.locator(".citation").click()
    expect(page.locator("#copied")).to_have_text("Citation copied.")
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation.startswith("Governor Ferro (Governor of Brodna): “Good day") and citation.endswith(link)
    assert page.url.endswith("/record/?from=0")


def test_an_old_link_to_corrected_words_shows_both(page: Page, conference: str) -> None:
    page.goto(conference + "record/")
    passage = page.locator(".passage:has(del)")
    expect(passage).to_be_attached()
    index = passage.get_attribute("data-index")
    page.goto(f"{conference}record/?from={index}#u{index}:~:text=The%20fourth%20stands%20in%20Verhn")
    expect(page.locator(f"#u{index} del", has_text="Verhn")).to_be_in_viewport()
    expect(page.locator(f"#u{index} ins", has_text="Verkhna")).to_be_in_viewport()
    page.goto(f"{conference}u/{index}/")
    expect(page.locator(".words").first.locator("del")).to_have_text("Verhn")
    expect(page.locator(".words").first.locator("ins")).to_have_text("Verkhna")
    page.get_by_text("All 2 versions").click()
    expect(page.locator(".words.struck")).to_contain_text("Verhn")


def test_a_long_record_goes_on_as_one_reads_and_keeps_ones_place(page: Page, archive: str) -> None:
    page.goto(archive + "record/")
    expect(page.locator(".passage")).to_have_count(120)
    page.locator("#turn").scroll_into_view_if_needed()
    expect(page.locator(".passage")).not_to_have_count(120)
    place = page.locator(f"#{page.locator('.passage').nth(150).get_attribute('id')}")
    place.evaluate("passage => passage.scrollIntoView({ block: 'start' })")
    page.wait_for_function(KEPT_NEAR, arg=place.get_attribute("data-index"))
    page.goto(archive)
    page.goto(archive + "record/")
    page.get_by_role("link", name="Continue where you left off").click()
    expect(place).to_be_in_viewport()


def test_a_long_record_reads_from_end_to_end_without_javascript(chromium: Browser, archive: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(archive + "record/")
    seen = page.locator(".passage").count()
    while page.locator("#turn a").is_visible():
        with page.expect_navigation():
            page.locator("#turn a").click()
        assert page.locator(".passage").first.locator("h2").count() == 1
        seen += page.locator(".passage").count()
    assert seen == 400
    expect(page.locator(".knot")).to_be_visible()
    page.locator(".passage .tools summary").last.click()
    page.locator(".passage .tools .citation").last.click()
    expect(page.get_by_label("Citation")).to_have_value(re.compile("It is the answer to question 199"))
    context.close()


def test_words_are_found_in_a_long_record_without_javascript(chromium: Browser, archive: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(archive + "record/")
    page.get_by_label("Words or a name").fill("“question 180”")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("2 passages found, in the order they were said.")
    expect(page.locator("mark").first).to_have_text("question 180")
    page.locator(".found a").last.click()
    expect(page.locator(".passage:target")).to_contain_text("It is the answer to question 180.")
    expect(page.locator(".passage:target")).to_be_in_viewport()
    context.close()


def test_print_has_the_rail_the_times_and_the_checkpoint_and_address_in_the_foot(
    page: Page, conference: str, archive: str
) -> None:
    page.goto(conference + "record/?from=0")
    expect(page.locator(".passage.statement").first).to_be_attached()
    expect(page.locator(".knot .printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".knot .printed")).to_contain_text("/regional-media/13/log\n")
    expect(page.locator(".foot .printed")).to_have_text(conference + "record/?from=0")
    expect(page.locator(".passage time").first).to_be_visible()
    for hidden in (".passage .tools", "#telling", ".top nav"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.goto(archive + "record/")
    expect(page.locator("#turn")).to_have_text(re.compile("Later passages are not printed"))


def test_a_phones_targets_are_large_enough_to_touch(chromium: Browser, conference: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    for path in ("record/?from=0", "record/find/?q=school", "u/3/", ""):
        page.goto(conference + path)
        for tools in page.locator(".tools summary").all()[:1]:
            tools.tap()
        small = page.locator(
            "button:visible, .button:visible, nav a:visible, .tools :is(a, summary):visible"
        ).evaluate_all(
            "all => all.map(one => [one.textContent, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([text]) => text)"
        )
        assert not small
    context.close()


def test_forced_colours_keep_the_rail_and_the_knot(chromium: Browser, archive: str) -> None:
    context = chromium.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(archive + "record/")
    colours = page.evaluate(
        """() => [getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector('.passage'), '::before').borderLeftColor,
        getComputedStyle(document.querySelector('.knot'), '::after').backgroundColor]"""
    )
    assert len({*colours[1:]} - {colours[0], "rgba(0, 0, 0, 0)"}) >= 1
    assert colours[0] not in colours[1:]
    context.close()


def test_the_keyboard_reaches_every_tool_and_sees_it(page: Page, archive: str) -> None:
    page.goto(archive + "record/")
    tools = page.locator(".passage").first.locator(".tools :is(summary, a)")
    assert tools.count() == 4
    for tool in tools.all():
        for _ in range(20):
            page.keyboard.press("Tab")
            if tool.evaluate("link => link === document.activeElement"):
                break
        expect(tool).to_be_focused()
        expect(tool).to_be_visible()
        expect(tool).to_have_css("outline-style", "solid")


@pytest.mark.parametrize(
    "path",
    [
        "../../",
        "../",
        "",
        "record/",
        "record/find/",
        "record/find/?q=the+school",
        "u/3/",
        "../../verify/",
        "../../nothing/here/at/all/",
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(chromium: Browser, conference: str, path: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(conference + path)
    look(page, widths=(1280, 640, 320))
    context.close()


@pytest.mark.parametrize("path", ["", "record/", "u/3/", "record/?from=9999"])
def test_axe_finds_nothing_in_an_archive(chromium: Browser, archive: str, path: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(archive + path)
    look(page, widths=(1920,))
    context.close()

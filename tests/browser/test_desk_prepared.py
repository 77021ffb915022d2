"""A text that was prepared, against its delivery."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.desk import SECRET, Sit, begin, record_of


def test_a_prepared_text_against_its_delivery(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=0)
    chiara.saved()  # the page of texts offers the speakers that the server knows
    page = chiara.page
    page.goto(f"{chiara.place.desk}prepare/")
    page.get_by_label("Title").fill("Opening statement")
    page.get_by_label("Speaker").select_option("Governor Ferro")
    page.get_by_label("Text").fill("Good morning.\n\nFour schools have opened.\n\nThis is long.\n\nThank you.")
    page.get_by_role("button", name="Save text").press("Enter")
    expect(page.get_by_text("0 of 4 paragraphs marked")).to_be_visible()
    page.goto(chiara.place.desk)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#people")).to_contain_text("is here")
    chiara.press("Shift+F8")
    expect(page.locator("#prepared-words")).to_have_text("Good morning.")
    assert "Four schools" not in chiara.kept()
    chiara.press("Enter")
    expect(page.locator("#prepared-words")).to_have_text("Four schools have opened.")
    chiara.press("e", "Control+a")
    chiara.type("Three schools have opened.")
    chiara.press("Enter")
    expect(page.locator("#prepared-words")).to_have_text("This is long.")
    chiara.press("s", "Enter")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#last .said")).to_have_text(["Good morning.", "Three schools have opened.", "Thank you."])
    assert record_of(chiara) == ["Good morning.", "Three schools have opened.", "Thank you."]
    page.goto(f"{chiara.place.desk}prepare/")
    expect(page.get_by_text("Paragraph 3 was not delivered on the record")).to_be_visible()
    page.get_by_label("All of this becomes public and can't be withdrawn.").press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish prepared text").press("Enter")
    page.goto(f"{chiara.place.desk}prepare/")
    expect(page.get_by_text("published")).to_be_visible()


def test_a_prepared_text_that_comes_after_off_the_record_stays_shut(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=0)
    chiara.saved()  # the page of texts offers the speakers that the server knows
    page = chiara.page
    page.goto(f"{chiara.place.desk}prepare/")
    page.get_by_label("Title").fill("Opening statement")
    page.get_by_label("Speaker").select_option("Governor Ferro")
    page.get_by_label("Text").fill(SECRET)
    with page.expect_navigation():
        page.get_by_role("button", name="Save text").press("Enter")
    page.goto(chiara.place.desk)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#people")).to_contain_text("is here")
    fetched: list[Route] = []
    page.route("**/desk/transcribe/prepared/*/", lambda route: fetched.append(route))
    with page.expect_request("**/desk/transcribe/prepared/*/"):
        chiara.press("Shift+F8", "F4")
    with page.expect_response("**/desk/transcribe/prepared/*/") as answer:
        fetched[0].continue_()
    answer.value.finished()
    page.wait_for_timeout(500)
    expect(page.locator("#off")).to_be_visible()
    expect(page.locator("#prepared")).to_be_hidden()
    assert SECRET not in page.content()

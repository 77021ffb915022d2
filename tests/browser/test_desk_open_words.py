"""Words that stand open at the desk, and nowhere else, are written over by nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import Desk, Sit, begin


def test_refused_words_are_not_put_in_place_of_a_half_typed_line(refused: Desk) -> None:
    row, line = refused.page.locator("#waiting .refused"), refused.page.locator("#text")
    refused.type("Half a sentence that")
    row.get_by_role("button", name="Edit").press("Enter")
    expect(line).to_have_value("Half a sentence that")
    expect(line).to_be_focused()
    expect(refused.page.locator("#lost")).to_contain_text("Something is still being typed here")
    refused.type(" is whole now.")
    refused.press("Enter")
    row.get_by_role("button", name="Edit").press("Enter")
    expect(line).to_have_value("Said at the very end.")
    refused.press("End")
    refused.type(" Indeed.")
    row.get_by_role("button", name="Edit").press("Enter")
    expect(line).to_have_value("Said at the very end. Indeed.")


def test_whoever_is_at_a_refused_line_stays_there_while_others_are_sent(refused: Desk) -> None:
    refused.type("Another sentence.")
    refused.press("Enter")
    expect(refused.page.locator("#text")).to_have_value("")
    edit = refused.page.locator("#waiting .refused").get_by_role("button", name="Edit")
    edit.evaluate("""(button) => {
        button.focus();
        const line = document.querySelector("#text");
        line.value = "And one more.";
        line.dispatchEvent(new InputEvent("input", { bubbles: true }));
        line.form.requestSubmit();
        document.querySelector("#waiting .refused [data-do=mend]").focus();
    }""")
    expect(refused.page.locator("#last .said").last).to_have_text("And one more.")
    expect(edit).to_be_focused()


def test_a_correction_under_way_is_not_begun_anew(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.say("It stands in Verkna.", "1")
    esi.say("It has no roof.")
    expect(esi.page.locator("#last .said")).to_have_count(2)
    esi.press("F2", "Control+a")
    esi.type("It has no roof yet.")
    esi.press("F2")
    expect(esi.page.locator("#correct-text")).to_have_value("It has no roof yet.")
    expect(esi.page.locator("#correct-text")).to_be_focused()
    esi.page.locator("#last > li").first.focus()
    esi.press("e")
    expect(esi.page.locator("#correct-text")).to_have_value("It has no roof yet.")
    esi.press("Escape", "F2")
    expect(esi.page.locator("#correct-text")).to_have_value("It has no roof.")


def test_a_prepared_paragraph_that_is_being_changed_is_not_begun_anew(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=0, speakers=())
    page = chiara.page
    page.goto(f"{page.url}prepare/")
    page.get_by_label("Title").fill("Opening statement")
    page.get_by_label("Text").fill("Four schools have opened.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save text").press("Enter")
    page.goto(page.url.partition("prepare/")[0])
    expect(page.locator("#people")).to_contain_text("is here")
    chiara.press("Shift+F8")
    expect(page.locator("#prepared-words")).to_have_text("Four schools have opened.")
    chiara.press("e", "Control+a")
    chiara.type("Three schools")
    chiara.press("Shift+F8")
    expect(page.locator("#prepared-text")).to_have_value("Three schools")


def test_a_digit_that_is_nobodys_loses_no_words_and_gives_them_to_nobody(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.say("Good morning.", "1")
    esi.say("7 bakeries opened.", "8")
    expect(esi.page.locator("#told")).to_contain_text("Nobody has the key 8")
    esi.saved()
    assert esi.lines == ["Good morning.", "7 bakeries opened."]
    expect(esi.page.locator("#last .name")).to_have_text(["Governor Ferro", "unknown"])

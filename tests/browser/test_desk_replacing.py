"""Find and replace by keyboard alone, beside the desk."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import Sit, begin, record_of
from tests.browser.looking import look


def test_a_name_is_put_right_by_keyboard_while_the_desk_stays_open(sit: Sit) -> None:
    esi = sit(bypass_csp=True)
    begin(esi, hold=0, speakers=())
    esi.say("Verkna first.")
    esi.say("Is it Verkna? Verkna it is.")
    esi.saved()
    with esi.context.expect_page() as opened:
        esi.press("Shift+F2")
    page = opened.value
    page.get_by_label("Find", exact=True).focus()
    page.keyboard.type("Verkna")
    page.keyboard.press("Tab")
    page.keyboard.type("Verkhna")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 passages would change")).to_be_visible()
    look(page, widths=(1280, 390))
    page.get_by_label("Reason (public)").focus()
    page.keyboard.type("Misspelt.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 passages corrected.")).to_be_visible()
    look(page, widths=(1280, 390))
    expect(esi.page.locator("#last .said")).to_have_text(["Verkhna first.", "Is it Verkhna? Verkhna it is."])
    page.get_by_role("button", name="Undo these corrections").press("Enter")
    page.get_by_label("Reason (public)").fill("It was right.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 passages corrected.")).to_be_visible()
    assert record_of(esi) == ["Verkna first.", "Is it Verkna? Verkna it is."]

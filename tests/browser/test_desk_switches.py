"""Going off the record and coming back are two acts, and nobody does the one who meant the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk, Sit, begin, sign_in

CLOCKS_STAND = """() => {
  for (const clock of [performance, Date]) {
    const stood = clock.now();
    clock.goes = clock.now.bind(clock);
    clock.now = () => stood;
  }
}"""
CLOCKS_GO_ON = "() => { for (const clock of [performance, Date]) clock.now = () => clock.goes() + 2_000; }"
"""However slow this machine is, no time passes at that desk; and then two seconds have."""


def off_by_the_office(chiara: Desk) -> Page:
    """From the office's page of the day."""
    page = chiara.context.new_page()
    page.goto(f"{chiara.place.edition}desk/day/?rule=off-the-record")
    page.get_by_role("button", name="Set this ground rule").click()
    return page


@pytest.mark.parametrize("way", ["key", "button"])
def test_a_reflex_after_somebody_elses_switch_doesnt_go_back_on_the_record(sit: Sit, way: str) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.page.evaluate(CLOCKS_STAND)
    esi.press("F4")
    expect(chiara.page.locator("#off")).to_be_visible()
    if way == "key":
        chiara.press("F4")
    else:
        chiara.page.get_by_role("button", name="Back on the record").click()
    expect(chiara.page.locator("#off-told")).to_contain_text("Somebody else went off the record a moment ago")
    with chiara.page.expect_response(re.compile("/desk/transcribe/state/")):
        pass
    expect(chiara.page.locator("#off")).to_be_visible()
    office = chiara.context.new_page()
    office.goto(f"{chiara.place.edition}desk/day/")
    expect(office.locator("#now .sentence")).to_contain_text("Off the record")
    chiara.page.evaluate(CLOCKS_GO_ON)
    chiara.press("F4")
    expect(chiara.page.locator("#off")).to_be_hidden()
    chiara.saved()


def test_a_desk_that_hears_late_of_somebody_elses_switch_goes_off_twice_and_never_back(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.page.route("**/desk/transcribe/state/**", lambda route: route.abort())
    off_by_the_office(chiara)
    expect(chiara.page.locator("#off")).to_be_visible()
    esi.press("F4", "F4")  # off, as the office has; and by mistake at once again
    expect(esi.page.locator("#lost")).to_contain_text("Only the press office can end that")
    esi.page.unroute("**/desk/transcribe/state/**")
    expect(esi.page.locator("#off")).to_be_visible()
    expect(chiara.page.locator("#off")).to_be_visible()


def test_the_offices_rule_chosen_before_somebody_went_off_the_record_ends_nothing(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    office = chiara.context.new_page()
    office.goto(f"{chiara.place.edition}desk/day/?rule=on-the-record")
    esi.press("F4")
    esi.saved()
    office.get_by_role("button", name="Set this ground rule").click()
    expect(office.get_by_text("Somebody else has gone off the record in the meantime")).to_be_visible()
    expect(esi.page.locator("#off")).to_be_visible()
    office.get_by_role("button", name="Set this ground rule").click()
    expect(esi.page.locator("#off")).to_be_hidden()


def test_a_plain_form_for_back_ends_only_what_it_was_made_for(sit: Sit, chromium: Browser) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.press("F4")
    esi.saved()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, esi.place, "Chiara Okoye")
    page.goto(esi.place.desk)
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    esi.press("F4")
    esi.saved()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Back on the record").click()
    expect(page.get_by_text("Still off the record")).to_be_visible()
    page.get_by_role("button", name="Back on the record").click()
    expect(esi.page.locator("#off")).to_be_hidden()
    context.close()


def test_a_pause_ends_while_it_stays_off_the_record(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.page.get_by_role("button", name="Pause").press("Enter")
    expect(esi.page.locator("#resume")).to_be_visible()
    esi.press("F4")
    esi.page.get_by_role("button", name="Resume the session, off the record").press("Enter")
    esi.saved()
    expect(esi.page.locator("#off-paused")).to_be_hidden()
    expect(esi.page.locator("#off")).to_be_visible()
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()

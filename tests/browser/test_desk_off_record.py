"""What is typed while it is off the record, or while others go off it, is stored nowhere."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.desk import SECRET, SPEAKERS, Desk, Sit, begin, record_of
from tests.browser.opening import Place


def test_going_back_to_a_desk_that_went_off_the_record_shows_no_word(
    sit: Sit, place: Place, remembering: Browser
) -> None:
    esi, chiara = Desk(remembering.new_context(), place, "Esi Moran"), sit("Chiara Okoye")
    esi.page.goto(f"{place.server}/verify/")
    esi.page.evaluate("window.left = true")
    esi.page.goto(place.desk)
    esi.page.go_back(wait_until="commit")
    assert esi.page.evaluate("window.left"), "this browser keeps no page in memory"
    esi.page.goto(place.desk)
    begin(esi, hold=0, speakers=())
    esi.page.on("dialog", lambda dialog: dialog.accept())
    esi.page.evaluate("window.left = true")
    esi.type(f"{SECRET} in half a line")
    esi.page.goto(f"{esi.place.desk}prepare/")
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.press("F4")
    chiara.saved()
    esi.page.go_back(wait_until="commit")
    assert not esi.page.evaluate("window.left"), "the page was kept in memory, and shows what it showed"
    assert SECRET not in esi.page.locator("#text").input_value()
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    expect(esi.page.locator("#text")).to_be_disabled()
    assert SECRET not in esi.kept()
    assert not esi.faults


def test_words_still_held_are_taken_back(sit: Sit, place: Place) -> None:
    esi = sit()
    begin(esi, hold=60)
    esi.say("This may stay.", "1")
    esi.say(f"{SECRET} was said too early.")
    expect(esi.page.locator("#last li")).to_have_count(2)
    expect(esi.page.locator("#last li").last).to_contain_text(re.compile(r"published in \d+ s"))
    esi.press("ArrowUp", "k")
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.saved()
    esi.press("F4")
    expect(esi.page.locator("#last .said")).to_have_text(["This may stay.", "Taken back. None of it is stored."])
    assert SECRET not in esi.kept()
    stored = b"".join(file.read_bytes() for file in place.home.rglob("*") if file.is_file())
    assert SECRET.encode() not in stored


def test_more_words_than_the_desk_shows_are_taken_back(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=300)
    for number in range(12):
        esi.say(f"{SECRET}, sentence {number}.", "1")
    esi.saved()
    expect(esi.page.locator("#last li")).to_have_count(10)
    esi.press("F4")
    expect(esi.page.locator("#take-back")).to_have_text("Take back the last 12 too")
    esi.press("Shift+F4")
    esi.saved()
    expect(esi.page.locator("#off-held")).to_be_hidden()
    document = esi.page.request.get(f"{esi.place.edition}desk/transcribe/state/").json()
    assert document["held"] == 0


def test_words_typed_while_somebody_else_had_gone_off_the_record_are_discarded(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text(SPEAKERS[0][0])
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.context.set_offline(True)
    chiara.say("Said before it.", "1")
    esi.press("F4")
    esi.saved()
    chiara.say(f"{SECRET}, typed without knowing.", "1")
    chiara.context.set_offline(False)
    expect(chiara.page.locator("#lost")).to_contain_text("1 passage was discarded")
    expect(chiara.page.locator("#off")).to_be_visible()
    expect(chiara.page.locator("#waiting li")).to_have_count(1)
    assert SECRET not in chiara.kept()
    esi.press("F4")
    expect(chiara.page.locator("#off")).to_be_hidden()
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("Said before it.")
    refused.get_by_role("button", name="Send again").press("Enter")
    expect(chiara.page.locator("#last .said").last).to_have_text("Said before it.")
    assert record_of(esi) == ["Said before it."]

    chiara.press("Escape")
    chiara.context.set_offline(True)
    esi.press("F4")
    esi.saved()
    chiara.say(f"{SECRET}, and they are back before I am.", "1")
    esi.press("F4")
    esi.saved()
    chiara.context.set_offline(False)
    expect(chiara.page.locator("#lost")).to_be_visible()
    chiara.saved()
    assert SECRET not in chiara.kept()
    assert record_of(esi) == ["Said before it."]


@pytest.mark.parametrize("act", ["say", "correct"])
def test_mended_words_keep_the_time_and_the_rule_they_were_typed_under(sit: Sit, act: str) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    esi.say("Said before all.", "1")
    expect(chiara.page.locator("#last .said")).to_have_text(["Said before all."])
    chiara.context.set_offline(True)
    if act == "correct":
        chiara.press("F2", "Control+a")
    chiara.say("Said before it.", "1" if act == "say" else None)
    if act == "correct":
        chiara.say("Misheard.")
    esi.press("F4")
    esi.saved()
    chiara.context.set_offline(False)
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("This is off the record")
    (typed,) = re.findall(r'"typed_at":\d+', chiara.kept())
    expect(chiara.page.locator("#off")).to_be_visible()  # or it is hidden below because she hasn't heard of it yet
    esi.press("F4")
    expect(chiara.page.locator("#off")).to_be_hidden()
    refused.get_by_role("button", name="Edit").press("Enter")
    chiara.press("End")
    chiara.say(" Mended.")
    expect(refused).to_contain_text("Mended.")
    expect(refused).to_contain_text("The conference was off the record while this was typed.")
    assert typed in chiara.kept()
    refused.get_by_role("button", name="Send again").press("Enter")
    chiara.saved()
    assert record_of(esi)[-1] == "Said before it. Mended."


def test_off_the_record_in_a_pause_and_without_a_session(sit: Sit) -> None:
    esi = sit()
    esi.press("F4")
    expect(esi.page.locator("#told")).to_have_text("No session is running.")
    begin(esi, hold=300, speakers=())
    esi.say(f"{SECRET}, and a break.")
    expect(esi.page.locator("#last .said")).to_have_count(1)
    esi.page.get_by_role("button", name="Pause").press("Enter")
    expect(esi.page.locator("#resume")).to_be_visible()
    esi.press("Shift+F4")
    expect(esi.page.locator("#off")).to_be_visible()
    esi.saved()
    expect(esi.page.locator("#last")).not_to_contain_text(SECRET)
    expect(esi.page.locator("#off-paused")).to_be_visible()
    esi.press("F4")
    esi.page.get_by_role("button", name="Resume the session").press("Enter")
    expect(esi.page.locator("#text")).to_be_focused()


def test_a_computer_whose_clock_jumps_puts_nothing_on_the_record_that_was_off_it(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()

    def jump(clock: str, seconds: int) -> None:
        chiara.page.evaluate(
            f"{{ const was = {clock}.now.bind({clock}); {clock}.now = () => was() + {seconds} * 1000; }}"
        )

    def while_off_by_another(words: str) -> None:
        chiara.context.set_offline(True)
        esi.press("F4")
        esi.saved()
        chiara.say(words, "0")
        esi.press("F4")
        esi.saved()
        chiara.context.set_offline(False)

    chiara.page.route("**/desk/transcribe/state/**", _slowly)
    jump("Date", -600)
    for _ in range(2):
        with chiara.page.expect_response(re.compile("/desk/transcribe/state/")):
            pass
    while_off_by_another(f"{SECRET}, ten minutes early.")
    expect(chiara.page.locator("#lost")).to_contain_text("1 passage was discarded")
    chiara.press("Escape", "F4")
    chiara.saved()
    chiara.press("F4")
    expect(chiara.page.locator("#text")).to_be_focused()
    chiara.saved()

    chiara.context.set_offline(True)
    jump("performance", -60)  # as after a sleep, in which it stood still
    while_off_by_another("Said who knows when.")
    expect(chiara.page.locator("#waiting .refused")).to_contain_text("Said who knows when.")
    assert SECRET not in chiara.kept()
    assert record_of(esi) == []


def _slowly(route: Route) -> None:
    time.sleep(0.15)
    route.continue_()

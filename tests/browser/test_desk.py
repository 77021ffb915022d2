"""A press conference transcribed in a real browser, by keyboard alone, with everything that happens to a transcriber."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import SECRET, SPEAKERS, Sit, begin, record_of, sign_in, voices_of
from tests.browser.looking import look
from tests.browser.opening import Place

MINUTES = 5


@pytest.mark.parametrize("minutes", [0, pytest.param(MINUTES, marks=pytest.mark.realtime)])
def test_a_conference_by_keyboard_alone(sit: Sit, place: Place, minutes: float) -> None:
    """40 utterances of 6 voices, a correction and its confirmation, twice off the record, a cut network with a reload."""
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=SPEAKERS)
    started = time.monotonic()
    esi.pace = minutes * 60 / 40
    said: list[str] = []

    def say(words: str, speaker: str | None = None) -> None:
        esi.say(words, speaker)
        said.append(words)

    say("Welcome to all of you.", "2")
    say("Last year we said that four schools would open.", "1")
    for number in range(4):
        say(f"We built {number + 2} bridges.")
    say("You promised four schools. Why three?", "3")
    say("The fourth stands in Verhn.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(said[-1])

    esi.press("F2", "Control+a")
    esi.type("The fourth stands in Verkhna.")
    esi.press("Tab", "Tab")
    esi.type("Misheard.")
    esi.press("Enter")
    expect(esi.page.locator("#last li").last).to_contain_text("corrected")
    said[-1] = "The fourth stands in Verkhna."
    expect(chiara.page.locator("#last .said").last).to_have_text(said[-1])
    chiara.press("ArrowUp", "c")
    expect(esi.page.locator("#last li").last).to_contain_text("confirmed")

    esi.press("Tab")
    esi.type("quis")
    esi.press("Enter")
    for number in range(4):
        say(f"When does line {number} begin?")
        say(f"Line {number} begins in March.", "1")
        esi.press("Tab")
        esi.type("quis")
        esi.press("Enter")
    say("And who pays?", "0")
    say("The region pays.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(said[-1])

    esi.type("Half a sentence that")
    esi.press("F4")
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    expect(chiara.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.say(f"{SECRET} is what nobody may know.", "1")
    chiara.say(f"{SECRET} is what nobody may know.", "1")
    assert SECRET not in esi.kept() + chiara.kept()
    expect(esi.page.locator("#text")).to_be_disabled()
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    expect(chiara.page.locator("#off")).to_be_hidden()
    say("We are back.", "2")
    esi.saved()

    esi.context.set_offline(True)
    for number in range(6):
        say(f"Without network, sentence {number}.", "1")
    expect(esi.page.locator("#saved")).to_have_text(
        re.compile(r"^No network since \d\d:\d\d:\d\d · 6 passages waiting · safe in this browser$")
    )
    chiara.say("Said by somebody else meanwhile.", "2")
    expect(chiara.page.locator("#last .said").last).to_have_text("Said by somebody else meanwhile.")
    esi.press("F4")
    esi.say(f"{SECRET} without network.", "1")
    assert SECRET not in esi.kept()
    esi.page.reload()
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.say(f"{SECRET} after the reload.", "1")
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    say("Is the road ready?", "4")
    say("It is not.", "1")
    assert SECRET not in esi.kept()
    esi.context.set_offline(False)
    esi.saved()

    for number in range(13):
        say(f"To end with, sentence {number}.", "1" if number % 2 else "4")
    esi.saved()
    assert len(said) == 40
    assert time.monotonic() - started >= minutes * 60
    record = record_of(esi)
    meanwhile = [words for words in record if words == "Said by somebody else meanwhile."]
    assert len(meanwhile) == 1
    assert [words for words in record if words not in meanwhile] == said
    assert voices_of(esi) == {name for name, *_ in SPEAKERS} | {"unknown"}
    stored = b"".join(file.read_bytes() for file in place.home.rglob("*") if file.is_file())
    assert SECRET.encode() not in stored


def test_two_take_turns(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text("Governor Ferro")
    esi.type("What I am ")
    expect(chiara.page.locator("#people")).to_contain_text("Esi Moran is typing")
    esi.say("typing here.")
    expect(chiara.page.locator("#last .said").last).to_have_text("What I am typing here.")
    chiara.say("Mine come after it.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text("Mine come after it.")
    expect(esi.page.locator("#saved")).to_have_text(re.compile("2 people here"))


def test_abbreviations_expand_while_one_types(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.press("F9")
    esi.reach("#short")
    esi.type("mot")
    esi.press("Tab")
    esi.type("Ministry of Transport")
    esi.press("Enter", "Escape")
    esi.say("Ask the mot, not the motor trade; mot.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(
        "Ask the Ministry of Transport, not the motor trade; Ministry of Transport."
    )


def test_the_newest_line_stays_in_sight_when_a_panel_opens(sit: Sit) -> None:
    desk = sit(viewport={"width": 1280, "height": 600})
    begin(desk, hold=0, speakers=SPEAKERS[:1])
    for number in range(9):
        desk.say(
            f"Sentence {number}, which is long enough to be two lines of the list at this width, and a little more."
        )
    desk.saved()
    newest = desk.page.locator("#last > li").last
    expect(newest).to_contain_text("Sentence 8")
    expect(newest).to_be_in_viewport(ratio=0.9)
    desk.press("F2")
    expect(desk.page.locator("#correcting")).to_be_visible()
    expect(newest).to_be_in_viewport(ratio=0.9)


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(sit: Sit) -> None:
    desk = sit("Chiara Okoye", bypass_csp=True)

    def look_at_it() -> None:
        desk.page.wait_for_timeout(100)
        look(desk.page, widths=(1280, 195, 390))

    look_at_it()
    begin(desk, hold=60, speakers=SPEAKERS[:3])
    desk.say("Last year we said that four schools would open. Three did.", "1")
    desk.say("You promised four schools. Why three?", "3")
    desk.saved()
    look_at_it()
    for keys in (("F2",), ("Escape", "ArrowUp"), ("Escape", "?"), ("F9",)):
        desk.press(*keys)
        look_at_it()
    desk.press("Escape", "Tab")
    desk.type("a")
    look_at_it()
    desk.press("Escape")
    desk.context.set_offline(True)
    desk.say("Without network.", "1")
    expect(desk.page.locator("#saved")).to_have_text(re.compile("No network"))
    look_at_it()
    desk.press("F4")
    look_at_it()
    desk.context.set_offline(False)
    desk.page.goto(f"{desk.place.desk}prepare/")
    look_at_it()


def test_without_javascript_a_form_appends(chromium: Browser, place: Place) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, place, "Esi Moran")
    page.goto(place.desk)
    page.get_by_label("Publication delay", exact=True).fill("0")
    page.get_by_role("button", name="Start a session").click()
    page.get_by_label("Name").fill("Governor Ferro")
    page.get_by_label("Part").select_option("Answers")
    page.get_by_role("button", name="Save speaker").click()
    page.get_by_label("What is being said").fill("Good morning.")
    page.locator("#speaker").select_option("Governor Ferro")
    page.get_by_role("button", name="Append").click()
    expect(page.locator("#last")).to_contain_text("Governor Ferro statement Good morning.")
    page.get_by_role("button", name="Off the record").click()
    expect(page.get_by_text("Typing is switched off")).to_be_visible()
    expect(page.get_by_label("What is being said")).to_be_hidden()
    page.get_by_role("button", name="Back on the record").click()
    expect(page.get_by_label("What is being said")).to_be_visible()
    context.close()

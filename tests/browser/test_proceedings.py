"""The office's day and a reader's request, as people do it, with and without JavaScript."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving
from tests.waiting import PATIENCE

OPENS = datetime.now(UTC) + timedelta(hours=30)
CHIARA, EDITION = "chiara.okoye@example.org", "/regional-media/13/"
PREPARE = """
from onrecord.cli.installation import set_up
set_up()
import sys
from onrecord.proceedings import acts as proceedings
from onrecord.proceedings import entries
from onrecord.proceedings.contents import RuleSet
from tests import cast
from tests.words import answer, question
later = cast.edition("14")
entries.start_session(later.log)
entries.set_rule(later.log, RuleSet(rule="on the record", sentence="Not before then.", until=sys.argv[1]))
long = cast.edition("16")
entries.start_session(long.log)
entries.speak(long.log, *(answer(f"Sentence {n + 1}, and what else was said with it. " * 3) for n in range(12)))
edition = cast.edition()
cast.press_officer(edition)
entries.start_session(edition.log)
entries.speak(edition.log, question("You promised four schools. Why three?"), answer("The fourth stands in Verhn."))
proceedings.ask(edition, index=2, passage="four", reason="There were five.", contact="")
entries.set_hold(edition.log, seconds=300)
entries.speak(edition.log, answer("The bus line will close."), answer("The second line opens in March."))
"""
EMBARGO = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.proceedings import entries
from tests import cast
from tests.rules import embargo
log = cast.edition("15").log
entries.start_session(log)
entries.set_rule(log, embargo(seconds=10))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Entries 2 and 3 are public, 5 and 6 are held."""
    home = tmp_path_factory.mktemp("proceedings") / "home"
    forking.run(
        [sys.executable, "-c", PREPARE, OPENS.strftime("%Y-%m-%dT%H:%M:00.000Z")],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        check=True,
        timeout=PATIENCE,
    )
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home) as address:
        yield address


Cookies = list[Any]


@pytest.fixture(scope="module")
def chiara(chromium: Browser, address: str, home: Path) -> Cookies:
    """What the browser of Chiara Okoye, press officer, keeps once she has signed in."""
    context = chromium.new_context()
    page = context.new_page()
    link = onrecord(home, "signin", CHIARA).stdout.strip().partition("?")[2]
    page.goto(f"{address}/sign-in/link/?{link}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def office(page: Page, address: str, chiara: Cookies) -> Page:
    """Chiara Okoye before the day's page."""
    page.context.add_cookies(chiara)
    page.goto(f"{address}{EDITION}desk/day/")
    return page


def test_the_page_refreshes_itself_and_leaves_alone_what_is_typed(office: Page) -> None:
    held = office.locator("#held")
    expect(held.locator(".kept > li")).to_have_count(2)
    office.locator("#pause_remark").fill("A break until")
    other = office.context.new_page()
    other.goto(office.url)
    first = other.locator("#held .kept > li").first
    first.get_by_text("Publish now…").click()
    first.locator("details[open]").get_by_label("Reason (public)").fill("Agreed with the speaker.")
    first.get_by_role("button", name="Publish now").click()
    expect(other.get_by_text("Published.", exact=True)).to_be_visible()
    expect(held.locator(".kept > li")).to_have_count(1)
    expect(office.locator("#pause_remark")).to_have_value("A break until")
    expect(office.get_by_text("Up to date at")).to_be_visible()


def test_the_preview_follows_what_is_written(office: Page) -> None:
    office.get_by_role("link", name="On background", exact=True).click()
    office.get_by_label("Attribution shown instead of the name").fill("an official of the region")
    expect(office.locator("#preview .sentence")).to_contain_text("the speaker is called “an official of the region”")
    office.get_by_label("Full sentence shown to everyone").fill("Say “{attribution}” only.")
    expect(office.locator("#preview .sentence")).to_have_text("Say “an official of the region” only.")
    office.get_by_label("Attribution shown instead of the name").fill("")
    expect(office.locator("#preview .sentence")).to_have_text("Say “…” only.")
    office.get_by_label("Attribution shown instead of the name").fill("an official of the region")
    office.get_by_label("Full sentence shown to everyone").fill("Say {attribution}, never a name.")
    expect(office.locator("#preview .sentence")).to_have_text("Say an official of the region, never a name.")


def test_without_javascript_a_rule_is_previewed_and_set(chromium: Browser, address: str, chiara: Cookies) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(chiara)
    page = context.new_page()
    page.goto(f"{address}{EDITION}desk/day/")
    page.get_by_role("link", name="Embargo until a time").click()
    page.get_by_label("Embargo until").fill("2126-05-14T15:00")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("before 14 May 2126, 15:00 (UTC+3).")
    expect(page.locator("#preview")).to_contain_text("that is 14 May 2126, 12:00 UTC")
    page.get_by_role("button", name="Set this ground rule").click()
    expect(page.get_by_text("The ground rule is set: Under embargo")).to_be_visible()
    page.get_by_role("link", name="On the record", exact=True).click()
    page.get_by_role("button", name="Set this ground rule").click()
    expect(page.locator("#now .sentence")).to_have_text("On the record: everything may be quoted by name.")
    context.close()


def test_a_reader_asks_and_the_office_answers_below_the_quote(chromium: Browser, address: str, chiara: Cookies) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{address}{EDITION}u/3/")
    page.get_by_role("link", name="Request a correction").click()
    page.get_by_label("Passage").fill("in Verhn")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("alert")).to_contain_text("Tell us what is wrong")
    page.get_by_label("What is wrong, and how do you know?").fill("It is called Verkhna.")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="We have received your request")).to_be_visible()
    assert not page.context.cookies()
    page.context.add_cookies(chiara)
    page.goto(f"{address}{EDITION}desk/requests/")
    waiting = page.locator(".requests > li", has_text="It is called Verkhna.")
    expect(waiting.locator("mark")).to_have_text("in Verhn")
    waiting.get_by_text("Correct the wording…").click()
    waiting.get_by_label("Corrected wording").fill("The fourth stands in Verkhna.")
    waiting.get_by_label("Reason for the correction (public)").fill("Requested by a reader.")
    waiting.get_by_label("Answer (public)").fill("You are right, thank you.")
    waiting.get_by_role("button", name="Publish correction and answer").click()
    expect(page.get_by_text("The request and your answer are now on the public record.")).to_be_visible()
    page.goto(f"{address}{EDITION}u/3/")
    expect(page.get_by_text("You are right, thank you.")).to_be_visible()
    page.get_by_role("button", name="Check in this browser").click()
    expect(page.get_by_text("Checked: these words are in the signed record, unchanged.")).to_be_visible()
    page.context.close()


def test_the_rooms_screen_follows_by_itself(page: Page, office: Page, address: str) -> None:
    screen = page.context.new_page()
    screen.goto(f"{address}{EDITION}screen/")
    expect(screen.get_by_role("heading", name="Off the record")).to_have_count(0)
    office.get_by_role("link", name="Off the record", exact=True).click()
    office.get_by_role("button", name="Set this ground rule").click()
    expect(screen.get_by_role("heading", name="Off the record")).to_be_visible()
    office.get_by_role("link", name="On the record", exact=True).click()
    office.get_by_role("button", name="Set this ground rule").click()
    expect(screen.get_by_text("everything may be quoted by name")).to_be_visible()


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Pacific/Marquesas"])
def test_an_embargo_counts_down_and_says_its_time_once_in_the_conferences_zone(
    chromium: Browser, address: str, zone: str
) -> None:
    context = chromium.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(f"{address}/regional-media/14/record/")
    there = OPENS.astimezone(timezone(timedelta(hours=3)))
    when = f"{there.day} {there:%B %Y, %H:%M} (UTC+3)"
    expect(page.get_by_text(re.compile(rf"Embargoed until {re.escape(when)}: 29:\d\d:\d\d to go\."))).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("GMT")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (640, 360)])
def test_the_rooms_screen_always_has_the_newest_words_in_sight(
    page: Page, address: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/regional-media/16/screen/?lines=12")
    newest = page.locator(".lines p").last
    expect(newest).to_contain_text("Sentence 12")
    expect(newest).to_be_in_viewport(ratio=0.9)


def test_the_rooms_screen_ends_an_embargo_by_itself(page: Page, address: str, home: Path) -> None:
    forking.run(
        [sys.executable, "-c", EMBARGO],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        check=True,
        timeout=PATIENCE,
    )
    page.goto(f"{address}/regional-media/15/screen/")
    expect(page.get_by_role("heading", name="Under embargo")).to_be_visible()
    expect(page.get_by_text("The embargo has ended. What is said now")).to_be_visible()
    expect(page.get_by_role("heading", name="Under embargo")).to_have_count(0)


def test_on_a_phone_what_is_held_comes_first_and_can_be_caught_at_once(office: Page) -> None:
    office.set_viewport_size({"width": 390, "height": 844})
    office.reload()
    catch = office.locator("#held .kept > li").first.locator("details").first
    expect(catch).to_have_text(re.compile("Take back from here on"))
    first, rule = catch.bounding_box(), office.get_by_role("heading", name="Next ground rule").bounding_box()
    assert first and rule and first["y"] < rule["y"]


def test_on_a_phone_the_journal_stands_below_one_another(office: Page) -> None:
    office.set_viewport_size({"width": 390, "height": 844})
    office.get_by_role("link", name="Journal").click()
    expect(office.get_by_role("table").get_by_role("row")).not_to_have_count(0)
    assert office.evaluate("[...document.querySelectorAll('main *')].every((one) => one.scrollWidth <= 390)")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium: Browser, address: str, chiara: Cookies
) -> None:
    context = chromium.new_context(bypass_csp=True)
    context.add_cookies(chiara)
    page = context.new_page()
    widths = (1920, 1280, 195, 390)
    desk = (
        "day/",
        "day/?rule=background",
        "day/?rule=off-the-record&since=5",
        "u/3/",
        "utterances/",
        "requests/",
        "requests/1/",
    )
    for path in (*(f"desk/{one}" for one in desk), "desk/journal/", "u/3/ask/", "u/3/", "screen/"):
        page.goto(f"{address}{EDITION}{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        look(page, widths=widths)
    page.goto(f"{address}{EDITION}desk/day/?rule=background")
    page.get_by_role("button", name="Set this ground rule").click()
    expect(page.get_by_text("Enter the attribution that was agreed")).to_be_visible()
    look(page, widths=widths)
    context.close()


def test_the_trap_for_spam_is_seen_by_nobody_and_says_so_without_style(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}{EDITION}u/3/ask/")
    trap = page.get_by_label("Leave this field empty")
    expect(page.get_by_label("What is wrong")).to_be_visible()
    expect(trap).to_be_hidden()
    page.route("**/*.css", lambda route: route.abort())
    page.reload()
    expect(trap).to_be_visible()
    expect(page.get_by_role("textbox", name="Leave this field empty. It is there to detect spam.")).to_be_visible()
    page.close()

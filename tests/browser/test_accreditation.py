"""Accreditation as people do it: an applicant on a phone, two of the office at a desk; with JavaScript and without."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving

E = "/regional-media/13/"
PHONE = {"width": 390, "height": 844}
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.accreditation.states import Act
from tests import cast
from tests.accreditation.building import applied, open_call
edition = cast.edition()
cast.press_officer(edition)
cast.administrator(edition)
call = open_call(edition, conduct=["Let others finish."], proof=["samples"])
applied(call, cast.person("Bohdan Lis"), kind="blog", samples="https://example.org")
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = environment(tmp_path, ONRECORD_URL="http://press.example.org", ONRECORD_MAIL="page")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return tmp_path


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address


def sign_in(page: Page, home: Path, address: str, who: str) -> None:
    link = onrecord(home, "signin", who).stdout.strip()
    page.goto(address + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()


def apply(page: Page, address: str) -> None:
    """As somebody does who was never here: with nothing but an email address."""
    page.goto(f"{address}{E}accreditation/")
    page.get_by_role("link", name="Apply").click()
    page.get_by_label("Your name").fill("Ada Reyes")
    page.get_by_label("Your email address").fill("ada@example.org")
    page.get_by_role("button", name="Send code").click()
    letters = page.context.new_page()
    letters.goto(f"{address}/mail/")
    code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b", letters.get_by_role("main").inner_text())
    letters.close()
    assert code
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Given names").fill("Ada")
    page.get_by_label("Family names").fill("Reyes")
    page.get_by_label("Mobile number").fill("+47 21 00 00 00")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Radio").check()
    page.get_by_label("Name of the outlet").fill("Radio Tamra")
    page.get_by_label("Region where you work").fill("RU-KGD")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Tell us an editor of your outlet").first).to_be_visible()
    page.get_by_label("An editor we can ask").fill("Yusuf Adeyemi, desk@example.org")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Reporter").check()
    page.get_by_label("In the room").check()
    page.get_by_label("What do you plan to cover?").fill("Schools")
    page.get_by_label("Your work").fill("https://example.org/schools")
    page.get_by_role("group", name="press tour").get_by_label("Yes").check()
    page.get_by_role("group", name="public list").get_by_label("No").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("I have read these rules and keep them.").check()
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Received")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_email_address_to_the_letter(javascript: bool, chromium: Browser, home: Path, address: str) -> None:
    phone = chromium.new_context(java_script_enabled=javascript, viewport=PHONE).new_page()  # type: ignore[arg-type]
    apply(phone, address)
    office = chromium.new_context(java_script_enabled=javascript).new_page()
    sign_in(office, home, address, "chiara.okoye@example.org")
    office.goto(f"{address}{E}desk/accreditation/?state=submitted")
    office.get_by_role("link", name="Ada Reyes").click()
    office.get_by_role("group", name="What should become of it?").get_by_label("Accept").check()
    office.get_by_role("button", name="Recommend").click()
    expect(office.get_by_role("status")).to_contain_text("Recommended.")
    other = chromium.new_context(java_script_enabled=javascript).new_page()
    sign_in(other, home, address, "dov.sand@example.org")
    other.goto(f"{address}{E}desk/accreditation/?state=recommended")
    other.get_by_role("link", name="Ada Reyes").click()
    other.get_by_role("button", name="Decide").click()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Being decided")
    other.get_by_role("link", name="1 letter to send").click()
    other.get_by_label("Send to Ada Reyes").check()
    other.get_by_role("button", name="Send the chosen letters").click()
    expect(other.get_by_role("status")).to_contain_text("1 letter is on its way.")
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Accredited")
    with phone.expect_download() as proof:
        phone.get_by_role("link", name=re.compile("Download")).last.click()
    receipt = home / "receipt.json"
    proof.value.save_as(receipt)
    checked = onrecord(home, "verify", receipt, "--log", f"{address}{E}")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "what this receipt says is in the public log" in checked.stdout
    for page in (phone, office, other):
        page.context.close()


def test_the_pages_stand_on_any_screen(chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, home, address, "chiara.okoye@example.org")
    for path in (
        "accreditation/",
        "apply/",
        "desk/accreditation/",
        "desk/accreditation/1/",
        "desk/accreditation/call/",
    ):
        page.goto(address + E + path)
        look(page, widths=(390, 1280))
    context.close()


def test_the_queue_is_worked_through_by_keyboard(chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, home, address, "chiara.okoye@example.org")
    page.goto(f"{address}{E}desk/accreditation/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Bohdan Lis")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bohdan Lis")
    page.keyboard.press("r")
    expect(page.get_by_label("Refuse", exact=True)).to_be_checked()
    page.keyboard.press("i")
    expect(page.get_by_role("group", name="What is missing?").get_by_label("Name")).to_be_focused()
    context.close()

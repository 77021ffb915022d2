"""The office's letters, as it sees them and sends them again, on any screen and without JavaScript."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.post.letters import ADA, BOHDAN, refusing
from tests.server import environment, onrecord, serving
from tests.smtp import Post, post
from tests.waiting import wait_for

LETTERS = "/regional-media/13/desk/letters/"
BUILD = f"""
from onrecord.cli.installation import set_up
set_up()
from tests import cast
from tests.post.letters import note
edition = cast.edition()
cast.press_officer(edition)
cast.administrator_of_all()
note(edition.log, to="{ADA}"), note(edition.log, to="{BOHDAN}"), note(edition.log, to="esi.moran@example.org"), note()
"""


@pytest.fixture
def server() -> Iterator[Post]:
    """It refuses Ada for good, and asks to come back later with Bohdan's."""
    refused = refusing(ADA, f"550 5.1.1 <{ADA}>: Recipient address rejected: User unknown in virtual mailbox table")
    later = refusing(BOHDAN, "451 4.7.1 Greylisting in action, please come back later")
    with post(answers=lambda line: refused(line) or later(line)) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = environment(tmp_path, ONRECORD_URL="http://press.example.org")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return tmp_path


@pytest.fixture
def address(home: Path, server: Post) -> Iterator[str]:
    with serving(home, ONRECORD_MAIL=f"smtp://127.0.0.1:{server.port}") as address:
        wait_for(lambda: server.mails.qsize() == 1)
        yield address


def sign_in(page: Page, home: Path, address: str, who: str) -> None:
    link = onrecord(home, "signin", who).stdout.strip()
    page.goto(address + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_office_sees_why_a_letter_waits_and_decides_what_becomes_of_it(
    javascript: bool, chromium: Browser, home: Path, address: str, server: Post
) -> None:
    context = chromium.new_context(java_script_enabled=javascript)
    page = context.new_page()
    sign_in(page, home, address, "chiara.okoye@example.org")
    page.goto(f"{address}/regional-media/13/desk/day/")
    page.get_by_role("link", name="See why").click()
    refused = page.get_by_role("row").filter(has_text="The mail server refuses the address.")
    expect(refused).to_contain_text("The mail server says: 5.1.1 <…>: Recipient address rejected")
    page.get_by_role("link", name="All", exact=True).click()
    waiting = page.get_by_role("row").filter(has_text="next try")
    expect(waiting).to_contain_text("b…@example.org")
    server.answers = lambda line: None
    waiting.get_by_role("button", name="Try again now").click()
    expect(page.get_by_role("status")).to_contain_text("The letter is being sent again.")
    wait_for(lambda: server.mails.qsize() == 2)
    refused.get_by_text("Withdraw…").press("Enter")
    refused.get_by_role("button", name="Withdraw").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The letter is withdrawn.")
    expect(page.get_by_role("row").filter(has_text="address deleted")).to_have_count(3)
    source = page.content()
    assert not [one for one in (ADA, BOHDAN, "esi.moran") if one in source]
    context.close()


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium: Browser, home: Path, address: str, server: Post
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, home, address, "ines.varga@example.org")
    for path in (LETTERS, f"{LETTERS}?state=failed", f"{LETTERS}?state=withdrawn", "/desk/letters/"):
        page.goto(address + path)
        for details in page.locator("main details").all():
            details.locator("summary").click()
        look(page, widths=(1920, 1280, 390))
    context.close()

"""The programme as people make it and read it, with JavaScript and without, on any screen; and an edition begun from the last."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving

E = "/regional-media/13/"
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from tests import cast
from tests.programme.building import published
edition = cast.edition()
cast.press_officer(edition)
cast.administrator_of_all()
published(edition)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = environment(tmp_path, ONRECORD_URL="http://press.example.org")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return tmp_path


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    with serving(home) as address:
        yield address


def sign_in(page: Page, home: Path, address: str, who: str) -> None:
    link = onrecord(home, "signin", who).stdout.strip()
    page.goto(address + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stop_is_moved_in_public(javascript: bool, chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context(java_script_enabled=javascript)
    office = context.new_page()
    sign_in(office, home, address, "chiara.okoye@example.org")
    office.goto(f"{address}{E}desk/programme/")
    office.get_by_role("link", name="The harbour of Pelm").click()
    office.get_by_label("Begins").fill("10:30")
    office.get_by_role("button", name="Save in the draft").click()
    office.get_by_role("link", name="Preview and publish").click()
    expect(office.get_by_role("main")).to_contain_text("10:30 (UTC+3)")
    office.get_by_label("Why does the programme change?").fill("The bridge is closed.")
    office.get_by_role("button", name="Publish the changes").click()
    expect(office.get_by_role("status")).to_contain_text("The programme is public now.")
    office.goto(f"{address}{E}programme/")
    expect(office.get_by_role("main")).to_contain_text("The bridge is closed.")
    context.close()


def test_the_pages_stand_on_any_screen(chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}{E}programme/")
    look(page, widths=(390, 1280))
    sign_in(page, home, address, "ines.varga@example.org")
    for path in (
        f"{E}desk/programme/",
        f"{E}desk/programme/add/",
        f"{E}desk/programme/item/item-1/",
        f"{E}desk/edition/",
        "/desk/open/?like=regional-media/13",
        "/desk/series/",
        "/desk/series/regional-media/",
    ):
        page.goto(address + path)
        look(page, widths=(390, 1280))
    context.close()

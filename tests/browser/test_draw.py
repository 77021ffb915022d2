"""The draw of places on any screen, and what a browser adds to it."""

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

BUILD = """
from onrecord.cli.installation import set_up
set_up()
from datetime import UTC, datetime, timedelta
from onrecord.accreditation import acts, selection
from tests import cast
from tests.accreditation.building import closed, drafted
from tests.accreditation.drawing import VALUE, drawn_call, recommended
chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
for slug in ("13", "14", "15"):
    edition = cast.edition(slug)
    cast.press_officer(edition)
    cast.administrator(edition)
    call = drawn_call(edition, first_timers=20)
    if slug == "13":
        drafted(call, cast.person("Nilo Hart"), before=False)
        continue
    recommended(call)
    call = closed(call)
    if slug == "15":
        acts.close_selection(call, by=chiara)
        selection.now = lambda: datetime.now(UTC) + timedelta(hours=1)
        acts.reveal_selection(call, value=VALUE, by=chiara)
"""
SERIES = "/regional-media/"
DOV = "dov.sand@example.org"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("draw")
    settings = environment(home, ONRECORD_URL="http://press.example.org", ONRECORD_MAIL="page")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address + SERIES


def signed_in(chromium: Browser, home: Path, address: str, who: str, *, javascript: bool = True) -> Page:
    page = chromium.new_context(java_script_enabled=javascript).new_page()
    link = onrecord(home, "signin", who).stdout.strip()
    page.goto(address.removesuffix(SERIES) + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()
    return page


def test_the_pages_stand_on_any_screen(chromium: Browser, home: Path, address: str) -> None:
    page = signed_in(chromium, home, address, DOV)
    for path in ("desk/accreditation/draw/", "accreditation/draw/", "accreditation/"):
        for slug in ("13", "14", "15"):
            page.goto(f"{address}{slug}/{path}")
            look(page, widths=(390, 1280))
    page.context.close()
    page = signed_in(chromium, home, address, "ada.reyes@example.org")
    page.goto(f"{address}15/apply/mine/")
    expect(page.get_by_text("Your ticket was drawn")).to_be_visible()
    look(page, widths=(390,))
    page.context.close()


def test_a_list_is_closed_and_places_are_decided_without_javascript(
    chromium: Browser, home: Path, address: str
) -> None:
    page = signed_in(chromium, home, address, DOV, javascript=False)
    page.goto(f"{address}14/desk/accreditation/draw/")
    page.get_by_role("button", name="Close the list").click()
    expect(page.get_by_text("The list is closed, with 5 people.")).to_be_visible()
    page.goto(f"{address}15/desk/accreditation/draw/")
    page.get_by_role("button", name="Decide as drawn").click()
    expect(page.get_by_text("5 applications are decided.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Accredited")).to_have_count(2)
    page.context.close()


def test_what_the_browser_adds_stands_under_the_application(chromium: Browser, home: Path, address: str) -> None:
    page = signed_in(chromium, home, address, "nilo.hart@example.org")
    page.goto(f"{address}13/apply/send/")
    look(page, widths=(390,))
    added = page.locator("input[data-nonce]").input_value()
    assert re.fullmatch("[0-9a-f]{64}", added)
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_text("The number your browser added")).to_be_visible()
    expect(page.get_by_text(added)).to_be_visible()
    page.context.close()

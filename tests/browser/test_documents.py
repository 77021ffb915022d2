"""A document on a phone: chosen, refused, sent, seen, replaced; and looked at by the office beside its application."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving
from tests.uploads.files import heic, pdf, picture

E = "/regional-media/13/"
PHONE = {"width": 390, "height": 844}
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from tests import cast
from tests.accreditation.building import drafted, open_call
edition = cast.edition()
cast.press_officer(edition)
drafted(open_call(edition, proof=["letter"]), cast.person("Ada Reyes"), samples="https://example.org")
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


def choose(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Letter of assignment").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def seen(page: Page) -> list[int]:
    """How wide the pictures on the page are."""
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    found: list[int] = page.evaluate("[...document.images].map((one) => one.naturalWidth)")
    return found


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_from_the_phone_to_the_office(javascript: bool, chromium: Browser, home: Path, address: str) -> None:
    phone = chromium.new_context(java_script_enabled=javascript, viewport=PHONE).new_page()  # type: ignore[arg-type]
    sign_in(phone, home, address, "ada.reyes@example.org")
    phone.goto(f"{address}{E}apply/")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your documents")
    choose(phone, "letter.pdf", b"<script>alert(1)</script>")
    phone.get_by_role("button", name="Send file (Letter").click()
    expect(phone.get_by_text("This file is none of them").first).to_be_visible()
    choose(phone, "letter.pdf", pdf(pages=2))
    phone.get_by_role("button", name="Send file (Letter").click()
    expect(phone.get_by_role("status")).to_contain_text("We have your document")
    expect(phone.get_by_role("img", name="press card, page")).to_have_count(2)
    choose(phone, "IMG_0001.HEIC", heic(picture((3000, 2000), colour="navy")))
    phone.get_by_role("button", name="Replace").click()
    expect(phone.get_by_role("img", name="press card, page")).to_have_count(1)
    if javascript:
        assert seen(phone) == [2000]
        look(phone, widths=(390, 1280))
    phone.get_by_role("link", name="Continue").click()
    phone.get_by_role("button", name="Send application").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Received")

    office = chromium.new_context(java_script_enabled=javascript).new_page()
    sign_in(office, home, address, "chiara.okoye@example.org")
    office.goto(f"{address}{E}desk/accreditation/1/")
    office.get_by_label("What did you find? (Letter").select_option(label="Unreadable")
    office.get_by_role("button", name="Save (Letter").click()
    expect(office.get_by_text("press card: Unreadable")).to_be_visible()
    if javascript:
        office.get_by_role("img", name="press card, page 1").scroll_into_view_if_needed()
        assert seen(office) == [2000]
        look(office, widths=(390, 1280))
    phone.reload()
    expect(phone.get_by_text("What we found: Unreadable")).to_be_visible()
    for page in (phone, office):
        page.context.close()

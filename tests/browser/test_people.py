"""Signing in, and giving somebody a task, as people do it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving

INES = "ines@example.org"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    (folder / "a.txt").write_text(
        "Press conference of 14 May 2026\n\nMODERATOR: Good morning.\n\nGOVERNOR FERRO: Three schools have opened.\n"
    )
    home = folder / "home"
    assert onrecord(home, "import", folder / "a.txt", "--series", "regional-media").returncode == 0
    assert onrecord(home, "appoint", INES, "administrator", "--name", "Ines Varga").returncode == 0
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The address of an installation that keeps its mails at /mail/; Ines Varga administers it."""
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address


@pytest.fixture(params=["with JavaScript", "without"])
def window(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=request.param == "with JavaScript")
    yield context.new_page()
    context.close()


def test_signing_in_by_code_appointing_dismissing_signing_out(window: Page, address: str) -> None:
    window.goto(f"{address}/desk/")
    window.get_by_label("Your email address").fill("Ines@Example.org")
    window.get_by_role("button", name="Send code").click()
    window.get_by_label("Code").fill("nonsense")
    window.get_by_role("button", name="Sign in").click()
    expect(window.get_by_text("That is not the code we sent")).to_be_visible()
    code = _newest_code(window, address)
    window.get_by_label("Code").fill(code)
    window.keyboard.press("Enter")
    expect(window.get_by_text("Signed in as Ines Varga")).to_be_visible()

    window.get_by_role("link", name="People", exact=True).click()
    window.get_by_role("button", name="Give role").click()
    expect(window.get_by_role("alert")).to_contain_text("Role: Choose a role.")
    window.get_by_label("Email address").fill("esi@example.org")
    window.get_by_label("Name").fill("Esi Moran")
    window.get_by_role("radio", name="Transcriber").check()
    window.get_by_role("button", name="Give role").click()
    expect(window.get_by_text("Esi Moran is now transcriber.")).to_be_visible()
    window.get_by_text("Remove…").click()
    window.get_by_role("button", name="Remove Esi Moran as transcriber").click()
    expect(window.get_by_text("Esi Moran is no longer transcriber.")).to_be_visible()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_text("You have signed out.")).to_be_visible()


def test_axe_finds_nothing_on_the_desk_and_nothing_is_wider_than_the_window(
    chromium: Browser, address: str, home: Path
) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    widths = (1280, 390)
    for useless in ("/sign-in/first/", "/nothing/"):
        page.goto(address + useless)
        look(page, widths=widths)
    page.goto(f"{address}/sign-in/")
    look(page, widths=widths)
    page.get_by_role("button", name="Send code").click()
    look(page, widths=widths)
    page.get_by_label("Your email address").fill("nobody@example.org")
    page.get_by_role("button", name="Send code").click()
    look(page, widths=widths)
    link = onrecord(home, "signin", INES).stdout.strip().partition("?")[2]
    page.goto(f"{address}/sign-in/link/?{link}")
    look(page, widths=widths)
    page.get_by_role("button", name="Sign in").click()
    for path in ("/desk/", "/desk/people/", "/regional-media/2026-05-14/desk/people/", "/sign-out/", "/mail/"):
        page.goto(address + path)
        look(page, widths=widths)
    page.get_by_role("link", name="onrecord").click()
    page.goto(f"{address}/regional-media/2026-05-14/desk/people/")
    page.get_by_role("button", name="Give role").click()
    look(page, widths=widths)
    page.goto(f"{address}/sign-in/link/?{link}")
    look(page, widths=widths)
    context.close()


def test_axe_finds_nothing_where_the_first_administrator_signs_in(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(address + _first_link(tmp_path))
        for _ in range(2):  # as it comes, and with what is missing
            look(page, widths=(390,))
            page.get_by_role("button").click()
            expect(page.get_by_text("is empty. Please fill it in.").first).to_be_visible()
        context.close()


def _first_link(home: Path) -> str:
    script = (
        "from onrecord.cli.installation import set_up; set_up(); "
        "from onrecord.people import links; print(links.first_link())"
    )
    told = forking.run([sys.executable, "-c", script], env=environment(home), stdout=subprocess.PIPE, check=True)
    return "/sign-in/first/" + told.stdout.decode().strip().partition("/sign-in/first/")[2]


def _newest_code(window: Page, address: str) -> str:
    mails = window.context.new_page()
    mails.goto(f"{address}/mail/")
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mails.inner_text("main"))
    mails.close()
    assert found
    return found[0]

"""Passkeys, as Chromium has them: its virtual authenticator confirms at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import look
from tests.server import onrecord, serving

INES = "ines@example.org"
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("factors") / "home"
    assert onrecord(home, "appoint", INES, "administrator", "--name", "Ines Varga").returncode == 0
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(chromium: Browser, home: Path, address: str) -> Iterator[Page]:
    """Ines has signed in, in a browser with an authenticator of its own."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device | {"automaticPresenceSimulation": True}})
    link = onrecord(home, "signin", INES).stdout.strip().partition("?")[2]
    page.goto(f"{address}/sign-in/link/?{link}")
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def test_a_passkey_is_added_asked_for_at_sign_in_and_removed(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/account/confirm/?next=/desk/people/")
    look(page, widths=WIDTHS)
    page.get_by_role("link", name="Add a passkey").click()
    look(page, widths=WIDTHS)
    page.get_by_label("Name of the passkey").fill("work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    look(page, widths=WIDTHS)
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{address}/desk/people/")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Your email address").fill(INES)
    page.get_by_role("button", name="Send code").click()
    mails = page.context.new_page()
    mails.goto(f"{address}/mail/")
    code = (
        mails.locator(".mail pre").filter(has_text="Your code to sign in").first.inner_text().split("is:")[1].split()[0]
    )
    mails.close()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Now your second factor")).to_be_visible()
    look(page, widths=WIDTHS)
    page.get_by_label("Code").fill("nonsense")
    page.get_by_role("button", name="Use the code").click()
    expect(page.get_by_text("That didn't work.")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Signed in as Ines Varga")).to_be_visible()

    page.get_by_role("link", name="Your account").click()
    look(page, widths=WIDTHS)
    page.get_by_text("Remove…").click()
    page.get_by_role("button", name="Remove work laptop").click()
    expect(page.get_by_text("You have no second factor yet.")).to_be_visible()


def test_a_browser_that_gives_no_passkey_says_so_and_the_app_is_one_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/account/passkey/")
    page.evaluate(
        "() => { navigator.credentials.create = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    page.get_by_role("link", name="Use an authenticator app instead").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    look(page, widths=WIDTHS)

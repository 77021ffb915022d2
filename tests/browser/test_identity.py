"""Identity data on a phone, and at a desk with a second factor; the list that leaves and the results that come back."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast, forking
from tests.browser.looking import look
from tests.server import environment, onrecord, serving

E = "/regional-media/13/"
PHONE = {"width": 390, "height": 844}
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.accreditation import acts
from onrecord.accreditation.states import Act
from tests import cast
from tests.accreditation.building import decided, open_call
from tests.accreditation.identifying import TERMS
edition = cast.edition()
cast.press_officer(edition)
call = open_call(edition, **TERMS)
found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
acts.tell(call, [found.number], by=cast.person("Dov Sand"))
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


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_phone_to_the_list_and_back(javascript: bool, chromium: Browser, home: Path, address: str) -> None:
    phone = chromium.new_context(java_script_enabled=javascript, viewport=PHONE).new_page()  # type: ignore[arg-type]
    sign_in(phone, home, address, "ada.reyes@example.org")
    phone.goto(f"{address}{E}apply/mine/")
    expect(phone.get_by_text("This is subject to the security check.")).to_be_visible()
    phone.get_by_role("link", name="Give identity data").click()
    phone.get_by_role("button", name="Save and continue").click()
    expect(phone.get_by_role("alert")).to_contain_text("Choose one.")
    if javascript:
        look(phone, widths=(390, 1280))
        phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    phone.get_by_label("Passport").check()
    phone.get_by_label("Number").fill("KESTREL77")
    phone.get_by_label("Issued by").select_option(label="Norway")
    phone.get_by_label("Valid until").fill("2099-01-01")
    phone.get_by_label("Date of birth").fill("1988-03-09")
    phone.get_by_label("Place of birth").fill("Wheatear Bay")
    phone.get_by_label("Nationality").select_option(label="Norway")
    phone.get_by_role("button", name="Save and continue").click()
    expect(phone.get_by_text("We have your identity data.")).to_be_visible()
    with phone.expect_download() as everything:
        phone.get_by_role("button", name="Download everything").click()
    assert everything.value.suggested_filename == "everything.zip"

    office = chromium.new_context(java_script_enabled=javascript).new_page()
    sign_in(office, home, address, "chiara.okoye@example.org")
    office.goto(f"{address}{E}desk/accreditation/1/")
    office.get_by_role("link", name="Identity data").click()
    office.get_by_role("link", name=re.compile("app", re.IGNORECASE)).first.click()
    secret = office.locator("code").first.inner_text().replace(" ", "")
    office.get_by_label("Code").fill(cast.code_of(secret))
    office.get_by_role("button", name=re.compile("^Add")).click()
    office.goto(f"{address}{E}desk/accreditation/1/identity/")
    office.get_by_label("Name or number does not match").check()
    if javascript:
        look(office, widths=(390, 1280))
    office.get_by_role("button", name="Show identity data").click()
    expect(office.get_by_text("KESTREL77")).to_be_visible()
    office.get_by_role("link", name="Security check").click()
    with office.expect_download() as left:
        office.get_by_role("button", name="Download the list").click()
    ref = Path(left.value.path()).read_text(encoding="utf-8-sig").splitlines()[1].partition(",")[0]
    office.get_by_label("File with the results").set_input_files(
        {
            "name": "back.csv",
            "mimeType": "text/csv",
            "buffer": f"vetting_ref,result,authority,date\n{ref},clear,Ministry,2026-05-02\n".encode(),
        }
    )
    office.get_by_role("button", name="Take in the results").click()
    expect(office.get_by_role("status")).to_contain_text("1 result is taken in.")
    if javascript:
        look(office, widths=(390, 1280))
    phone.reload()
    expect(phone.get_by_text("This is subject to the security check.")).to_have_count(0)
    expect(phone.get_by_text("Name or number does not match")).to_be_visible()
    for page in (phone, office):
        page.context.close()

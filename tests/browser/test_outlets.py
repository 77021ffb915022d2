"""Outlets as people use them: a focal point with a list, the office, the transcriber who finds the accredited, two records
merged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking
from tests.accreditation.lists import TWELVE, csv
from tests.browser.looking import look
from tests.server import environment, onrecord, serving

E = "/regional-media/13/"
PHONE = {"width": 390, "height": 844}
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.accreditation import acts
from onrecord.accreditation.states import Act
from onrecord.proceedings import conducting
from tests import cast
from tests.accreditation.building import applied, decided, focal_point, open_call, outlet
edition = cast.edition()
esi = cast.transcriber(edition)
cast.press_officer(edition)
dov = cast.administrator(edition)
cast.administrator_of_all()
call = open_call(edition)
agency = outlet("Tamra News Agency", places=12, kind="agency")
focal_point(agency)
found = decided(call, cast.person("Imani Koda"), Act.ACCEPT, outlet="Канал Сьерра")
acts.tell(call, [found.number], by=dov)
applied(call, cast.person("Ada Reyes"), outlet="Tamra News")
cast.person("Reyes Ada")
conducting.start(edition, seconds=0, by=esi)
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
    link = onrecord(home, "signin", f"{who}@example.org").stdout.strip()
    page.goto(address + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Signed in as").first).to_be_visible()


def put(page: Page, *rows: str) -> None:
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": csv(*rows)}
    page.get_by_label("The list").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload the list").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_list_of_twelve_with_two_wrong_rows(javascript: bool, chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context(java_script_enabled=javascript, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, home, address, "yusuf.adeyemi")
    page.goto(f"{address}{E}apply/")
    page.get_by_role("link", name="Name the people of your outlet").click()
    wrong = [*TWELVE]
    wrong[4], wrong[10] = wrong[4].replace("5,", "4,", 1), "11,Ada,Norn,ada.private@example.net,reporter,room,"
    put(page, *wrong)
    told = page.get_by_role("alert").first
    expect(told).to_contain_text("Row 6, column ref")
    expect(told).to_contain_text("Row 12, column email")
    expect(page.get_by_text("Nobody is on your list yet.")).to_be_visible()
    put(page, *TWELVE)
    expect(page.get_by_role("status")).to_contain_text("12 people are on your list now.")
    page.get_by_label("Your letter to the press office").fill("They cover the region for us.")
    page.get_by_role("button", name="Send the list").click()
    expect(page.get_by_role("status")).to_contain_text("We have written to 12 people on your list.")
    if javascript:
        look(page, widths=(390, 1280))
    context.close()


def test_the_pages_stand_on_any_screen(chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, home, address, "ines.varga")
    desk = E + "desk/accreditation/"
    for path in (f"{desk}outlets/", f"{desk}outlets/1/", f"{desk}outlets/new/", f"{desk}2/outlet/", "/desk/records/"):
        page.goto(address + path)
        look(page, widths=(390, 1280))
    context.close()


def test_two_records_are_merged_and_parted(chromium: Browser, home: Path, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, home, address, "ines.varga")
    page.goto(f"{address}/desk/records/")
    page.get_by_role("link", name="Choose").click()
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_role("status")).to_contain_text("The two records are merged.")
    page.get_by_role("button", name="Part again").click()
    expect(page.get_by_role("status")).to_contain_text("The two records are parted again.")
    expect(page.get_by_role("link", name="Choose")).to_be_visible()
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_accredited_speaks_without_being_typed(
    javascript: bool, chromium: Browser, home: Path, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=javascript)
    page = context.new_page()
    sign_in(page, home, address, "esi.moran")
    page.goto(f"{address}{E}desk/transcribe/")
    if javascript:
        expect(page.locator("#people")).to_contain_text("is here")
        expect(page.locator("#speakers")).not_to_contain_text("Imani Koda")
        page.keyboard.press("Tab")
        page.keyboard.type("sierra")
        expect(page.get_by_role("option").first).to_have_text("Imani Koda, Канал Сьерра")
        page.keyboard.press("Enter")
        expect(page.locator("#speakers [aria-current]")).to_contain_text("Imani Koda")
        page.keyboard.type("What of the fourth school?")
        page.keyboard.press("Enter")
    else:
        page.locator("#speaker").select_option(label="Imani Koda, Канал Сьерра")
        page.get_by_label("What is being said").fill("What of the fourth school?")
        page.get_by_role("button", name="Append").click()
    expect(page.locator("#last .name")).to_have_text(["Imani Koda"])
    expect(page.locator("#speakers")).to_contain_text("Imani Koda")
    document = page.request.get(f"{address}{E}export/json/").json()["document"]
    (speaker,) = document["speakers"]
    assert (speaker["name"], speaker["outlet"]) == ("Imani Koda", "Канал Сьерра")
    context.close()

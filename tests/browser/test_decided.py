"""What comes after a decision, on any screen: waiting list and offer, appeal, notice, an amended application, many at once."""

from __future__ import annotations

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
from datetime import timedelta
from django.utils import timezone
from onrecord.accreditation import acts
from onrecord.accreditation.models import Application
from onrecord.accreditation.rules import HEARER
from onrecord.accreditation.states import Act, State
from onrecord.events import acts as events
from tests import cast
from tests.accreditation.building import applied, decided, open_call
edition = cast.edition("13")
cast.press_officer(edition)
dov = cast.administrator(edition)
events.appoint(edition, person=cast.person("Lena Moor"), role=HEARER.name, by=None)
call = open_call(edition, places=20, kept_for_appeals=2, country="RU")
late = {"reason": "late", "fact": "14 May"}
decisions = {
    "Ada Reyes": (Act.ACCEPT, {}), "Bohdan Lis": (Act.REFUSE, late), "Imani Koda": (Act.WAITLIST, {"reason": "category-full"}),
    "Nilo Hart": (Act.WAITLIST, {"reason": "category-full"}), "Pavel Norn": (Act.REFUSE, late),
}
found = {name: decided(call, cast.person(name), act, **why) for name, (act, why) in decisions.items()}
acts.tell(call, [one.number for one in found.values()], by=dov)
acts.appeal(found["Pavel Norn"], why="I applied in time. " * 20)
Application.objects.filter(pk=found["Imani Koda"].pk).update(state=State.OFFERED, due=timezone.now() + timedelta(days=1))
for number in range(3):
    applied(call, cast.person(f"Ada{number} Reyes-Hohenberg-Verkhnedneprovskaya"), outlet="The Longest Name of an Outlet in Brodna " * 3)
"""
SERIES = "/regional-media/"
E = SERIES + "13/"
DESK = E + "desk/accreditation/"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("decided")
    settings = environment(home, ONRECORD_URL="http://press.example.org", ONRECORD_MAIL="page")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address


def signed_in(chromium: Browser, home: Path, address: str, who: str, *, javascript: bool = True) -> Page:
    page = chromium.new_context(java_script_enabled=javascript).new_page()
    link = onrecord(home, "signin", f"{who}@example.org").stdout.strip()
    page.goto(address + link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()
    return page


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("ada.reyes", ("apply/mine/", "apply/amend/")),
        ("bohdan.lis", ("apply/mine/", "apply/appeal/")),
        ("imani.koda", ("apply/mine/", "apply/offer/")),
        ("lena.moor", ("desk/accreditation/appeals/", "desk/accreditation/5/appeal/")),
        (
            "chiara.okoye",
            tuple(f"desk/accreditation/{path}" for path in ("", "waiting/", "many/", "list/", "1/", "1/notice/")),
        ),
    ],
)
def test_the_pages_stand_on_any_screen(
    chromium: Browser, home: Path, address: str, who: str, paths: tuple[str, ...]
) -> None:
    page = signed_in(chromium, home, address, who)
    for path in paths:
        answer = page.goto(f"{address}{E}{path}")
        assert answer and answer.status == 200 and page.url.endswith(path), path
        look(page, widths=(390, 1280))
    page.context.close()


def test_many_are_decided_on_by_keyboard_and_without_javascript(chromium: Browser, home: Path, address: str) -> None:
    page = signed_in(chromium, home, address, "chiara.okoye")
    page.goto(f"{address}{DESK}?q=hohenberg")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Decide on the chosen ones together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 applications")
    page.get_by_label("Accept", exact=True).check()
    page.get_by_role("button", name="Show what recommending would do").click()
    expect(page.get_by_text("2 would change.")).to_be_visible()
    look(page, widths=(390, 1280))
    page.get_by_role("button", name="Recommend 2").click()
    expect(page.get_by_text("Done with 2 applications.")).to_be_visible()
    page.context.close()

    page = signed_in(chromium, home, address, "dov.sand", javascript=False)
    page.goto(f"{address}{DESK}?state=recommended")
    page.get_by_role("link", name="On all that are listed").click()
    page.get_by_label("What was recommended for each").check()
    page.get_by_role("button", name="Show what deciding would do").click()
    page.get_by_role("button", name="Decide on 2").click()
    expect(page.get_by_text("Done with 2 applications.")).to_be_visible()
    page.context.close()


def test_a_list_of_the_accredited_comes_in_without_javascript(
    chromium: Browser, home: Path, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "accredited.csv"
    file.write_text(
        "Почта;Имя;Фамилия;СМИ;Тип СМИ;Регион\nzoya@example.net;Зоя;Мельник;Голос долины;radio;KZ-75\n",
        encoding="utf-8",
    )
    page = signed_in(chromium, home, address, "chiara.okoye", javascript=False)
    page.goto(f"{address}{DESK}list/")
    page.get_by_label("The list").set_input_files(file)
    page.get_by_role("button", name="Show what is on it").click()
    expect(page.get_by_role("cell", name="Зоя Мельник")).to_be_visible()
    page.get_by_role("button", name="Take over 1 person").click()
    expect(page.get_by_text("1 person came in, recommended.")).to_be_visible()
    page.context.close()

"""Menus are built from the doors of the rooms, and show each person what they may open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from onrecord.events.models import Edition
from onrecord.pages import doors
from onrecord.people.models import Person
from onrecord.proceedings import entries
from tests import cast
from tests.words import answer

E = "/regional-media/13/"
HOUSE = Path(doors.__file__).parents[1]
LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)</a>')
SHOWN_ON = {
    doors.PUBLIC: "/",
    doors.READING: E,
    doors.OWN: "/desk/",
    doors.OFFICE: f"{E}desk/people/",
    doors.DESK: f"{E}desk/transcribe/",
}
"""A page that has the menu."""
ABOUT_AN_EDITION = {doors.READING, doors.OFFICE, doors.DESK}


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    entries.start_session(opened.log)
    entries.speak(opened.log, answer("The fourth stands in Verkhna."))
    return opened


@pytest.fixture
def people(edition: Edition) -> dict[str, Person]:
    return {
        "nobody's": cast.person("Ada Reyes"),
        "transcriber": cast.transcriber(edition),
        "press officer": cast.press_officer(edition),
        "administrator": cast.administrator(edition),
        "of all": cast.administrator_of_all(),
    }


def links(client: Client, path: str) -> dict[str, str]:
    """All links of a page that say where it is, or could: their addresses, and the page that they call the current one."""
    found: dict[str, str] = {}
    for href, current, _ in LINK.findall(client.get(path).content.decode()):
        found[href] = found.get(href) or current
    return found


def places(menu: str) -> dict[str, doors.Door]:
    """The doors of a menu by their addresses on the edition."""
    where = ["regional-media", "13"] if menu in ABOUT_AN_EDITION else []
    return {reverse(door.to, args=where): door for door in doors.doors(menu)}


@pytest.mark.parametrize("menu", [doors.OWN, doors.OFFICE])
def test_a_menu_shows_a_door_to_whoever_may_open_it_and_to_nobody_else(menu: str, people: dict[str, Person]) -> None:
    assert len(places(menu)) > 3
    seen = 0
    for who, person in people.items():
        client = cast.signed_in(person)
        may = {path for path in places(menu) if client.get(path).status_code == 200}
        pages = [path for path in may if path.startswith("/desk/") or "/desk/" in path]
        for page in pages if len(may) > 1 else []:
            if page != f"{E}desk/transcribe/":  # the transcriber's desk has a menu of its own
                seen += 1
                assert set(links(client, page)) & set(places(menu)) == may, (who, page)
    assert seen > 3


@pytest.mark.parametrize("menu", SHOWN_ON)
def test_every_door_of_every_menu_leads_to_a_page(menu: str, people: dict[str, Person]) -> None:
    client = cast.signed_in(people["of all"])
    assert places(menu)
    shown = links(client, SHOWN_ON[menu])
    edition = Edition.objects.select_related("log").get(slug="13")
    for path, door in places(menu).items():
        assert (path in shown) is (door.there is None or door.there(edition)), "nothing is behind it yet"
        assert client.get(path).status_code == 200


def test_a_menu_says_which_page_it_is_on_and_on_what_lies_behind_one(people: dict[str, Person]) -> None:
    client = cast.signed_in(people["of all"])

    def current(path: str) -> list[tuple[str, str]]:
        return [(href, value) for href, value in links(client, path).items() if value]

    assert current(f"{E}desk/utterances/") == [(f"{E}desk/utterances/", "page")]
    assert current(f"{E}desk/u/2/") == [(f"{E}desk/utterances/", "true")]
    assert current("/desk/journal/") == [("/desk/journal/", "page")]
    assert current(f"{E}record/") == [(f"{E}record/", "page")]
    assert current("/verify/") == [("/verify/", "page")]
    assert current("/") == []


def test_in_the_list_of_editions_stand_the_doors_that_are_said_to(people: dict[str, Person]) -> None:
    listed = {path for path, door in places(doors.OFFICE).items() if door.listed}
    assert 1 < len(listed) < len(places(doors.OFFICE))
    assert set(links(cast.signed_in(people["administrator"]), "/desk/")) & set(places(doors.OFFICE)) == listed
    shown = set(links(cast.signed_in(people["transcriber"]), "/desk/"))
    assert shown & set(places(doors.OFFICE)) == {f"{E}desk/transcribe/", f"{E}desk/utterances/"}


def test_everybody_who_signed_in_finds_their_editions_and_their_account(people: dict[str, Person]) -> None:
    page = cast.signed_in(people["transcriber"]).get("/desk/").content.decode()
    assert re.findall(r'href="(/desk/[^"]*)"', page.partition('class="parts"')[2].partition("</nav>")[0]) == [
        "/desk/",
        "/desk/account/",
    ]


def test_a_public_menu_asks_nobody_who_they_are(edition: Edition) -> None:
    response = Client().get(f"{E}record/")
    assert 'href="/desk/">Sign in</a>' in response.content.decode()
    assert not response.cookies and "cookie" not in response.get("Vary", "").lower()


def test_no_template_writes_a_menu_by_hand() -> None:
    templates = [path.read_text() for path in sorted(HOUSE.glob("*/templates/**/*.html"))]
    menus = [nav for text in templates for nav in re.findall(r"<nav\b.*?</nav>", text, re.DOTALL)]
    assert len(menus) > 3
    assert [nav for nav in menus if "{% menu " not in nav and "pages/menu.html" not in nav] == []

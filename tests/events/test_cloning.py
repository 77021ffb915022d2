"""A new edition begins with a copy of the last one: what names that one alone is left to be said."""

from __future__ import annotations

import re

import pytest

from onrecord.events import reads
from onrecord.events.models import Edition
from onrecord.record.reads import opening_entry
from onrecord.transcription.models import Abbreviation, Part, Speaker
from tests import cast
from tests.events.announcing import GIVEN

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = "/desk/open/"
RULES = "Everything is on the record.\r\nNo photographs during the questions."


@pytest.fixture
def edition() -> Edition:
    browser = cast.signed_in(cast.administrator_of_all())
    given = GIVEN | {"start": "10:00", "venue": "Press Centre, Gate 2", "rules": RULES, "confirmed": "yes"}
    browser.post(OPEN, given)
    edition = reads.edition("regional-media", "14")
    cast.press_officer(edition)
    Speaker.objects.create(edition=edition, key=1, name="Governor Ferro", part=Part.PRINCIPAL)
    Speaker.objects.create(edition=edition, name="Ada Reyes", part=Part.JOURNALIST)
    Abbreviation.objects.create(edition=edition, short="gov", long="Governor Ferro")
    return edition


def filled_in(page: str) -> dict[str, str]:
    """The values of the form's fields."""
    fields = dict[str, str]()
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            fields[name[1]] = value[1] if value else "on" if "checkbox" in tag else ""
    chosen = re.search(r'<option value="([^"]*)" selected', page)
    fields["zone"] = chosen[1] if chosen else ""
    area = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    fields["rules"] = area[1].strip() if area else ""
    return fields


def test_it_is_offered_filled_in_and_opened_with_people_and_desk(edition: Edition) -> None:
    ines = cast.person("Ines Varga")
    browser = cast.signed_in(ines)
    assert f'href="?like={edition.path}"' in browser.get(OPEN).content.decode()
    assert f'href="{OPEN}?like={edition.path}"' in browser.get(f"/{edition.path}/desk/edition/").content.decode()
    given = filled_in(browser.get(f"{OPEN}?like={edition.path}").content.decode())
    assert (given["title"], given["date"], given["accredited"]) == ("", "", ""), (
        "what is said for good is never filled in"
    )
    assert (given["edition"], given["number"], given["start"]) == ("15", "15", "10:00")
    assert (given["zone"], given["language"], given["place"]) == ("Europe/Vienna", "English", "Brodna")
    given |= {"title": "15th edition", "date": "2028-05-11"}
    preview = browser.post(OPEN, given).content.decode()
    assert "get the same roles" in preview and "Press Centre, Gate 2" in preview
    browser.post(OPEN, filled_in(preview) | {"zone": given["zone"], "rules": given["rules"], "confirmed": "yes"})
    opened = reads.edition("regional-media", "15")
    entry = opening_entry(opened.log)
    assert entry and (entry.host, entry.venue, entry.rules) == (
        GIVEN["host"],
        "Press Centre, Gate 2",
        RULES.split("\r\n"),
    )
    assert [(one.person.name, one.role) for one in opened.appointments.all()] == [("Chiara Okoye", "press-officer")]
    assert [(one.name, one.key) for one in Speaker.objects.filter(edition=opened)] == [("Governor Ferro", 1)]
    assert [one.short for one in Abbreviation.objects.filter(edition=opened)] == ["gov"]


def test_nobody_gets_a_role_unless_that_is_wanted(edition: Edition) -> None:
    browser = cast.signed_in(cast.person("Ines Varga"))
    given = filled_in(browser.get(f"{OPEN}?like={edition.path}").content.decode())
    del given["carried_over"]
    browser.post(OPEN, given | {"title": "15th edition", "date": "2028-05-11", "confirmed": "yes"})
    opened = reads.edition("regional-media", "15")
    assert not opened.appointments.exists() and not Speaker.objects.filter(edition=opened).exists()


def test_a_copy_of_nothing_is_a_form_with_nothing_in_it(edition: Edition) -> None:
    browser = cast.signed_in(cast.person("Ines Varga"))
    assert filled_in(browser.get(f"{OPEN}?like=regional-media/99").content.decode())["place"] == ""

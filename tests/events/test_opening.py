"""A conference to come gets an edition: what it is, and what is refused beside its field."""

from __future__ import annotations

import datetime

import pycountry
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from onrecord.events import acts, reads
from onrecord.events.forms import Open
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.record.contents import EditionOpened
from onrecord.record.reads import opening_entry
from tests import cast
from tests.events.announcing import GIVEN

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_has_what_was_given_and_continues_its_series() -> None:
    before, by = cast.edition("13"), cast.administrator_of_all()
    form = Open(GIVEN | {"series_title": ""})
    assert form.is_valid(), form.errors
    opened = acts.announce(
        series="regional-media", edition="14", content=form.content(), timezone="Europe/Vienna", by=by
    )
    assert (opened.path, opened.timezone, opened.date) == (
        "regional-media/14",
        "Europe/Vienna",
        datetime.date(2027, 5, 13),
    )
    entry = opening_entry(opened.log)
    assert entry and entry.previous
    assert entry.previous.origin == before.log.origin
    said = {"series", "title", "number", "place", "host", "languages", "accredited"}
    assert entry.model_dump(include=said) == {
        "series": "Press conference for regional media",
        "title": "14th edition",
        "number": 14,
        "place": "Brodna",
        "host": "Office of the Governor of Brodna",
        "languages": ["en"],
        "accredited": 104,
    }
    assert [(one.person, one.code) for one in opened.log.journal.all()] == [(by, "open")]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("series", "Regional media", "lower-case letters, digits and hyphens"),
        ("series", "desk", "reserved for the product"),
        ("edition", "uk", "reserved for the product"),
        ("series_title", "", "Enter its title too"),
        ("edition", "", "is empty"),
        ("edition", "13/14", "lower-case letters, digits and hyphens"),
        ("title", " ", "is empty"),
        ("date", "14.5.2026", "2026-05-14"),
        ("zone", "Atlantis", "Europe/Vienna"),
        ("zone", "UTC+40", "Europe/Vienna"),
        ("zone", "../etc/passwd", "Europe/Vienna"),
        ("language", "Elvish", "for example en or pt-BR"),
        ("number", "0", "greater than or equal to 1"),
        ("accredited", "many", "whole number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(field: str, value: str, says: str) -> None:
    form = Open(GIVEN | {field: value})
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]


@pytest.mark.parametrize(
    ("zone", "language", "found"),
    [
        ("Vienna", "English", ("Europe/Vienna", "en")),
        ("new york", "українська", ("America/New_York", "uk")),
        ("UTC+3", "german", ("Etc/GMT-3", "de")),
        ("Etc/GMT-3", "pt-BR", ("Etc/GMT-3", "pt-BR")),
    ],
)
def test_zone_and_language_are_found_by_what_people_type(zone: str, language: str, found: tuple[str, str]) -> None:
    form = Open(GIVEN | {"zone": zone, "language": language})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["zone"], form.cleaned_data["language"]) == found


def test_an_edition_that_is_there_is_refused() -> None:
    cast.edition("13")
    assert list(Open(GIVEN | {"edition": "13"}).errors) == ["edition"]
    with pytest.raises(ActRefused, match="already exists"):
        acts.announce(
            series="regional-media",
            edition="13",
            content=EditionOpened(series="", title="Again"),
            timezone="UTC",
            by=None,
        )
    assert Edition.objects.count() == 1


def test_an_administrator_of_the_installation_opens_one_and_goes_on_to_appoint_people() -> None:
    ines = cast.administrator_of_all()
    browser = cast.signed_in(ines)
    assert 'href="/desk/open/"' in browser.get("/desk/").content.decode()
    wrong = browser.post("/desk/open/", GIVEN | {"zone": "Atlantis"})
    assert wrong.status_code == 400
    assert "There is no time zone “Atlantis”" in wrong.content.decode()
    preview = browser.post("/desk/open/", GIVEN).content.decode()
    assert "Create this edition?" in preview and "Thursday, 13 May 2027" in preview
    assert not Edition.objects.exists(), "what can't be undone is looked at first"
    assert browser.post("/desk/open/", GIVEN | {"change": "yes"}).status_code == 200
    response = browser.post("/desk/open/", GIVEN | {"confirmed": "yes"}, follow=True)
    assert response.redirect_chain == [("/regional-media/14/desk/people/", 302)]
    assert "14th edition has been created." in response.content.decode()
    assert [one.person for one in reads.edition("regional-media", "14").log.journal.all()] == [ines]


def test_nobody_else_opens_one() -> None:
    edition = cast.edition("13")
    dov = cast.administrator(edition)
    for person in (dov, cast.press_officer(edition), cast.transcriber(edition), None):
        assert cast.signed_in(person).post("/desk/open/", GIVEN).status_code in (302, 403)
    page = cast.signed_in(dov).get("/desk/open/").content.decode()
    assert "is for administrators of the whole installation" in page and "of the edition can give it" not in page
    assert Edition.objects.count() == 1


def firsts(of: URLResolver, before: str = "") -> set[str]:
    """The first part of every address of the product, where it is always the same."""
    found: set[str] = set()
    for one in of.url_patterns:
        here = before + str(one.pattern)
        found |= {here.partition("/")[0]} if isinstance(one, URLPattern) else firsts(one, here)
    return {first for first in found if first and "<" not in first}


def test_neither_series_nor_edition_takes_an_address_of_the_product_or_a_language(transactional_db: None) -> None:
    own = firsts(get_resolver()) | {"static", "search", "live", "record", "log", "u", "export", "screen"}
    own |= {"uk", "pt-br", "gn"} | {one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2")}
    assert {"desk", "sign-in", "verify"} <= own and len(own) > 184
    series = acts.start_series(slug="regional-media", title="Press conference for regional media")
    for slug in own:
        with pytest.raises(ActRefused, match="reserved for the product"):
            acts.start_series(slug=slug, title="A title")
        with pytest.raises(ActRefused, match="reserved for the product"):
            acts.open_edition(series, slug=slug, content=EditionOpened(series=series.title, title="A title"))

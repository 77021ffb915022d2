"""Which language an answer speaks, and at which address each language stands."""

from __future__ import annotations

import datetime
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.people.acts import choose_language
from onrecord.proceedings import entries as record
from onrecord.publication.exports import FORMATS, export
from onrecord.record.contents import EditionOpened
from tests import cast
from tests.rules import DEEP
from tests.server import onrecord, serving
from tests.words import answer, question

PAGES = ["", "record/", "record/part/", "record/find/?q=school", "screen/", "u/2/", "u/2/ask/"]
"""Of an edition, for anyone to read."""
FILES = ["log/checkpoint", "log/open/2", "log/tile/0/000.p/4", "u/2.tlog-proof", "export/json/", "export/text/"]
ASKS_FOR_RUSSIAN = {"Accept-Language": "ru, en;q=0.1"}


@pytest.fixture
def english(transactional_db: None) -> Edition:
    return spoken(cast.edition())


@pytest.fixture
def russian(transactional_db: None) -> Edition:
    return edition_in("ru")


def edition_in(language: str) -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    content = EditionOpened(
        series=series.title, title="12th edition", date=datetime.date(2025, 5, 7), languages=[language]
    )
    return spoken(events.open_edition(series, slug="12", timezone="Etc/GMT-3", content=content))


def spoken(edition: Edition) -> Edition:
    record.start_session(edition.log)
    record.speak(edition.log, question("You promised four schools. Why three?"), answer("The fourth stands in Verhn."))
    return edition


def language_of(response: Any) -> str:
    """As the answer says it, in its header and in its page, which must be the same."""
    [written] = re.findall(r'<html lang="([^"]+)"', response.content.decode()) or [response["Content-Language"]]
    assert response["Content-Language"] == written
    return str(written)


@pytest.mark.parametrize("asked", [{}, ASKS_FOR_RUSSIAN, {"Cookie": "django_language=ru"}], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_as_its_address_says_whoever_asks(
    english: Edition, russian: Edition, path: str, asked: dict[str, str]
) -> None:
    for address, language in {
        f"/{english.path}/{path}": "en",
        f"/ru/{english.path}/{path}": "ru",
        f"/{russian.path}/{path}": "ru",
        f"/en/{russian.path}/{path}": "en",
    }.items():
        response = Client().get(address, headers=asked)
        assert response.status_code == 200, address
        assert language_of(response) == language, address
        assert "accept-language" not in response.get("Vary", "").lower(), address


@pytest.mark.parametrize(("installations", "others"), [("en", "ru"), ("ru", "en")])
def test_pages_about_no_edition_speak_the_installations_language(
    english: Edition, settings: Any, installations: str, others: str
) -> None:
    settings.LANGUAGE_CODE = installations
    for path in ("/", "/regional-media/", "/verify/"):
        assert language_of(Client().get(path)) == installations, path
        assert language_of(Client().get(f"/{others}{path}")) == others, path


def test_an_edition_in_a_language_without_a_catalogue_speaks_the_installations(
    transactional_db: None, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "ru"
    assert language_of(Client().get(f"/{edition_in('sw').path}/record/")) == "ru"


def test_a_language_with_a_region_is_that_language(transactional_db: None) -> None:
    assert language_of(Client().get(f"/{edition_in('ru-RU').path}/")) == "ru"


@pytest.mark.parametrize("path", PAGES)
def test_a_prefix_for_what_the_plain_address_speaks_leads_there(english: Edition, russian: Edition, path: str) -> None:
    for edition, prefix in ((english, "en"), (russian, "ru")):
        response = Client().get(f"/{prefix}/{edition.path}/{path}")
        assert (response.status_code, response["Location"]) == (302, f"/{edition.path}/{path}")


@pytest.mark.parametrize(
    "path", ["/en//elsewhere.example.net/", "/en//elsewhere.example.net/x/", "/en/\\elsewhere.net/"]
)
def test_no_prefix_leads_to_another_host(transactional_db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", FILES)
def test_files_have_no_language_and_no_prefix(english: Edition, path: str) -> None:
    response = Client().get(f"/{english.path}/{path}", headers=ASKS_FOR_RUSSIAN)
    assert response.status_code == 200
    assert "Content-Language" not in response
    assert Client().get(f"/ru/{english.path}/{path}").status_code == 404


def test_an_export_is_the_same_wherever_it_is_asked_for(russian: Edition) -> None:
    record.set_rule(russian.log, DEEP)
    record.speak(russian.log, answer("Some of them are late."))
    for name in FORMATS.keys() - {"vtt"}:
        with translation.override("en"):
            written = export(russian, name)
        assert Client().get(f"/{russian.path}/export/{name}/").content == written, name


def test_commands_speak_english_and_pages_as_the_installation_does(tmp_path: Path) -> None:
    home, settings = tmp_path / "home", {"ONRECORD_LANGUAGE": "ru", "ONRECORD_URL": "http://localhost:8000"}
    about = ("--title", "14th edition", "--date", "2027-05-13", "--zone", "UTC", "--language", "en")
    refused = onrecord(home, "open", "desk/14", *about, **settings)
    assert "SERIES: “desk” is reserved for the product" in refused.stderr and refused.returncode == 2
    (tmp_path / "a.txt").write_text("MODERATOR: Good morning.\n")
    for dry in ((), ("--dry-run",)):
        refused = onrecord(home, "import", tmp_path / "a.txt", "--series", "ru", *dry, **settings)
        assert "“ru” is reserved for the product" in refused.stderr and refused.returncode
    with serving(home, **settings) as address:
        for path, language in (("/", "ru"), ("/en/", "en"), ("/nosuch/", "ru"), ("/sign-in/", "en")):
            try:
                answered = urllib.request.urlopen(address + path)
            except urllib.error.HTTPError as missing:
                answered = missing
            with answered:
                assert f'<html lang="{language}"' in answered.read().decode(), path


@pytest.mark.parametrize(
    "path", ["/ru/desk/", "/ru/sign-in/", "/ru/regional-media/13/desk/day/", "/ru/verify/onrecord_check.py"]
)
def test_pages_of_staff_have_no_prefix(english: Edition, path: str) -> None:
    assert cast.signed_in(cast.administrator_of_all()).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_each_link_on_a_page_to_another_page_speaks_its_language(english: Edition, path: str) -> None:
    page = Client().get(f"/ru/{english.path}/{path}").content.decode()
    links = set(re.findall(r'(?:href|action|data-address|data-part)="(/[^"?#]*)', page))
    plain = {link for link in links if not link.startswith(("/ru/", "/static/", f"/{english.path}/log/"))}
    files = {link for link in plain if "/export/" in link or link.endswith((".tlog-proof", ".py", "/desk/"))}
    to_the_other = set(re.findall(r'<a href="(/[^"?#]*)[^"]*" lang="en" hreflang="en"', page))
    assert plain - files == to_the_other <= {f"/{english.path}/{path.partition('?')[0]}"}


def test_a_page_names_its_addresses_in_all_languages(english: Edition) -> None:
    for path, own, other in (("", "en", "ru"), ("/ru", "ru", "en")):
        page = Client().get(f"{path}/{english.path}/record/?from=2&words=2.2.0-2.2.5&fbclid=x").content.decode()
        at = "http://press.example.org"
        assert f'<link rel="canonical" href="{at}{path}/{english.path}/record/?from=2">' in page
        for language, prefix in (("en", ""), ("ru", "/ru")):
            address = f"{at}{prefix}/{english.path}/record/?from=2"
            assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in page
        prefix, name = {"en": ("", "English"), "ru": ("/ru", "Русский")}[other]
        link = f"{prefix}/{english.path}/record/?from=2&amp;words=2.2.0-2.2.5"
        assert f'<a href="{link}" lang="{other}" hreflang="{other}">{name}</a>' in page
        assert f'lang="{own}" hreflang' not in page
        assert "fbclid" not in page


def test_a_citation_names_the_permanent_address(english: Edition) -> None:
    page = Client().get(f"/ru/{english.path}/u/3/").content.decode()
    [citation] = re.findall(r'<textarea class="cite"[^>]*>([^<]*)', page)
    assert citation.endswith(f"http://press.example.org/{english.path}/u/3/")
    assert f'data-quotes="/{english.path}/u/"' in Client().get(f"/ru/{english.path}/record/").content.decode()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/nosuch/", "en"),
        ("/ru/nosuch/", "ru"),
        ("/regional-media/12/nosuch/", "ru"),
        ("/regional-media/12/u/999/", "ru"),
        ("/en/regional-media/12/u/999/", "en"),
        ("/regional-media/12/desk/nosuch/", "en"),
        ("/ru/desk/nosuch/", "ru"),
    ],
)
def test_a_page_that_is_not_there_speaks_as_its_address_does(russian: Edition, path: str, language: str) -> None:
    response = cast.signed_in(cast.administrator_of_all()).get(path)
    assert (response.status_code, language_of(response)) == (404, language)


@pytest.mark.parametrize(("installations", "path", "language"), [
    ("en", "/regional-media/13/", "en"),
    ("en", "/ru/regional-media/13/", "ru"),
    ("ru", "/regional-media/13/", "ru"),
    ("ru", "/en/", "en"),
])  # fmt: skip
def test_a_failure_is_told_in_the_language_of_the_prefix_or_the_installations(
    transactional_db: None, settings: Any, installations: str, path: str, language: str
) -> None:
    settings.LANGUAGE_CODE = installations

    def fails(*_: object) -> None:
        raise OperationalError("the database is locked")

    reader = Client(raise_request_exception=False)
    with connection.execute_wrapper(fails):
        busy = reader.get(path)
    assert (busy.status_code, language_of(busy)) == (503, language)
    settings.ALLOWED_HOSTS = ["press.example.org"]
    elsewhere = reader.get(path, headers={"host": "elsewhere.example.net"})
    assert (elsewhere.status_code, language_of(elsewhere)) == (421, language)


def test_the_thanks_for_a_request_and_what_is_wrong_with_it_stay_in_its_language(english: Edition) -> None:
    path = f"/ru/{english.path}/u/3/ask/"
    refused = Client().post(path, {})
    assert (refused.status_code, language_of(refused)) == (400, "ru")
    token = re.findall(r'name="token" value="([^"]+)"', Client().get(path).content.decode())[0]
    thanked = Client().post(path, {"token": token, "reason": "She said Verkhna."}, follow=True)
    assert thanked.redirect_chain == [(f"{path}?asked", 302)] and language_of(thanked) == "ru"
    assert english.correction_requests.get().language == "ru"


STAFF = ["/desk/", "/regional-media/13/desk/day/", "/regional-media/13/desk/transcribe/", "/sign-out/"]


@pytest.mark.parametrize("path", STAFF)
def test_pages_of_staff_speak_what_they_are_translated_into(english: Edition, path: str) -> None:
    response = cast.signed_in(cast.administrator_of_all()).get(path, headers=ASKS_FOR_RUSSIAN)
    assert language_of(response) == "en"
    assert "Accept-Language" not in response.get("Vary", "")
    assert "/desk/language/" not in response.content.decode()


@pytest.mark.parametrize("path", STAFF)
def test_pages_of_staff_speak_as_the_person_chose_or_their_browser_asks(
    english: Edition, settings: Any, path: str
) -> None:
    settings.STAFF_LANGUAGES = ["en", "ru"]
    ines = cast.administrator_of_all()
    desk = cast.signed_in(ines)
    asked = desk.get(path, headers=ASKS_FOR_RUSSIAN)
    assert language_of(asked) == "ru" and "Accept-Language" in asked["Vary"]
    assert language_of(desk.get(path, headers={"Accept-Language": "de"})) == "en"
    choose_language(ines, language="en")
    chosen = desk.get(path, headers=ASKS_FOR_RUSSIAN)
    assert language_of(chosen) == "en" and "Accept-Language" not in chosen.get("Vary", "")


def test_somebody_chooses_the_language_of_their_pages(english: Edition, settings: Any) -> None:
    settings.STAFF_LANGUAGES = ["en", "ru"]
    desk = cast.signed_in(cast.press_officer(english))
    assert "Русский" in desk.get("/desk/").content.decode()
    assert desk.post("/desk/language/", {"language": "sw"}).status_code == 400
    assert language_of(desk.post("/desk/language/", {"language": "ru"}, follow=True)) == "ru"
    assert language_of(desk.get("/desk/language/")) == "ru"
    assert language_of(desk.post("/desk/language/", {"language": ""}, follow=True)) == "en"


def test_signing_in_speaks_as_the_browser_asks(transactional_db: None, settings: Any) -> None:
    assert language_of(Client().get("/sign-in/", headers=ASKS_FOR_RUSSIAN)) == "en"
    settings.STAFF_LANGUAGES, settings.LANGUAGE_CODE = ["en", "ru"], "ru"
    for asked, language in (("ru", "ru"), ("sw, en-GB, ru", "en"), ("sw", "en"), ("*", "en"), ("!", "en")):
        response = Client().get("/sign-in/", headers={"Accept-Language": asked})
        assert language_of(response) == language and "Accept-Language" in response["Vary"], asked

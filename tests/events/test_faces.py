"""Whose press conferences these are is said on every page and letter: by the series, and else by the installation."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onrecord.accreditation.states import Act
from onrecord.events import faces
from onrecord.events.models import Edition
from onrecord.people.models import JournalEntry, Person
from onrecord.post.models import Letter, Written
from tests import cast
from tests.accreditation.building import decided, open_call
from tests.programme.building import published
from tests.uploads.files import jpeg, noise, png

HOST, EMAIL, PHONE = "Office of the Governor of Brodna", "press@brodna.example.org", "+47 21 00 00 00"
FORM = {"host": HOST, "email": EMAIL, "phone": PHONE}
DESK = "/desk/series/regional-media/"
E = "/regional-media/13/"
PAGES = [E, E + "record/", E + "programme/", E + "accreditation/", "/regional-media/", f"/ru{E}"]


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


@pytest.fixture
def ines(edition: Edition) -> Person:
    return cast.administrator_of_all()


def top_and_foot(client: Client, page: str) -> tuple[str, str]:
    shown = client.get(page).content.decode()
    return shown.partition("<header")[2].partition("</header>")[0], shown.partition("<footer")[2]


def test_readers_see_it_on_every_page_of_the_series(edition: Edition, ines: Person) -> None:
    published(edition)
    open_call(edition)
    anyone = cast.signed_in(None)
    assert HOST not in anyone.get(E).content.decode()
    sent = cast.signed_in(ines).post(DESK, FORM | {"file": SimpleUploadedFile("x", png(noise(800, 800)))}, follow=True)
    assert "Readers see this from now on." in sent.content.decode()
    for page in PAGES:
        top, foot = top_and_foot(anyone, page)
        assert HOST in top and 'src="/regional-media/logo.jpg?v=' in top, page
        assert f'href="mailto:{EMAIL}"' in foot and PHONE in foot, page
    assert HOST not in anyone.get("/").content.decode(), "it is that of the series"
    assert [(one.code, one.person) for one in JournalEntry.objects.filter(code="face")] == [("face", ines)]


def test_the_logo_is_a_small_picture_that_we_made(edition: Edition, ines: Person) -> None:
    browser, anyone = cast.signed_in(ines), cast.signed_in(None)
    browser.post(DESK, FORM | {"file": SimpleUploadedFile("x.png", png(noise(800, 800)))})
    [address] = re.findall(r'src="(/regional-media/logo[^"]*)"', anyone.get(E).content.decode())
    answer = anyone.get(address)
    assert answer["Content-Type"] == "image/jpeg" and len(answer.content) <= 20_000
    assert Image.open(io.BytesIO(answer.content)).size == (120, 120)
    browser.post(DESK, FORM)
    assert address in anyone.get(E).content.decode(), "whoever sends none keeps it"
    browser.post(DESK, FORM | {"file": SimpleUploadedFile("y.jpg", jpeg())})
    assert address not in anyone.get(E).content.decode(), "another one has another address"
    browser.post(DESK, FORM | {"without": "on"})
    assert "logo.jpg" not in anyone.get(E).content.decode() and anyone.get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"file": SimpleUploadedFile("x.png", b"<svg/>")}, "be read as a picture"),
        ({"file": SimpleUploadedFile("x.png", b"")}, "The file is empty"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(ines: Person, given: dict[str, object], says: str) -> None:
    answer = cast.signed_in(ines).post(DESK, FORM | given)
    assert answer.status_code == 400 and says in answer.content.decode()
    assert HOST not in cast.signed_in(None).get(E).content.decode()


def test_letters_come_from_it_end_with_it_and_are_answered_to_it(edition: Edition, settings: LazySettings) -> None:
    settings.ONRECORD_MAIL = "smtp://localhost"
    faces.show(edition.series, host=HOST, email=EMAIL, phone=PHONE, logo=None, by=None)
    decided(open_call(edition), cast.person("Ada Reyes"), Act.ACCEPT)
    letters = [Written.model_validate_json(one.unseal()) for one in Letter.objects.all()]
    assert len(letters) == 2
    for one in letters:
        assert (one.sender, one.contact) == (HOST, EMAIL)
        assert one.text.endswith(f"\n\n-- \n{HOST}\n{EMAIL}\n{PHONE}\n"), one.text


def test_what_a_series_leaves_empty_is_the_installation_s(
    edition: Edition, settings: LazySettings, tmp_path: Path
) -> None:
    from onrecord.pages.faces import own_logo

    settings.ONRECORD_HOST, settings.ONRECORD_CONTACT = "Ministry of Brodna", "ministry@example.org"
    settings.ONRECORD_LOGO = tmp_path / "logo"
    settings.ONRECORD_LOGO.write_bytes(png())
    own_logo.cache_clear()
    try:
        anyone = cast.signed_in(None)
        for page in ("/", E, "/sign-in/", "/nowhere/at/all/"):
            top, foot = top_and_foot(anyone, page)
            assert "Ministry of Brodna" in top and 'src="/logo.jpg?v=' in top, page
            assert 'href="mailto:ministry@example.org"' in foot, page
        assert anyone.get("/logo.jpg")["Content-Type"] == "image/jpeg"
        faces.show(edition.series, host=HOST, email="", phone="", logo=None, by=None)
        top, foot = top_and_foot(anyone, E)
        assert HOST in top and "logo.jpg" not in top, "another host has another logo"
        assert "ministry@example.org" in foot
    finally:
        own_logo.cache_clear()


def test_a_new_series_names_the_host_of_its_first_edition(transactional_db: None) -> None:
    from tests.events.announcing import GIVEN

    cast.signed_in(cast.administrator_of_all()).post("/desk/open/", GIVEN | {"confirmed": "yes"})
    top, _foot = top_and_foot(cast.signed_in(None), "/regional-media/14/")
    assert HOST in top

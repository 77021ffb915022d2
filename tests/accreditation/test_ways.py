"""Nobody is lost: readers find the call, applicants their application, and the office sends many letters at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.accreditation import reads
from onrecord.accreditation.models import Application
from onrecord.accreditation.states import Act
from onrecord.events.models import Edition
from tests import cast
from tests.accreditation.building import applied, decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
LETTERS = E + "desk/accreditation/letters/"


@pytest.fixture
def edition() -> Edition:
    return cast.edition()


def test_readers_of_the_edition_find_its_call(edition: Edition) -> None:
    link = f'href="{E}accreditation/"'
    assert link not in Client().get(E).content.decode()
    open_call(edition)
    assert link in Client().get(E).content.decode()


def test_who_applied_is_led_to_where_they_stand(edition: Edition) -> None:
    found = applied(open_call(edition), cast.person("Ada Reyes"))
    assert cast.signed_in(found.person).get(E + "apply/").headers["Location"] == E + "apply/mine/"
    assert Client().get(E + "apply/mine/").headers["Location"].endswith("next=%2Fregional-media%2F13%2Fapply%2Fmine%2F")


def test_all_letters_are_chosen_with_one_press_and_nobody_is_before(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = open_call(edition)
    for name in ("Ada Reyes", "Bohdan Lis", "Imani Koda"):
        decided(call, cast.person(name), Act.ACCEPT)
    monkeypatch.setattr(reads, "AT_ONCE", 2)
    office = cast.signed_in(cast.administrator(edition))
    first = office.get(LETTERS).content.decode()
    assert "checked" not in first and "The first 2 are listed." in first and "Choose all 2" in first
    chosen = re.findall(r'value="(\d+)" checked', office.get(LETTERS + "?all=yes").content.decode())
    assert chosen == ["1", "2"]
    assert "2 letters are on their way" in office.post(LETTERS, {"number": chosen}, follow=True).content.decode()
    assert [one.number for one in Application.objects.filter(told_at=None)] == [3]


def test_what_was_chosen_stays_chosen_where_nothing_was_sent(edition: Edition) -> None:
    call = open_call(edition)
    decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    decided(call, cast.person("Bohdan Lis"), Act.ACCEPT)
    office = cast.signed_in(cast.administrator(edition))
    page = office.post(LETTERS, {"number": ["2", "77"]}).content.decode()
    assert "The list has changed" in page and re.findall(r'value="(\d+)" checked', page) == ["2"]

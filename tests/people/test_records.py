"""Two records of one person are suggested, merged by an administrator, and parted again with what each had."""

from __future__ import annotations

import pytest
from django.core import mail as sent
from django.test import Client

from onrecord.accreditation import acts as accreditation
from onrecord.accreditation import reads
from onrecord.accreditation.models import Application
from onrecord.accreditation.states import Act
from onrecord.keeping.errors import ActRefused
from onrecord.people import acts, merging
from onrecord.people.models import JournalEntry, Person
from onrecord.post.models import Letter
from tests import cast
from tests.accreditation.building import applied, open_call

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/desk/records/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


def somebody(name: str, email: str) -> Person:
    return acts.welcome(email=email, name=name, by=None)


@pytest.fixture
def ada() -> Person:
    return somebody("Ada Reyes", "ada.reyes@example.org")


@pytest.fixture
def other() -> Person:
    return somebody("Рейес Ада", "ada@example.net")


def merge(kept: Person, other: Person) -> str:
    client = cast.signed_in(cast.administrator_of_all())
    return client.post(PAGE, {"kept": kept.email, "other": other.email}, follow=True).content.decode()


def test_names_that_are_alike_in_any_script_and_order_are_suggested(ada: Person, other: Person) -> None:
    somebody("Bohdan Lis", "bohdan@example.org")
    (pair,) = merging.suggested()
    assert {pair.first, pair.second} == {ada, other}
    page = cast.signed_in(cast.administrator_of_all()).get(PAGE).content.decode()
    assert "ada@example.net" in page and "bohdan@example.org" not in page


def test_what_either_had_counts_as_theirs_until_they_are_parted(ada: Person, other: Person) -> None:
    call = open_call(cast.edition())
    found = applied(call, other)
    assert "The two records are merged." in merge(ada, other)
    assert reads.of_person(call.edition, ada) == found
    assert "Received" in cast.signed_in(ada).get("/regional-media/13/apply/mine/").content.decode()
    assert accreditation.begin(call, ada, language="en") == found and Application.objects.count() == 1
    with pytest.raises(ActRefused, match="your own application"):
        accreditation.recommend(found, outcome=Act.ACCEPT, by=ada)
    assert merging.suggested() == []
    client = cast.signed_in(cast.administrator_of_all())
    assert "now Ada Reyes" in client.get(PAGE).content.decode()
    client.post(PAGE, {"part": other.pk})
    assert reads.of_person(call.edition, ada) is None and reads.of_person(call.edition, other) == found
    assert list(JournalEntry.objects.filter(code__in=("merged", "parted")).values_list("code", flat=True)) == [
        "merged",
        "parted",
    ]


def test_letters_about_the_other_records_application_go_to_the_address_that_is_kept(ada: Person, other: Person) -> None:
    found = applied(open_call(cast.edition()), other)
    merge(ada, other)
    accreditation.withdraw(found)
    assert b'"ada.reyes@example.org"' in Letter.objects.get(kind="accreditation.withdrawn").unseal()
    told = Letter.objects.get(kind="people.merged").unseal()
    assert b'"ada@example.net"' in told and b"ada.reyes" not in told


def test_nobody_signs_in_with_the_other_address_and_no_answer_tells_so(ada: Person, other: Person) -> None:
    browser = cast.signed_in(other)
    merge(ada, other)
    assert browser.get("/desk/").status_code == 302, "the session has ended"
    for address in ("/sign-in/", "/sign-in/join/"):
        pages = []
        for email in (other.email, "nobody@example.org"):
            client = Client()
            answer = client.post(address, {"email": email, "name": "Ada"}, follow=True)
            pages.append((answer.redirect_chain, answer.content.decode().replace(email, "").count("code")))
        assert pages[0] == pages[1]
        assert [one for one in sent.outbox if other.email in one.to] == []
    merging.part(other, by=cast.administrator_of_all())
    Client().post("/sign-in/", {"email": other.email})
    assert sent.outbox[-1].to == [other.email]


def test_whoever_is_given_a_role_by_the_other_address_has_it(ada: Person, other: Person) -> None:
    merge(ada, other)
    assert acts.welcome(email=other.email, by=None) == ada


def test_a_record_is_merged_once_and_no_administrator_away(ada: Person, other: Person) -> None:
    merge(ada, other)
    assert "was merged already" in merge(somebody("Ada R.", "ada.r@example.org"), other)
    ines = cast.administrator_of_all()
    assert "administers the installation" in merge(ada, ines)
    assert "two different records" in merge(ada, ada)
    assert "Nobody here has this address" in merge(ada, Person(email="nobody@example.org"))

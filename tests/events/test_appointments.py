from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.events import acts, reads
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import JournalEntry, Person
from tests import cast
from tests.meanwhile import another_writes

PEOPLE = "/regional-media/13/desk/people/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


@pytest.fixture
def dov(edition: Edition) -> Person:
    return cast.administrator(edition)


def test_an_administrator_appoints_somebody_new_and_dismisses_them(edition: Edition, dov: Person) -> None:
    browser = cast.signed_in(dov)
    given = {"email": "Esi.Moran@example.org", "name": " Esi  Moran ", "role": "transcriber"}
    page = browser.post(PEOPLE, given, follow=True).content.decode()
    assert "Esi Moran is now transcriber." in page
    esi = Person.objects.get(email="esi.moran@example.org")
    assert esi.has_perm("events.transcribe", edition)
    appointment = edition.appointments.get(person=esi)
    page = browser.post(f"{PEOPLE}{appointment.pk}/dismiss/", follow=True).content.decode()
    assert "Esi Moran is no longer transcriber." in page
    assert not esi.has_perm("events.transcribe", edition)
    assert [(one.person, one.code, one.data) for one in edition.log.journal.order_by("-pk")[:2]] == [
        (dov, act, {"role": "transcriber", "name": "Esi Moran", "email": "esi.moran@example.org"})
        for act in ("dismiss", "appoint")
    ]


def test_the_page_has_the_tabs_of_the_other_pages_of_the_office(dov: Person) -> None:
    browser = cast.signed_in(dov)

    def tabs(address: str) -> list[str]:
        page = browser.get(address).content.decode()
        return re.findall(r'<a href="([^"]*)"', page[page.index('<nav class="parts"') :].partition("</nav>")[0])

    assert tabs(PEOPLE) == tabs("/regional-media/13/desk/day/")
    assert re.search(rf'href="{PEOPLE}"\s+aria-current="page"', browser.get(PEOPLE).content.decode())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "is empty. Please fill it in."),
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"email": "new@example.org", "role": "transcriber"}, "the person&#x27;s name too"),
        ({"email": "new@example.org", "name": "New"}, "Choose a role."),
        ({"email": "new@example.org", "name": "New", "role": "poet"}, "poet is not one of the available choices"),
        ({"email": "dov.sand@example.org", "role": "administrator"}, "is already administrator of this edition"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_stored(
    edition: Edition, dov: Person, given: dict[str, str], says: str
) -> None:
    before = (Person.objects.count(), edition.appointments.count(), JournalEntry.objects.count())
    response = cast.signed_in(dov).post(PEOPLE, given)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert (Person.objects.count(), edition.appointments.count(), JournalEntry.objects.count()) == before


@pytest.mark.sqlite
def test_while_another_process_writes_it_is_told_and_what_was_filled_in_stays(edition: Edition, dov: Person) -> None:
    browser = cast.signed_in(dov)
    given = {"email": "esi.moran@example.org", "name": "Esi Moran", "role": "transcriber"}
    with another_writes():
        told = [browser.post(PEOPLE, given), browser.post(f"{PEOPLE}{edition.appointments.get().pk}/dismiss/")]
    for response in told:
        assert response.status_code == 400
        assert "Another process is writing to the record" in response.content.decode()
    assert 'value="Esi Moran"' in told[0].content.decode()
    assert edition.appointments.count() == 1


def test_an_appointment_of_another_edition_cannot_be_ended_from_here(edition: Edition, dov: Person) -> None:
    other = cast.edition("14")
    cast.transcriber(other)
    appointment = other.appointments.get()
    assert cast.signed_in(dov).post(f"{PEOPLE}{appointment.pk}/dismiss/").status_code == 404
    assert other.appointments.count() == 1


def test_who_dismisses_themselves_goes_back_to_their_desk(edition: Edition, dov: Person) -> None:
    appointment = edition.appointments.get(person=dov)
    assert cast.signed_in(dov).post(f"{PEOPLE}{appointment.pk}/dismiss/")["Location"] == "/desk/"


def test_the_desk_lists_ones_editions_with_their_roles(edition: Edition, client: Client) -> None:
    esi = cast.transcriber(edition)
    cast.edition("14")
    acts.appoint(edition, person=esi, role="administrator", by=None)
    assert [(task.edition, task.roles, task.status) for task in reads.tasks(esi)] == [
        (edition, ["Transcriber", "Administrator"], "announced")
    ]
    page = cast.signed_in(esi).get("/desk/").content.decode()
    assert "Transcriber, Administrator" in page
    assert "14th edition" not in page
    assert "no role on any edition yet" in cast.signed_in(cast.person("Ada Reyes")).get("/desk/").content.decode()


def test_desk_and_people_cost_the_same_queries_for_one_and_three_editions(edition: Edition) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = cast.signed_in(cast.administrator_of_all())
    counts = []
    for slug in ("", "14", "15"):
        if slug:
            cast.administrator(cast.edition(slug), f"Person {slug}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/desk/").status_code == browser.get("/desk/people/").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_a_role_given_twice_or_unknown_is_refused(edition: Edition, dov: Person) -> None:
    with pytest.raises(ActRefused, match="already"):
        acts.appoint(edition, person=dov, role="administrator", by=None)
    with pytest.raises(ActRefused, match="no role “poet”"):
        acts.appoint(edition, person=dov, role="poet", by=None)

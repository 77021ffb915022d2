"""Outlets that the office knows: found by any of their names, with so many places, and with a history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onrecord.accreditation import acts, belonging, quotas
from onrecord.accreditation.acts.purging import purge_call, purge_due
from onrecord.accreditation.models import Application, Call, OfOutlet
from onrecord.accreditation.states import Act
from onrecord.keeping.errors import ActRefused
from onrecord.people import merging
from onrecord.people.models import JournalEntry, Membership, Outlet
from tests import cast
from tests.accreditation.building import applied, decided, focal_point, open_call, outlet

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
DESK = E + "desk/accreditation/"


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


def office(call: Call) -> Client:
    return cast.signed_in(cast.press_officer(call.edition))


def read(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


OUTLET = {"kind": "radio", "region": "RU-KGD", "editor": "Yusuf Adeyemi, desk@example.org"}


@pytest.mark.parametrize("name", ["Radio Tamra", "radio  TAMRA", "Радио Тамра", "Tamra, Radio", "RT"])
def test_an_applicant_who_gives_any_name_of_a_known_outlet_is_of_it(call: Call, name: str) -> None:
    known = outlet(aliases=["RT"], offered=True)
    ada = cast.signed_in(cast.person("Ada Reyes"))
    ada.post(E + "apply/")
    assert '<option value="Radio Tamra">' in read(ada, E + "apply/step/outlet/")
    assert ada.post(E + "apply/step/outlet/", OUTLET | {"outlet": name}).status_code == 302
    assert OfOutlet.objects.get().outlet == known
    ada.post(E + "apply/step/outlet/", OUTLET | {"outlet": "Pelm Gazette"})
    assert not OfOutlet.objects.exists()


def test_nobody_who_applies_is_told_of_outlets_that_are_not_offered(call: Call) -> None:
    outlet("Kestrel Daily")
    ada = cast.signed_in(cast.person("Ada Reyes"))
    ada.post(E + "apply/")
    assert "Kestrel" not in read(ada, E + "apply/step/outlet/")


def test_the_office_makes_the_outlet_of_an_application_known_or_chooses_one(call: Call) -> None:
    client = office(call)
    found = applied(call, cast.person("Ada Reyes"), outlet="Radio Tamra FM")
    one = f"{DESK}{found.number}/"
    assert "Add it as a new outlet" in read(client, f"{one}outlet/")
    new = client.post(
        f"{DESK}outlets/new/?application={found.number}",
        {
            "name": "Radio Tamra",
            "aliases": "Радио Тамра\nRT",
            "kind": "radio",
            "region": "Kaliningradskaya oblast'",
            "places": "1",
        },
        follow=True,
    )
    assert "“Radio Tamra” is added." in new.content.decode()
    known = Outlet.objects.get()
    assert (belonging.of(found), known.region) == (known, "RU-KGD")
    other = applied(call, cast.person("Bohdan Lis"), outlet="Radio Tamra 1")
    assert belonging.of(other) is None and "Radio Tamra" in read(client, f"{DESK}{other.number}/outlet/")
    client.post(f"{DESK}{other.number}/outlet/", {"outlet": str(known.pk)})
    assert belonging.of(other) == known
    page = read(client, f"{DESK}outlets/{known.pk}/")
    assert "Ada Reyes" in page and "Bohdan Lis" in page and "Радио Тамра" in page
    assert "Radio Tamra" in read(client, f"{DESK}outlets/")


def test_no_more_of_an_outlet_are_accepted_than_it_has_places(call: Call) -> None:
    known = outlet(places=5)
    client = office(call)
    client.post(f"{DESK}outlets/{known.pk}/", {"act": "places", "here": "1"})
    decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    second = applied(call, cast.person("Bohdan Lis"))
    acts.recommend(second, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    with pytest.raises(ActRefused, match="All places of “Radio Tamra” are taken: 1"):
        acts.decide(second, outcome=Act.ACCEPT, by=cast.person("Dov Sand"))
    fewer = client.post(f"{DESK}outlets/{known.pk}/", {"act": "places", "here": "0"})
    assert fewer.status_code == 400 and "1 places of this outlet are taken already" in fewer.content.decode()
    client.post(f"{DESK}outlets/{known.pk}/", {"act": "places", "here": ""})
    acts.decide(second, outcome=Act.ACCEPT, by=cast.person("Dov Sand"))


def test_nobody_decides_on_somebody_of_their_own_outlet(call: Call) -> None:
    known = outlet()
    found = applied(call, cast.person("Ada Reyes"))
    focal_point(known, "Chiara Okoye")
    client = office(call)
    assert 'value="recommend"' not in read(client, f"{DESK}{found.number}/")
    with pytest.raises(ActRefused, match="own outlet"):
        acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    client.post(f"{DESK}outlets/{known.pk}/", {"act": "end", "member": Membership.objects.get().pk})
    acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))


def test_after_the_deletion_a_number_is_left_of_an_outlet_and_nothing_of_an_outlet_of_one(call: Call) -> None:
    tamra, lis = outlet(), outlet("Notes by Lis", kind="blog", places=None)
    ada = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    bohdan = decided(call, cast.person("Bohdan Lis"), Act.ACCEPT, outlet="Notes by Lis")
    acts.tell(call, [ada.number, bohdan.number], by=cast.person("Dov Sand"))
    assert Membership.objects.count() == 2
    following = open_call(cast.edition("14"))
    again = acts.begin(following, cast.person("Ada Reyes"), language="en")
    assert belonging.of(again) == tamra
    assert [(one.title, one.accepted) for one in belonging.history(following, tamra)] == [("13th edition", 1)]
    Call.objects.filter(pk=call.pk).update(deleted_on=timezone.now().date() - timedelta(days=2))
    purge_due()
    assert [(one.title, one.accepted) for one in belonging.history(following, tamra)] == [("13th edition", 1)]
    assert belonging.history(following, lis) == []
    assert [one.person.name for one in Membership.objects.all()] == ["Ada Reyes"], "she applied again"
    assert Application.objects.count() == 1


def test_after_the_deletion_nothing_tells_where_somebody_with_two_records_works(call: Call) -> None:
    outlet()
    ada, other = cast.person("Ada Reyes"), cast.person("Adah Reyes")
    found = decided(call, other, Act.ACCEPT)
    merging.merge(ada, other, by=cast.administrator_of_all())
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    assert Membership.objects.get().person == ada
    purge_call(call)
    assert not Membership.objects.exists()


NEW = {"name": "Radio Tamra", "aliases": "", "kind": "radio", "region": "RU-KGD", "places": "0"}


def test_the_journal_has_no_outlet_beside_the_number_of_an_application(call: Call) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    assert office(call).post(f"{DESK}outlets/new/?application={found.number}", NEW | {"places": ""}).status_code == 302
    told = JournalEntry.objects.filter(code__startswith="outlet").values_list("code", "data")
    assert dict(told) == {"outlet-kept": {"name": "Radio Tamra"}, "outlet-assigned": {}}


def test_an_outlet_without_a_place_for_its_first_person_is_not_added(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    answer = office(call).post(f"{DESK}outlets/new/?application={found.number}", NEW)
    assert answer.status_code == 400 and "All places of “Radio Tamra” are taken: 0" in answer.content.decode()
    assert not Outlet.objects.exists()


def test_what_full_outlets_cost_does_not_grow_with_their_number(call: Call) -> None:
    queries = []
    for name, person in (("Radio Tamra", "Ada Reyes"), ("Slow Roads", "Bohdan Lis"), ("Lantern", "Imani Koda")):
        known = outlet(name, places=0)
        decided(call, cast.person(person), Act.WAITLIST, reason="outlet-full", outlet=name)
        with CaptureQueriesContext(connection) as asked:
            assert known.pk in quotas.full(call)
        queries.append(len(asked))
    assert len(quotas.full(call)) == 3 and len(set(queries)) == 1
    acts.set_places(call, known, number=1, by=cast.person("Chiara Okoye"))
    assert known.pk not in quotas.full(call)

"""An outlet names its people: a list within its places, a letter to each with a link, and each completes their own part."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import acts, belonging, nominations
from onrecord.accreditation.acts.purging import purge_due
from onrecord.accreditation.models import Application, Call, Named, Nomination
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Outlet, Person
from onrecord.post.models import Letter, Written
from tests import cast
from tests.accreditation.building import applied, decided, focal_point, named, open_call, outlet, row
from tests.accreditation.lists import TWELVE, csv

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


@pytest.fixture
def tamra() -> Outlet:
    return outlet()


@pytest.fixture
def yusuf(tamra: Outlet) -> Person:
    return focal_point(tamra)


def on_list(call: Call, of: Outlet) -> list[str]:
    return [one.person.name for one in nominations.on_list(nominations.of(call, of))]


def letters(kind: str) -> list[Written]:
    found = Letter.objects.filter(kind=f"accreditation.{kind}").order_by("pk")
    return [Written.model_validate_json(one.unseal()) for one in found]


def upload(client: Client, path: str, *rows: str) -> str:
    file = SimpleUploadedFile("staff.csv", csv(*rows), content_type="text/csv")
    return client.post(path, {"act": "list", "file": file}, follow=True).content.decode()


def test_from_the_offices_request_to_the_named_persons_application(call: Call, tamra: Outlet) -> None:
    office = cast.signed_in(cast.press_officer(call.edition))
    page = f"{E}desk/accreditation/outlets/{tamra.pk}/"
    office.post(page, {"act": "focal", "focal_name": "Yusuf Adeyemi", "email": "yusuf.adeyemi@example.org"})
    assert "We have written to 1 focal point." in office.post(page, {"act": "ask"}, follow=True).content.decode()
    link = f"{E}apply/outlets/{tamra.pk}/"
    assert link in letters("focal-point")[0].text and "Places: 2" in letters("focal-point")[0].text

    yusuf = cast.signed_in(Person.objects.get(email="yusuf.adeyemi@example.org"))
    assert yusuf.get(E + "apply/outlets/")["Location"] == link
    ada = {"given_names": "Ada", "family_names": "Reyes", "email": "Ada.Reyes@example.org", "function": "camera"}
    yusuf.post(link, {"act": "person", "attendance": "room"} | ada)
    again = yusuf.post(link, {"act": "person", "attendance": "remote"} | ada)
    assert again.status_code == 400 and "Ada Reyes is on your list already" in again.content.decode()
    assert letters("named") == [], "nobody is written to before the list is sent"
    yusuf.post(link, {"act": "send", "letter": "Ada films for us. Ask the desk."})
    (written,) = letters("named")
    assert (
        written.to == "ada.reyes@example.org" and f"{E}apply/" in written.text and "Outlet: Radio Tamra" in written.text
    )

    client = cast.signed_in(cast.person("Ada Reyes"))
    assert "Your outlet named you. Outlet: Radio Tamra. Function: Camera operator." in read(client, E + "apply/")
    client.post(E + "apply/")
    found = Application.objects.get()
    answers = found.answers
    assert (answers.name, answers.outlet, answers.function) == ("Ada Reyes", "Radio Tamra", "camera")
    assert (found.kind, found.region, belonging.of(found)) == ("radio", "RU-KGD", tamra)
    step = E + "apply/step/outlet/"
    assert "Your outlet named you, so this is settled." in read(client, step)
    client.post(step, {"kind": "blog", "outlet": "Mine", "region": "RU-KGD", "editor": answers.editor})
    found.refresh_from_db()
    assert (found.kind, found.answers.outlet, belonging.of(found)) == ("radio", "Radio Tamra", tamra)
    assert "Has begun their own part" in read(yusuf, link)
    shown = read(office, page)
    assert "Ada films for us." in shown and "Has begun their own part" in shown


def read(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_with_two_wrong_rows_goes_in_not_at_all_and_the_right_one_once(call: Call, yusuf: Person) -> None:
    agency = outlet("Tamra News Agency", places=12)
    focal_point(agency)
    client, path = cast.signed_in(yusuf), f"{E}apply/outlets/{agency.pk}/"
    assert "Tamra News Agency" in read(client, E + "apply/outlets/")
    wrong = [*TWELVE]
    wrong[4], wrong[10] = wrong[4].replace("5,", "4,", 1), "11,Ada,Norn,ada.private@example.net,reporter,room,"
    told = upload(client, path, *wrong)
    assert "Row 6, column ref" in told and "Row 12, column email" in told and on_list(call, agency) == []
    assert "12 people are on your list now." in upload(client, path, *TWELVE)
    assert "Everybody in this file is on your list already." in upload(client, path, *TWELVE)
    assert "New people on this list: 1. Nobody was added" in upload(
        client, path, *TWELVE, "13,Freya,Norn,freya@example.org,reporter,,"
    )
    assert len(on_list(call, agency)) == 12


def test_somebody_comes_in_the_place_of_another_until_that_one_has_applied(
    call: Call, tamra: Outlet, yusuf: Person
) -> None:
    named(call, tamra, "Ada Reyes", "Bohdan Lis", by=yusuf)
    with pytest.raises(ActRefused, match="left for your outlet: 0"):
        acts.name_people(call, tamra, [row("Imani Koda")], by=yusuf)
    acts.name_people(call, tamra, [row("Imani Koda", ref="9", replaces="1")], by=yusuf)
    assert on_list(call, tamra) == ["Bohdan Lis", "Imani Koda"]
    applied(call, cast.person("Bohdan Lis"))
    with pytest.raises(ActRefused, match="Bohdan Lis has sent their own part"):
        acts.name_people(call, tamra, [row("Ada Reyes", ref="10", replaces="2")], by=yusuf)
    with pytest.raises(ActRefused, match="has the reference “77”"):
        acts.name_people(call, tamra, [row("Ada Reyes", ref="10", replaces="77")], by=yusuf)
    acts.withdraw(Application.objects.get())
    acts.name_people(call, tamra, [row("Ada Reyes")], by=yusuf)
    assert on_list(call, tamra) == ["Bohdan Lis", "Imani Koda", "Ada Reyes"]


def test_whoever_is_taken_off_the_list_may_still_apply_on_their_own(call: Call, tamra: Outlet, yusuf: Person) -> None:
    named(call, tamra, "Ada Reyes", by=yusuf)
    ada = cast.person("Ada Reyes")
    begun = acts.begin(call, ada, language="en")
    client, path = cast.signed_in(yusuf), f"{E}apply/outlets/{tamra.pk}/"
    client.post(path, {"act": "off", "named": "1"})
    assert on_list(call, tamra) == [] and belonging.of(begun) is None
    assert client.post(path, {"act": "off", "named": "1"}).status_code == 400
    applied(call, ada, outlet="Notes by Reyes")
    assert Application.objects.get().state == State.SUBMITTED


def test_an_outlet_that_names_an_address_learns_nothing_of_who_has_it_before_they_agree(
    call: Call, tamra: Outlet, yusuf: Person
) -> None:
    found = applied(call, cast.person("Ada Reyes"), outlet="Notes by Reyes")
    named(call, tamra, "Ada Reyes", by=yusuf)
    page = f"{E}apply/outlets/{tamra.pk}/"
    assert "Written to, has not begun yet" in read(cast.signed_in(yusuf), page) and belonging.of(found) is None
    ada = cast.signed_in(found.person)
    assert "Your outlet named you. Outlet: Radio Tamra." in read(ada, E + "apply/mine/")
    ada.post(E + "apply/", {"outlet": "yes"})
    assert belonging.of(found) == tamra and "Received" in read(cast.signed_in(yusuf), page)
    assert "Your outlet named you" not in read(ada, E + "apply/mine/")


def test_whoever_was_named_may_apply_without_the_outlet(call: Call, tamra: Outlet, yusuf: Person) -> None:
    named(call, tamra, "Ada Reyes", by=yusuf)
    ada = cast.signed_in(cast.person("Ada Reyes"))
    assert "Begin without this outlet" in read(ada, E + "apply/")
    ada.post(E + "apply/", {"alone": "yes"})
    assert belonging.of(Application.objects.get()) is None
    assert "Written to, has not begun yet" in read(cast.signed_in(yusuf), f"{E}apply/outlets/{tamra.pk}/")
    assert "Apply for this outlet" in read(ada, E + "apply/")


def test_what_is_held_of_a_named_person_is_in_their_download(call: Call, tamra: Outlet, yusuf: Person) -> None:
    named(call, tamra, "Ada Reyes", "Bohdan Lis", by=yusuf)
    (one,) = downloaded(cast.person("Ada Reyes"))["named_by_outlets"]
    assert (one["outlet"], one["email"], one["edition"]) == (
        "Radio Tamra",
        "ada.reyes@example.org",
        "regional-media/13",
    )
    (one,) = downloaded(yusuf)["outlets"]
    assert (one["outlet"], one["focal_point"]) == ("Radio Tamra", True)


def downloaded(person: Person) -> dict[str, Any]:
    answer = cast.signed_in(person).post("/desk/account/everything/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("everything.json"))
    return found


def test_three_of_an_outlet_who_are_accepted_get_three_letters(call: Call, yusuf: Person, tamra: Outlet) -> None:
    acts.set_places(call, tamra, number=3, by=cast.person("Chiara Okoye"))
    people = ["Ada Reyes", "Bohdan Lis", "Imani Koda"]
    named(call, tamra, *people, by=yusuf)
    found = [decided(call, cast.person(name), Act.ACCEPT) for name in people]
    acts.tell(call, [one.number for one in found], by=cast.person("Dov Sand"))
    sent = letters("accepted")
    assert [one.to for one in sent] == [f"{name.lower().replace(' ', '.')}@example.org" for name in people]
    assert read(cast.signed_in(yusuf), f"{E}apply/outlets/{tamra.pk}/").count("Accredited") == 3


def test_until_a_decision_is_told_the_outlet_reads_no_more_than_the_applicant(
    call: Call, tamra: Outlet, yusuf: Person
) -> None:
    named(call, tamra, "Ada Reyes", by=yusuf)
    found = decided(call, cast.person("Ada Reyes"), Act.REFUSE, reason="late", fact="14 May")
    page = f"{E}apply/outlets/{tamra.pk}/"
    client = cast.signed_in(yusuf)
    assert "Being decided" in read(client, page) and "Free: 1" in read(client, page)
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    shown = read(client, page)
    assert "Not accepted" in shown and "14 May" not in shown and "Free: 2" in shown


def test_only_its_focal_points_see_an_outlets_list(call: Call, tamra: Outlet, yusuf: Person) -> None:
    other = focal_point(outlet("Pelm Gazette"), "Lena Moor")
    path = f"{E}apply/outlets/{tamra.pk}/"
    for person in (other, cast.person("Ada Reyes"), cast.press_officer(call.edition)):
        assert cast.signed_in(person).get(path).status_code == 404
    with pytest.raises(ActRefused, match="no focal point"):
        acts.name_people(call, tamra, [row("Ada Reyes")], by=other)


def test_whom_an_outlet_named_is_destroyed_with_the_applications(call: Call, tamra: Outlet, yusuf: Person) -> None:
    named(call, tamra, "Ada Reyes", "Bohdan Lis", by=yusuf)
    applied(call, cast.person("Ada Reyes"))
    Call.objects.filter(pk=call.pk).update(deleted_on=timezone.now().date() - timedelta(days=2))
    purge_due()
    assert not Named.objects.exists() and not Nomination.objects.exists()
    assert not Letter.objects.exclude(wrapped_key=b"").exists()

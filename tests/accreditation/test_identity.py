"""Identity data are given when the call says so, seen with a second factor and a reason, and lie nowhere in clear."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call, Identity, Look, Vetting
from onrecord.accreditation.models.identity import Purpose
from onrecord.accreditation.states import Act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import JournalEntry
from onrecord.post.models import Letter, Written
from tests import cast
from tests.accreditation.building import decided, drafted, open_call
from tests.accreditation.identifying import GIVEN, TERMS, identity_data

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
IDENTITY, MINE, SEND = (f"{E}apply/{page}/" for page in ("identity", "mine", "send"))


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(), **TERMS)


def accepted(call: Call, name: str = "Ada Reyes") -> Client:
    """Somebody who was accredited and told."""
    found = decided(call, cast.person(name), Act.ACCEPT)
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    return cast.signed_in(cast.person(name))


def page(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_they_are_asked_for_after_acceptance_and_seen_with_a_factor_and_a_reason(call: Call) -> None:
    drafted(call, cast.person("Bohdan Lis"))
    bohdan = cast.signed_in(cast.person("Bohdan Lis"))
    assert bohdan.get(IDENTITY)["Location"] == MINE, "who is not accepted is not asked"
    ada = accepted(call)
    assert "subject to the security check" in page(ada, MINE)
    wrong = ada.post(IDENTITY, GIVEN | {"document_expires": "2020-01-01", "birth_date": "9.3.1988"}).content.decode()
    assert "This document has expired" in wrong and "Write the date as 2026-05-14" in wrong
    assert ada.post(IDENTITY, GIVEN)["Location"] == MINE
    assert "KESTREL77" not in page(ada, IDENTITY) + page(ada, MINE)

    officer = cast.press_officer(call.edition)
    one = f"{E}desk/accreditation/{Application.objects.get(person__name='Ada Reyes').number}/identity/"
    assert cast.signed_in(officer).get(one)["Location"].startswith("/desk/account/confirm/")
    assert not Look.objects.exists()
    office = cast.confirmed(officer)
    assert "KESTREL77" not in page(office, one)
    assert office.post(one, {}).status_code == 400
    seen = office.post(one, {"purpose": "mismatch"})
    assert "KESTREL77" in seen.content.decode() and "no-store" in seen["Cache-Control"]
    assert "Norway" in seen.content.decode() and "9 March 1988" in seen.content.decode()
    assert [(look.by, look.purpose) for look in Look.objects.all()] == [(officer, "mismatch")]
    noted = JournalEntry.objects.get(code="identity-seen")
    assert (noted.person, noted.data["purpose"]) == (officer, "mismatch")
    assert "Name or number does not match" in page(ada, MINE)


def test_nothing_of_them_lies_in_clear(call: Call) -> None:
    accepted(call).post(IDENTITY, GIVEN)
    with connection.cursor() as cursor:
        stored = ""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            stored += str(cursor.fetchall())
    assert not [one for one in ("KESTREL77", "1988-03-09", "Wheatear") if one in stored]
    assert Identity.objects.get().data.document_number == "KESTREL77"


def test_nobody_looks_at_or_exports_their_own(call: Call) -> None:
    officer = cast.administrator(call.edition, "Bohdan Lis")
    accepted(call, officer.name)
    acts.give_identity(Application.objects.get(), identity_data())
    with pytest.raises(ActRefused, match="your own"):
        acts.look_at_identity(Application.objects.get(), purpose=Purpose.DOOR, by=officer)
    with pytest.raises(ActRefused, match="Your own application is on this list"):
        acts.send_for_vetting(call, by=officer)


def test_a_call_may_ask_for_them_with_the_application() -> None:
    call = open_call(cast.edition(), **TERMS | {"identity": "application"})
    drafted(call, cast.person("Ada Reyes"))
    ada = cast.signed_in(cast.person("Ada Reyes"))
    assert "Identity data" in page(ada, SEND) and ada.post(SEND, {}).status_code == 400
    assert ada.post(IDENTITY, GIVEN)["Location"] == SEND
    assert ada.post(SEND, {})["Location"] == MINE


def test_they_are_destroyed_with_a_withdrawal(call: Call) -> None:
    ada = accepted(call)
    ada.post(IDENTITY, GIVEN)
    ada.post(f"{E}apply/withdraw/")
    assert not Identity.objects.exists() and not Vetting.objects.exists()


# the check


def office(call: Call) -> Client:
    return cast.confirmed(cast.press_officer(call.edition))


def back(client: Client, *lines: str) -> Any:
    content = "\n".join(("vetting_ref,result,authority,date", *lines)).encode()
    return client.post(
        f"{E}desk/accreditation/vetting/", {"results": "yes", "file": SimpleUploadedFile("back.csv", content)}
    )


def test_the_list_has_the_fewest_columns_and_each_person_once(call: Call) -> None:
    accepted(call).post(IDENTITY, GIVEN)
    client = office(call)
    there = f"{E}desk/accreditation/vetting/"
    left = client.post(there, {"list": "yes"})
    ref = Vetting.objects.get().ref
    assert left.content.decode("utf-8-sig").splitlines() == [
        "vetting_ref,family_names,given_names,birth_date,birth_place,nationality,document_type,document_number,document_country",
        f"{ref},Reyes,Ada,1988-03-09,Wheatear Bay,NO,passport,KESTREL77,NO",
    ]
    assert "attachment" in left["Content-Disposition"] and "no-store" in left["Cache-Control"]
    assert [look.purpose for look in Look.objects.all()] == ["export"]
    assert JournalEntry.objects.get(code="vetting-sent").data == {"count": 1}
    again = client.post(there, {"list": "yes"})
    assert again.status_code == 400 and "Nobody waits to be put on a list" in again.content.decode()
    assert ref in client.post(there, {"list": "yes", "again": "on"}).content.decode()


def test_results_come_back_once_and_a_wrong_file_changes_nothing(call: Call) -> None:
    for name in ("Ada Reyes", "Bohdan Lis"):
        accepted(call, name).post(IDENTITY, GIVEN)
    client = office(call)
    ada, bohdan = Vetting.objects.order_by("pk").values_list("ref", flat=True)
    wrong = back(client, f"{ada},clear,Ministry,2026-05-02", f"{bohdan},perhaps,,soon", "abc,clear,,")
    told = wrong.content.decode()
    assert wrong.status_code == 400
    assert "Row 3, column result: “perhaps” is none of these" in told and "Row 3, column date: “soon”" in told
    strange = back(client, f"{ada},clear,Ministry,2026-05-02", "abc,clear,,")
    assert "Row 3, column vetting_ref" in strange.content.decode()
    twice = back(client, f"{ada},clear,Ministry,2026-05-02", f"{ada},not clear,Ministry,2026-05-02")
    assert "is there more than once" in twice.content.decode()
    for content in ("a" * 200_000, '"' + "x\n" * 9, "\0" * 99, ""):
        assert back(client, content).status_code == 400
    assert set(Vetting.objects.values_list("result", flat=True)) == {"none yet"}

    good = (f"{ada},clear,Ministry,02.05.2026", f"{bohdan},none yet,,")
    assert "1 result is taken in" in page_after(client, back(client, *good))
    assert "Nothing new" in page_after(client, back(client, *good))
    assert sorted(Vetting.objects.values_list("result", flat=True)) == ["clear", "none yet"]
    assert "subject to" not in page(cast.signed_in(cast.person("Ada Reyes")), MINE)


def test_results_come_back_in_a_workbook_too(call: Call) -> None:
    accepted(call).post(IDENTITY, GIVEN)
    book, out = Workbook(), io.BytesIO()
    for row in (("vetting_ref", "result", "authority", "date"), (Vetting.objects.get().ref, "clear", "", "2026-05-02")):
        book.active.append(row)
    book.save(out)
    given = {"results": "yes", "file": SimpleUploadedFile("back.xlsx", out.getvalue())}
    there = f"{E}desk/accreditation/vetting/"
    client = office(call)
    assert "1 result is taken in" in page_after(client, client.post(there, given))


def page_after(client: Client, answer: Any) -> str:
    assert answer.status_code == 302
    return page(client, answer["Location"])


def letter(kind: str) -> Written:
    return Written.model_validate_json(Letter.objects.get(kind=f"accreditation.{kind}").unseal())


def test_who_is_not_cleared_is_told_by_whom_and_heard_before_anything_is_decided(call: Call) -> None:
    ada = accepted(call)
    ada.post(IDENTITY, GIVEN)
    back(office(call), f"{Vetting.objects.get().ref},not clear,Interior Ministry,2026-05-02")
    assert "Interior Ministry" in letter("not-cleared").text
    assert "Interior Ministry" in page(ada, MINE)


def test_security_refuses_nobody_who_may_still_be_heard() -> None:
    call = open_call(cast.edition(), **TERMS | {"identity": "application"})
    found = drafted(call, cast.person("Ada Reyes"))
    acts.give_identity(found, identity_data())
    acts.submit(found)
    officer, administrator = cast.press_officer(call.edition), cast.administrator(call.edition)
    back(cast.confirmed(officer), f"{Vetting.objects.get().ref},not clear,Interior Ministry,2026-05-02")
    fact = "Interior Ministry, complaints"
    acts.recommend(found, outcome=Act.REFUSE, reason="security", fact=fact, by=officer)
    with pytest.raises(ActRefused, match="may be heard"):
        acts.decide(found, outcome=Act.REFUSE, reason="security", fact=fact, by=administrator)
    Vetting.objects.update(heard_until=timezone.now())
    acts.decide(found, outcome=Act.REFUSE, reason="security", fact=fact, by=administrator)


def test_data_that_did_not_do_are_asked_for_again_under_another_reference(call: Call) -> None:
    ada = accepted(call)
    ada.post(IDENTITY, GIVEN)
    client, before = office(call), Vetting.objects.get().ref
    client.post(f"{E}desk/accreditation/vetting/", {"list": "yes"})
    assert ada.get(IDENTITY)["Location"] == MINE, "what the authority has can't be changed under it"
    back(client, f"{before},resubmit,Interior Ministry,2026-05-02")
    assert "order of your names" in letter("identity-again").text
    ada.post(IDENTITY, GIVEN | {"document_number": "KESTREL78"})
    late = back(client, f"{before},clear,Interior Ministry,2026-05-03")
    assert "on none of our lists" in late.content.decode()
    assert "KESTREL78" in client.post(f"{E}desk/accreditation/vetting/", {"list": "yes"}).content.decode()

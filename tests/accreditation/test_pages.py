"""From the invitation to the letter, as an applicant and two people of the press office see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import reads
from onrecord.accreditation.models import Application
from onrecord.accreditation.states import Act, State
from onrecord.events.models import Edition
from onrecord.post.models import Letter
from tests import cast
from tests.accreditation.building import applied, decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def edition() -> Edition:
    return cast.edition()


def local(**ahead: float) -> str:
    return (timezone.now() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


TERMS = {
    "criteria": "Whoever reports to the public in one of the regions.",
    "places": "100",
    "kept_for_appeals": "4",
    "categories": "Press\nPhotographers, 12",
    "opens": local(days=-1),
    "closes": local(days=10),
    "late_until": "",
    "decides_by": local(days=20),
    "country": "Russian Federation",
    "conduct": "Let others finish.\nNo flash.",
    "proof": ["samples"],
    "two_decide": "on",
    "appeal_to": "The press council of Brodna",
    "appeal_days": "7",
    "appeal_answer_days": "7",
    "offer_hours": "24",
    "offers_until": "",
    "deleted_on": str(date.today() + timedelta(days=60)),  # noqa: DTZ011
}
YOU = {"given_names": "Ада", "family_names": "Рейес", "latin": "Ada Reyes", "mobile": "+47 21 00 00 00"}
OUTLET = {
    "kind": "radio",
    "outlet": "Radio Tamra",
    "region": "Kaliningradskaya oblast'",
    "editor": "Yusuf Adeyemi, +47 21 00 00 01",
    "category": "place-1",
}
WORK = {
    "function": "reporter",
    "attendance": "room",
    "covers": "Schools",
    "samples": "https://example.org/schools",
    "tour": "yes",
    "listed": "no",
}


def test_a_call_is_opened_with_a_preview_and_an_application_goes_all_the_way(edition: Edition) -> None:
    officer, administrator = cast.press_officer(edition), cast.administrator(edition)
    office, other = cast.signed_in(officer), cast.signed_in(administrator)
    assert "Open a call" in page(office, "desk/accreditation/")
    preview = office.post(E + "desk/accreditation/call/", TERMS)
    assert "Let others finish." in preview.content.decode() and reads.call_of(edition) is None
    opened = office.post(E + "desk/accreditation/call/", TERMS | {"confirmed": "yes"}, follow=True)
    assert "Nobody has applied yet" in opened.content.decode()
    assert "Photographers: 12" in page(Client(), "accreditation/")

    ada = cast.signed_in(cast.person("Ada Reyes"))
    ada.post(E + "apply/")
    for step, given, then in (("you", YOU, "step/outlet/"), ("outlet", OUTLET, "step/work/"), ("work", WORK, "send/")):
        if step == "outlet":
            wrong = ada.post(f"{E}apply/step/{step}/", given | {"region": "Kaliningrad"})
            assert "Did you mean: Kaliningradskaya oblast" in wrong.content.decode()
        assert ada.post(f"{E}apply/step/{step}/", given).headers["Location"] == f"{E}apply/{then}"
    check = page(ada, "apply/send/")
    assert "Kaliningrad" in check and "Рейес" in check and "No flash." in check
    assert ada.post(E + "apply/send/", {}).status_code == 400
    read = {"conduct": "on", "read": Application.objects.get().call.newest}
    sent = ada.post(E + "apply/send/", read, follow=True).content.decode()
    assert "Received" in sent and "receipt/" in sent
    assert [letter.kind for letter in Letter.objects.all()] == ["accreditation.received"]

    assert "Рейес" in page(office, "desk/accreditation/")
    application = Application.objects.get()
    one = f"{E}desk/accreditation/{application.number}/"
    office.post(one, {"act": "ask", "reason": "samples", "fact": "The link does not work.", "due": local(days=3)})
    assert "The link does not work." in page(ada, "apply/mine/")
    ada.post(E + "apply/step/work/", WORK | {"samples": "https://example.org/other"})
    ada.post(E + "apply/mine/", {"note": "Here it is."})
    assert "Here it is." in page(office, one)

    office.post(one, {"act": "recommend", "outcome": "accept"})
    refused = office.post(one, {"act": "decide", "outcome": "accept"})
    assert refused.status_code == 400 and "somebody else decides" in refused.content.decode()
    other.post(one, {"act": "decide", "outcome": "accept"})
    assert "Being decided" in page(ada, "apply/mine/")
    assert "Ада Рейес" in page(other, "desk/accreditation/letters/")
    nobody = other.post(E + "desk/accreditation/letters/", {})
    assert nobody.status_code == 400 and "Nothing was sent" in nobody.content.decode()
    other.post(f"{one}letter/", {"subject": "You are accredited", "text": "Dear Ada, come in. Yes!"})
    other.post(E + "desk/accreditation/letters/", {"number": application.number})
    assert "You are accredited for Radio Tamra" in page(ada, "apply/mine/")
    letter = Letter.objects.get(kind="accreditation.accepted")
    assert letter.state == "ready" and b"come in. Yes!" in letter.unseal()


def page(client: Client, path: str) -> str:
    answer = client.get(path if path.startswith("/") else E + path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_not_signed_in_is_asked_who_they_are_and_comes_back(edition: Edition) -> None:
    open_call(edition)
    answer = Client().get(E + "apply/")
    assert answer.headers["Location"] == "/sign-in/join/?next=%2Fregional-media%2F13%2Fapply%2F"


def test_a_decision_is_taken_back_until_its_letter_is_sent(edition: Edition) -> None:
    call = open_call(edition)
    found = decided(call, cast.person("Bohdan Lis"), Act.REFUSE, reason="late", fact="14 May")
    office = cast.signed_in(cast.administrator(edition, "Ines Varga"))
    one = f"{E}desk/accreditation/{found.number}/"
    assert "Take the decision back" in page(office, one)
    office.post(one, {"act": "take-back"})
    found.refresh_from_db()
    assert (found.state, found.reason, Letter.objects.get(kind="accreditation.refused").state) == (
        State.SUBMITTED,
        "",
        "withdrawn",
    )


def test_the_office_does_not_see_a_draft_and_nobody_another_persons_application(edition: Edition) -> None:
    call = open_call(edition)
    ada = cast.signed_in(cast.person("Ada Reyes"))
    ada.post(E + "apply/")
    office = cast.signed_in(cast.press_officer(edition))
    assert "Nobody has applied yet" in page(office, "desk/accreditation/")
    assert office.get(E + "desk/accreditation/1/").status_code == 404
    found = applied(call, cast.person("Bohdan Lis"))
    assert ada.get(f"{E}apply/receipt/{Application.objects.get(pk=found.pk).received}/").status_code == 404


def test_who_applied_before_confirms_instead_of_typing(edition: Edition) -> None:
    applied(open_call(cast.edition("12")), cast.person("Ada Reyes"), outlet="Radio Tamra", covers="Roads")
    open_call(edition)
    ada = cast.signed_in(cast.person("Ada Reyes"))
    assert ada.post(E + "apply/").headers["Location"] == E + "apply/step/work/"
    assert "Radio Tamra" in page(ada, "apply/step/outlet/") and "Roads" not in page(ada, "apply/step/work/")

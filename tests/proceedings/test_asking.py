"""A reader asks for a correction, and is answered in public."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from onrecord.events.models import Edition
from onrecord.post.models import Letter
from onrecord.proceedings import acts, asking, readers
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import CorrectionAnswered
from onrecord.proceedings.models import CorrectionRequest
from tests.post.letters import send
from tests.proceedings.conftest import kinds, noted
from tests.words import answer

ASK, QUOTE, REQUESTS = "/regional-media/13/u/2/ask/", "/regional-media/13/u/2/", "/regional-media/13/desk/requests/"
WORDS = "The fourth stands in Verhn, on the lake."


@pytest.fixture
def said(edition: Edition) -> Edition:
    """Governor Ferro's answer is entry 2."""
    record.speak(edition.log, answer(WORDS))
    return edition


def form(client: Client, **given: str) -> dict[str, str]:
    """What a browser would send."""
    page = client.get(ASK).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    return {"token": token[1], "passage": "", "reason": "It is Verkhna.", "contact": "", "website": ""} | given


def answered(edition: Edition) -> list[CorrectionAnswered]:
    spoken = readers.utterance(edition.log, 2)
    assert spoken
    return [one.content for one in spoken.requests]


def test_the_form_takes_the_chosen_words_along_and_sets_no_cookie(said: Edition) -> None:
    reader = Client()
    page = reader.get(ASK, {"words": "stands in Verhn"}).content.decode()
    assert ">\nstands in Verhn</textarea>" in page and "don&#x27;t stand in the quote" not in page
    assert "We publish your request with our answer" in page
    other = reader.get(ASK, {"words": "stands in Brodna"}).content.decode()
    assert "do not appear in the passage" in other
    sent = reader.post(ASK, form(reader))
    assert sent.status_code == 302 and not reader.cookies
    assert "We have received your request" in reader.get(sent["Location"]).content.decode()


def test_a_request_without_a_reason_or_with_too_long_a_one_is_refused_beside_the_field(said: Edition) -> None:
    reader = Client()
    for wrong in ({"reason": ""}, {"reason": "x" * 2001}, {"passage": "x" * 2001}, {"contact": "ada"}):
        response = reader.post(ASK, form(reader, **wrong))
        assert response.status_code == 400 and 'class="error"' in response.content.decode()
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize(
    "contact", ['"ada.reyes"@example.org', "=?utf-8?q?ada?=@example.org", "ada@приклад.example", "ada@[192.0.2.1]"]
)
def test_an_address_that_letters_cannot_go_to_is_refused_beside_the_field(said: Edition, contact: str) -> None:
    reader = Client()
    refused = reader.post(ASK, form(reader, contact=contact))
    assert refused.status_code == 400 and "We can&#x27;t send email to this address." in refused.content.decode()
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", "null"])
def test_what_another_site_sends_is_refused(said: Edition, origin: str) -> None:
    reader = Client()
    assert reader.post(ASK, form(reader), headers={"Origin": origin}).status_code == 400
    assert reader.post(ASK, form(reader), headers={"Origin": "http://testserver"}).status_code == 302
    assert reader.post(ASK, form(reader), headers={"Origin": "http://press.example.org"}).status_code == 302
    assert CorrectionRequest.objects.count() == 1  # twice the same: one request


def test_the_form_is_good_for_its_quote_and_for_a_day(said: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    record.speak(said.log, answer("And the fifth?"))
    reader = Client()
    given = form(reader)
    assert reader.post("/regional-media/13/u/3/ask/", given).status_code == 400
    assert reader.post(ASK, given | {"token": given["token"][:-1]}).status_code == 400
    monkeypatch.setattr(asking, "DAY", -1)
    late = reader.post(ASK, given)
    assert late.status_code == 400 and "has expired or does not come from this site" in late.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_what_fills_in_the_trap_is_thanked_and_forgotten(said: Edition) -> None:
    reader = Client()
    assert reader.post(ASK, form(reader, website="https://spam.example.org")).status_code == 302
    assert not CorrectionRequest.objects.exists()


def test_a_network_sends_twenty_at_once_and_then_one_every_three_minutes(said: Edition) -> None:
    reader = Client()
    given = form(reader)
    answers = [reader.post(ASK, given | {"reason": f"Reason {n}."}) for n in range(21)]
    assert [one.status_code for one in answers] == [302] * 20 + [429]
    assert 120 < int(answers[-1]["Retry-After"]) <= 180
    assert "Try again in 3 minutes" in answers[-1].content.decode()
    assert CorrectionRequest.objects.count() == 20


def test_a_request_sent_twice_waits_once(said: Edition, office: Client) -> None:
    reader = Client()
    given = form(reader, reason="It is Verkhna.")
    first, second = (reader.post(ASK, given) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert CorrectionRequest.objects.count() == 1
    reader.post(ASK, given | {"contact": "ada@example.org"})
    assert CorrectionRequest.objects.count() == 2, "this one wants an answer by mail"
    for request in CorrectionRequest.objects.all():
        acts.answer(request, decision="declined", answer="It is Verhn.", by=said.appointments.get().person)
    reader.post(ASK, given)
    assert CorrectionRequest.objects.filter(state="waiting").count() == 1, "the answered one is no longer waiting"


def test_words_that_are_not_public_take_no_request(said: Edition) -> None:
    record.set_hold(said.log, seconds=300)
    record.speak(said.log, answer("Not yet."))
    assert Client().get("/regional-media/13/u/4/ask/").status_code == 404
    assert Client().get("/regional-media/13/u/1/ask/").status_code == 404


def test_declined_with_a_reason_in_public(said: Edition, office: Client) -> None:
    acts.ask(said, index=2, passage="in Verhn", reason="It is Verkhna.", contact="")
    asked = CorrectionRequest.objects.get()
    assert "It is Verkhna." in office.get(REQUESTS).content.decode()
    wrong = office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "answer": ""})
    assert wrong.status_code == 400 and "never declined without one" in wrong.content.decode()
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "answer": "The sound says Verhn.", "text": WORDS})
    assert answered(said) == [
        CorrectionAnswered(
            passage="in Verhn", asked="It is Verkhna.", decision="declined", answer="The sound says Verhn."
        )
    ]
    page = Client().get(QUOTE).content.decode()
    assert "It is Verkhna." in page and "The sound says Verhn." in page and ASK in page
    asked.refresh_from_db()
    assert (asked.state, bytes(asked.sealed)) == ("declined", b"")
    assert ("Chiara Okoye", "answer", 3) in noted(said)
    assert office.get(f"{REQUESTS}{asked.pk}/").status_code == 404


def test_a_usual_reason_and_the_offices_own_words_are_one_answer(said: Edition, office: Client) -> None:
    acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
    asked = CorrectionRequest.objects.get()
    usual = "We have listened again. This is what was said."
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "usual": usual, "answer": "At 4:05."})
    assert [one.answer for one in answered(said)] == [f"{usual} At 4:05."]


def test_a_usual_reason_and_own_words_that_are_too_long_together_are_refused_beside_the_field(
    said: Edition, office: Client
) -> None:
    asked = acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
    usual = "We have listened again. This is what was said."
    wrong = office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "usual": usual, "answer": "So. " * 500})
    assert wrong.status_code == 400 and "Together they have more than 2,000 characters" in wrong.content.decode()


def test_a_request_stands_beside_the_words_it_is_about(said: Edition, office: Client) -> None:
    acts.ask(said, index=2, passage="stands  in\nVerhn", reason="It is Verkhna.", contact="ada@example.org")
    acts.ask(said, index=2, passage="stands in Pelm", reason="Or is it?", contact="")
    page = office.get(REQUESTS).content.decode()
    assert "The fourth <mark>stands in Verhn</mark>, on the lake." in page and "ada@example.org" in page
    assert page.count("Not verbatim") == 1
    record.correct(said.log, 2, text="The fourth stands in Verkhna.", kind="transcription", reason="Misheard.")
    page = office.get(REQUESTS).content.decode()
    assert page.count("corrected since the request") == 2 and "This passage has been corrected since." in page


def test_what_was_answered_is_listed_with_its_answer(said: Edition, office: Client) -> None:
    assert "No requests have been answered yet" in office.get(REQUESTS).content.decode()
    for answer_given in ("The sound says Verhn.", "It still does."):
        asked = acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
        office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "answer": answer_given})
    page = office.get(REQUESTS).content.decode()
    assert "0 waiting" in page and "0 corrected, 2 declined" in page
    assert page.index("It still does.") < page.index("The sound says Verhn.")


def test_requests_come_by_twenty_in_as_many_queries_as_one(
    said: Edition, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    acts.ask(said, index=2, passage="", reason="The first.", contact="")
    with CaptureQueriesContext(connection) as one:
        office.get(REQUESTS)
    for number in range(2, 22):
        acts.ask(said, index=2, passage="", reason=f"Number {number}.", contact="")
    with django_assert_num_queries(len(one)):
        page = office.get(REQUESTS).content.decode()
    assert "Number 20." in page and "Number 21." not in page
    later = re.search(r'href="(\?after=\d+)"', page)
    assert later and "Number 21." in office.get(REQUESTS + later[1]).content.decode()
    assert office.get(f"{REQUESTS}?after=x").status_code == 404


def test_an_answer_never_takes_back_a_correction_it_has_not_seen(said: Edition, office: Client) -> None:
    asked = acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
    record.correct(said.log, 2, text="The fourth stands in Verkhna.", kind="transcription", reason="Misheard.")
    given = {
        "decision": "corrected",
        "answer": "Thank you.",
        "version": "2",
        "kind": "transcription",
        "reason": "Misheard.",
    }
    refused = office.post(f"{REQUESTS}{asked.pk}/", given | {"text": "The fourth stands in Pelm."})
    assert refused.status_code == 400 and "in the meantime (entry 3)" in refused.content.decode()
    assert 'name="version" value="3"' in refused.content.decode()
    office.post(f"{REQUESTS}{asked.pk}/", given | {"text": WORDS})
    assert kinds(said)[3:] == ["utterance.corrected", "correction.answered"]


def test_corrected_needs_a_correction_made_since_or_here(said: Edition, office: Client) -> None:
    record.correct(said.log, 2, text=f"{WORDS} ", kind="transcription", reason="A space.")
    acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
    asked = CorrectionRequest.objects.get()
    given = {"decision": "corrected", "answer": "You are right.", "text": f"{WORDS} ", "kind": "transcription"}
    refused = office.post(f"{REQUESTS}{asked.pk}/", given | {"text": ""})
    assert refused.status_code == 400 and "nothing has been corrected since the request" in refused.content.decode()
    assert len(kinds(said)) == 4
    office.post(f"{REQUESTS}{asked.pk}/", given | {"text": WORDS.replace("Verhn", "Verkhna"), "reason": "Misheard."})
    assert kinds(said)[4:] == ["utterance.corrected", "correction.answered"]
    spoken = readers.utterance(said.log, 2)
    assert spoken and spoken.current and "Verkhna" in spoken.current.text
    assert [act for _, act, _ in noted(said)] == ["correct", "answer"]


def test_a_correction_made_since_answers_a_request(said: Edition, office: Client) -> None:
    acts.ask(said, index=2, passage="", reason="It is Verkhna.", contact="")
    record.correct(said.log, 2, text="The fourth stands in Verkhna.", kind="transcription", reason="Misheard.")
    asked = CorrectionRequest.objects.get()
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "corrected", "answer": "Thank you.", "text": ""})
    assert kinds(said)[3:] == ["utterance.corrected", "correction.answered"]


def test_whoever_left_an_address_gets_one_mail_and_the_address_goes(
    said: Edition, office: Client, settings: Any
) -> None:
    settings.ONRECORD_MAIL = "page"
    acts.ask(said, index=2, passage="in Verhn", reason="It is Verkhna.", contact="ada@example.org")
    asked = CorrectionRequest.objects.get()
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "answer": "The sound says Verhn & no more."})
    asked.refresh_from_db()
    assert not asked.by_mail and not asked.wrapped_key and not mail.outbox
    send()
    [sent] = mail.outbox
    assert sent.from_email == "Press conference for regional media <onrecord@press.example.org>"
    assert not Letter.objects.exclude(state="sent", wrapped_key=b"", sealed=b"").exists()
    assert sent.to == ["ada@example.org"]
    assert "The sound says Verhn & no more." in sent.body and f"http://press.example.org{QUOTE}" in sent.body
    assert "ada@example.org" not in Client().get(QUOTE).content.decode()


def test_an_answer_that_is_not_stored_writes_nobody_and_one_whose_words_are_erased_goes_with_them(
    said: Edition, office: Client, settings: Any
) -> None:
    settings.ONRECORD_MAIL = "page"
    asked = acts.ask(said, index=2, passage="in Verhn", reason="It is Verkhna.", contact="ada@example.org")
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "corrected", "answer": "Thank you.", "text": ""})
    assert not Letter.objects.exists(), "nothing was corrected, so it was refused"
    office.post(f"{REQUESTS}{asked.pk}/", {"decision": "declined", "answer": "The sound says Verhn."})
    record.erase(said.log, 2, legal_basis="A court order.")
    send()
    assert Letter.objects.get().state == "withdrawn" and not mail.outbox


def test_addresses_go_after_thirty_days_and_requests_with_the_words(said: Edition) -> None:
    record.speak(said.log, answer("Another one."))
    old = acts.ask(said, index=2, passage="", reason="Why?", contact="ada@example.org")
    CorrectionRequest.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    acts.ask(said, index=3, passage="Another", reason="Why?", contact="bohdan@example.org")
    record.erase(said.log, 3, legal_basis="A court order.")
    [kept] = CorrectionRequest.objects.all()
    assert kept.index == 2 and kept.wanted and kept.wanted.contact
    acts.tidy()
    [kept] = CorrectionRequest.objects.all()
    assert kept.wanted and (kept.wanted.reason, kept.wanted.contact) == ("Why?", "")

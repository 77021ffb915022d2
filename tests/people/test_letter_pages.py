"""The office sees where its letters stand and why, and says what becomes of those that are not sent."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.people.models import JournalEntry
from onrecord.post import acts
from onrecord.post.models import Letter
from tests import cast
from tests.post.conftest import clock, server, use
from tests.post.letters import ADA, BOHDAN, SECRET, Clock, note, refusing, send, state
from tests.proceedings.conftest import DAY, edition
from tests.smtp import Post

__all__ = ["clock", "edition", "server", "use"]

LETTERS, ALL = "/regional-media/13/desk/letters/", "/desk/letters/"


@pytest.fixture
def office(edition: Edition) -> Client:
    return cast.signed_in(cast.press_officer(edition))


@pytest.fixture
def administrator(edition: Edition) -> Client:
    return cast.signed_in(cast.administrator_of_all())


def text(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def test_before_the_first_letter_the_page_says_what_will_be_there(office: Client) -> None:
    assert "No letters yet. When you answer a reader" in text(office, LETTERS)
    assert "ONRECORD_MAIL is not set" in text(office, LETTERS)


def test_a_letter_is_told_with_a_masked_address_until_it_is_sent_and_with_none_afterwards(
    edition: Edition, office: Client, administrator: Client, server: Post
) -> None:
    server.answers = refusing(ADA, f"550 5.1.1 <{ADA}> unknown, said ADA.REYES")
    note(edition.log), note(edition.log, to=BOHDAN), note(None)
    send()
    page = text(office, LETTERS)
    assert "a…@example.org" in page and "The mail server refuses the address." in page and "(code 550 5.1.1)" in page
    assert "<bdi>5.1.1 <…> unknown, said …</bdi>" in page and "Sent" in page and "address deleted" in page
    everywhere = office.get(LETTERS).content + administrator.get(ALL).content + office.get(DAY).content
    assert not [one for one in (ADA, BOHDAN, "ada.reyes", "bohdan", SECRET) if one.encode() in everywhere.lower()]
    assert page.count("Note, no.") == 2 and text(administrator, ALL).count("Note, no.") == 3
    assert "1 letter could not be sent" in text(office, DAY) and "2 letters could not" in text(administrator, ALL)
    assert text(office, f"{LETTERS}?state=failed").count("Note, no.") == 1


def test_what_keeps_all_letters_is_told_on_every_page_of_the_office_and_only_to_it(
    edition: Edition, office: Client, server: Post, clock: Clock
) -> None:
    server.answers = lambda line: "421 closing" if line == "HELLO" else None
    note(edition.log)
    send(clock)
    told = "The mail server takes no letters right now. The server keeps trying."
    assert told in text(office, DAY) and told in text(office, LETTERS) and "next try" in text(office, LETTERS)
    typist = cast.signed_in(cast.transcriber(edition))
    assert told not in text(typist, "/regional-media/13/desk/utterances/")
    server.answers = lambda line: None
    clock.forward(seconds=31)
    send(clock)
    assert told not in text(office, DAY)


def test_the_office_sends_again_and_withdraws_and_the_journal_says_who(
    edition: Edition, office: Client, server: Post
) -> None:
    server.answers = refusing(ADA, "550 no")
    first, second = note(edition.log), note(edition.log)
    send()
    server.answers = lambda line: None
    sent = office.post(f"{LETTERS}?state=failed", {"act": "again", "letter": first.pk}, follow=True)
    assert "The letter is being sent again." in sent.content.decode()
    assert sent.redirect_chain == [(f"{LETTERS}?state=failed", 302)]
    office.post(LETTERS, {"act": "withdraw", "letter": second.pk})
    send()
    assert (state(first)[0], state(second)[0]) == ("sent", "withdrawn") and len(server.taken()) == 1
    again = office.post(LETTERS, {"act": "withdraw", "letter": first.pk})
    assert again.status_code == 400 and "has been sent or given up" in again.content.decode()
    noted = JournalEntry.objects.filter(log=edition.log, code__startswith="letter").order_by("pk")
    assert [(one.person and one.person.name, one.code, one.data) for one in noted] == [
        ("Chiara Okoye", "letter-again", {"letter": first.pk}),
        ("Chiara Okoye", "letter-withdrawn", {"letter": second.pk}),
    ]
    assert "letter withdrawn" in office.get("/regional-media/13/desk/journal/").content.decode()


def test_letters_of_another_edition_are_none_of_this_offices(edition: Edition, office: Client, settings: Any) -> None:
    theirs, ours = note(cast.edition("14").log), note(edition.log)
    for what in ("again", "withdraw"):
        assert office.post(LETTERS, {"act": what, "letter": theirs.pk}).status_code == 404
    assert office.post(LETTERS, {"act": "burn", "letter": ours.pk}).status_code == 400
    assert office.post(LETTERS, {"act": "withdraw"}).status_code == 404
    assert office.post(LETTERS, {"act": "withdraw", "letter": 10**30}).status_code == 400
    assert state(theirs)[0] == state(ours)[0] == "ready"


def test_all_that_failed_are_sent_again_at_once_and_what_is_held_only_one_by_one(
    edition: Edition, office: Client, server: Post
) -> None:
    server.answers = lambda line: "550 no" if line.upper().startswith("RCPT") else None
    for number in range(3):
        note(edition.log, to=f"reader.{number}@example.org")
    send()
    server.answers = lambda line: None
    held, other = note(edition.log), note(None)
    acts.hold()
    page = text(office, f"{LETTERS}?state=failed")
    assert "It comes from a backup and may have been sent already." in page and "Held" in page
    assert "Send all failed letters again" in page and "Letters that are held are not among them" in page
    office.post(LETTERS, {"act": "again"})
    send()
    assert len(server.taken()) == 3 and state(held)[:2] == state(other)[:2] == ("failed", "restored")
    assert "Send all failed letters again" not in text(office, f"{LETTERS}?state=failed")
    nothing = office.post(LETTERS, {"act": "again"})
    assert nothing.status_code == 400 and "No failed letter can be sent again." in nothing.content.decode()
    office.post(LETTERS, {"act": "again", "letter": held.pk})
    assert state(held)[:2] == ("ready", "") and "Held" not in text(office, LETTERS)


def test_words_of_the_mail_server_hide_the_name_in_an_address_wherever_it_stands(
    edition: Edition, office: Client, server: Post
) -> None:
    server.answers = lambda line: "550 u_ada.reyes.rcpt, 2ADA.REYES2" if line.upper().startswith("RCPT") else None
    note(edition.log)
    send()
    assert "<bdi>u_….rcpt, 2…2</bdi>" in text(office, LETTERS)


def test_letters_come_by_fifty(edition: Edition, office: Client, settings: Any) -> None:
    settings.ONRECORD_MAIL = "page"
    for number in range(55):
        note(edition.log, to=f"reader.{number}@example.org")
    first = office.get(LETTERS).content.decode()
    assert first.count("Note, no.") == 50
    before = Letter.objects.order_by("-pk")[49].pk
    assert f'href="?before={before}"' in first
    assert office.get(f"{LETTERS}?before={before}").content.decode().count("Note, no.") == 5
    assert office.get(f"{LETTERS}?before=x").status_code == 404
    send()
    assert "<b>50</b> sent" in text(office, LETTERS), "a round has fifty"

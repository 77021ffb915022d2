"""What the server says on the record in its own words is in the language of the log, whoever acts, and what it says to them isn't."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.proceedings import acts as proceedings
from onrecord.proceedings import entries as record
from onrecord.record import openings
from onrecord.record.entry import Leaf
from tests import cast
from tests.proceedings.conftest import DAY
from tests.words import answer

RUSSIAN = re.compile(r"[А-Яа-яЁё]")


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition(language="ru")


@pytest.fixture
def office(edition: Edition) -> Client:
    return cast.signed_in(cast.press_officer(edition))


@pytest.fixture
def desk(edition: Edition) -> Client:
    return cast.signed_in(cast.transcriber(edition))


def said(edition: Edition, kind: str, field: str) -> list[str]:
    """What the entries of a kind say, in order."""
    of_kind = [index for index, leaf in openings.leaves(edition.log) if Leaf.decode(leaf).kind == kind]
    contents: dict[int, Any] = openings.contents_of(edition.log, of_kind)
    return [str(getattr(contents[index], field)) for index in of_kind]


def are_russian(sentences: list[str]) -> bool:
    return bool(sentences) and all(RUSSIAN.search(one) for one in sentences)


def test_the_usual_ground_rules_are_and_what_staff_are_told_is_not(
    edition: Edition, office: Client, desk: Client
) -> None:
    told = office.post(DAY, {"act": "start", "seconds": "60"}, follow=True).content.decode()
    assert "The session has begun." in told
    acts = f"/{edition.path}/desk/transcribe/acts/"
    desk.post(acts, {"act": "off"})
    refused = office.post(DAY, {"act": "go-on"}).content.decode()
    assert "The session is not paused" in refused
    desk.post(acts, {"act": "back"})
    desk.post(acts, {"act": "say", "text": "Мост закрыт."})
    desk.post(acts, {"act": "catch"})
    assert len(said(edition, "rule.set", "sentence")) == 4
    assert are_russian(said(edition, "rule.set", "sentence"))
    assert are_russian(said(edition, "erased", "legal_basis"))


def test_the_form_of_a_ground_rule_begins_with_it_and_fills_in_its_time(edition: Edition, office: Client) -> None:
    page = office.get(f"{DAY}?rule=embargo").content.decode()
    [usual] = re.findall(r'<textarea name="sentence"[^>]*>\s*([^<]*)', page)
    assert RUSSIAN.search(usual) and "{until}" in usual
    given = {"act": "rule", "rule": "embargo", "sentence": usual, "until": "2199-05-14T18:00"}
    office.post(DAY, given)
    [sentence] = said(edition, "rule.set", "sentence")
    assert re.search(r"14\s+мая\s+2199", sentence)


def test_what_the_clock_says_is(edition: Edition) -> None:
    log = edition.log
    record.start_session(log)
    record.set_hold(log, seconds=1)
    record.speak(log, answer("Мост открыт."))

    def tick() -> None:  # as the clock does, in a thread where nobody chose a language
        record.open_due(now=timekeeping.now() + 2_000)
        connection.close()

    clock = threading.Thread(target=tick)
    clock.start()
    clock.join()
    assert are_russian(said(edition, "opened", "reason"))


def test_the_usual_reasons_for_declining_a_request_are(edition: Edition, office: Client) -> None:
    record.start_session(edition.log)
    index = record.speak(edition.log, answer("Мост открыт."))[0]
    asked = proceedings.ask(edition, index=index, passage="Мост", reason="Не открыт.", contact="")
    path = f"/{edition.path}/desk/requests/{asked.pk}/"
    usual = re.findall(r'name="usual" value="([^"]+)"', office.get(path).content.decode())
    assert are_russian(usual)
    assert office.post(path, {"decision": "declined", "usual": usual[0]}).status_code == 302
    assert said(edition, "correction.answered", "answer") == [usual[0]]


def test_a_prepared_text_that_was_delivered_is_said_to_be(edition: Edition, desk: Client, office: Client) -> None:
    at = f"/{edition.path}/desk/transcribe"
    desk.post(f"{at}/prepare/", {"title": "Речь", "text": "Доброе утро."})
    record.start_session(edition.log)
    [index] = [index for index, leaf in openings.leaves(edition.log) if Leaf.decode(leaf).kind == "text.prepared"]
    desk.post(f"{at}/acts/", {"act": "deliver", "prepared": index, "paragraph": 0, "text": "Доброе утро."})
    office.post(f"{at}/acts/", {"act": "publish", "prepared": index})
    assert are_russian(said(edition, "opened", "reason"))

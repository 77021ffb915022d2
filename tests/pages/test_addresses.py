"""Numbers in addresses and forms: one that is none, or longer than any table holds, is told so on every page."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries as record
from tests import cast
from tests.words import answer

E = "/regional-media/13/"
BAD = ["²", "٣", "-1", "1e3", "9" * 16, "9" * 25, "9" * 5_000]


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    record.start_session(opened.log)
    record.speak(opened.log, answer("The fourth stands in Verhn."))
    return opened


@pytest.fixture
def office(edition: Edition) -> Client:
    return cast.signed_in(cast.administrator(edition))


ADDRESSES = [
    "desk/day/?rule=background&since={}",
    "desk/transcribe/state/?after={}",
    "desk/u/{}/",
    "desk/utterances/?before={}",
    "desk/requests/{}/",
    "desk/requests/?after={}",
    "desk/journal/?before={}",
    "desk/transcribe/prepared/{}/",
    "u/{}/",
    "u/{}/ask/",
    "u/{}.tlog-proof",
    "log/open/{}",
    "record/?from={}",
    "record/?before={}",
    "record/part/?from={}",
    "record/find/?q=Verhn&from={}",
    "screen/?lines={}",
]


def test_a_number_that_is_none_is_not_found(office: Client) -> None:
    asked = [E + address.format(given) for address in ADDRESSES for given in BAD]
    assert {path[:60]: found for path in asked if (found := office.get(path).status_code) != 404} == {}


@pytest.mark.parametrize("given", BAD, ids=lambda given: given[:5] + str(len(given)))
def test_a_number_in_a_form_that_is_none_is_refused(edition: Edition, office: Client, given: str) -> None:
    day, size = E + "desk/day/", edition.log.size
    rule = {"act": "rule", "rule": "off-the-record", "sentence": "Nothing is stored."}
    for sent in (
        rule | {"since": given},
        {"act": "look-behind", "index": given},
        {"act": "publish", "index": given, "reason": "Agreed."},
        {"act": "publish", "index": 2, "reason": "Agreed.", "disclosing": given},
        {"act": "withhold", "index": given, "reason": "A name."},
    ):
        assert office.post(day, sent).status_code == 400, sent
    confirm = {"act": "confirm", "version": given}
    assert office.post(E + "desk/u/2/", confirm).status_code == 400
    for act in (
        {"act": "confirm", "utterance": given, "version": 2},
        {"act": "correct", "utterance": 2, "version": given, "text": "x", "kind": "transcription", "reason": "y"},
        {"act": "catch", "since": given},
        {"act": "publish", "prepared": given},
        {"act": "publish", "prepared": 2, "disclosing": given},
    ):
        sent = json.dumps({"acts": [act]})
        [answered] = office.post(E + "desk/transcribe/acts/", sent, content_type="application/json").json()["answers"]
        assert answered["refused"], act
    assert office.get(E + f"desk/journal/?person={given}").status_code == 200
    edition.log.refresh_from_db()
    assert edition.log.size == size

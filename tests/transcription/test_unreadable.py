"""What is sent to the desk that is no act of its: told in words that say what is right, and nothing is done."""

from __future__ import annotations

import html
import json
from typing import get_args

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.transcription import posted
from onrecord.transcription.fields import FIELDS
from onrecord.transcription.posted import Unreadable, parse
from tests import cast


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "say",
        {},
        {"act": "nonsense"},
        {"act": "say"},
        {"act": "say", "text": "   "},
        {"act": "say", "text": "Words", "start_ms": -1},
        {"act": "say", "text": "Words", "more": 1},
        {"act": "say", "text": "Words", "key": "no"},
        {"act": "hold", "seconds": 301},
        {"act": "abbreviate", "short": "a b", "long": "words"},
    ],
)
def test_what_is_no_act_is_told_and_does_nothing(session: Edition, esi: Person, sent: object) -> None:
    size = session.log.size
    with pytest.raises(Unreadable):
        parse(sent)
    answer = cast.signed_in(esi).post(
        f"/{session.path}/desk/transcribe/acts/", json.dumps({"acts": [sent]}), content_type="application/json"
    )
    assert answer.status_code == 200 and answer.json()["answers"][0]["refused"]
    session.log.refresh_from_db()
    assert session.log.size == size


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"act": "say", "text": " "}, "Words: enter up to 200,000 characters."),
        ({"act": "hold", "seconds": "301"}, "Publication delay: a whole number of seconds, from 0 to 300."),
        ({"act": "hold", "seconds": "soon"}, "Publication delay: a whole number of seconds, from 0 to 300."),
        ({"act": "speaker", "name": ""}, "Name: enter up to 300 characters."),
        ({"act": "speaker", "name": "Ada Reyes", "digit": "0"}, "Key: a digit from 1 to 9, or leave empty."),
        ({"act": "speaker", "name": "Ada Reyes", "part": "king"}, "Part: choose one from the list."),
        ({"act": "abbreviate", "short": "g f", "long": "the governor"}, "Short: enter up to 20 characters"),
        ({"act": "rule", "rule": "on the record", "sentence": ""}, "Full sentence as agreed: enter up to"),
        (
            {"act": "rule", "rule": "on the record", "sentence": "So.", "until": "2026-13-14T18:00"},
            "Embargo until: enter",
        ),
        ({"act": "rule", "rule": "background", "sentence": "So."}, "Background needs the agreed attribution"),
        (
            {"act": "rule", "rule": "background", "sentence": "So.", "attribution": " "},
            "Background needs the agreed attribution",
        ),
        (
            {"act": "rule", "rule": "on the record", "sentence": "So.", "attribution": "x"},
            "Only background has an attribution",
        ),
        (
            {"act": "rule", "rule": "off the record", "sentence": "So.", "until": "2096-05-14T18:00"},
            "Off the record can't have an embargo",
        ),
        (
            {"act": "confirm", "utterance": "x", "version": "1"},
            "utterance: the server does not know this field. Reload the page",
        ),
    ],
)
def test_a_plain_form_is_told_in_our_words_which_field_is_wrong_and_what_is_right(
    session: Edition, chiara: Person, sent: dict[str, str], told: str
) -> None:
    answer = cast.signed_in(chiara).post(f"/{session.path}/desk/transcribe/acts/", sent)
    assert answer.status_code == 409
    assert f'role="alert">{html.escape(told)}' in answer.content.decode()


def test_every_field_that_somebody_fills_in_has_a_name_and_says_what_it_takes() -> None:
    acts_of_the_desk = get_args(get_args(posted.Any_)[0])
    hidden = set(posted.Timed.model_fields) | {
        "act",
        "utterance",
        "version",
        "off",
        "ends",
        "since",
        "prepared",
        "paragraph",
    }
    assert {field for act in acts_of_the_desk for field in act.model_fields} - hidden == set(FIELDS)

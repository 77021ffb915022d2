"""What a page of the desk sends, read strictly."""

from __future__ import annotations

import zoneinfo

import pytest
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.transcription.posted import Say, SetRule, Unreadable, parse
from tests import cast

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
RULE = {"act": "rule", "rule": "on the record", "sentence": "Not before the time named."}


@pytest.mark.parametrize("hour", ["2027-10-31T02:30", "2027-03-28T02:30"])
def test_a_local_time_that_comes_twice_or_never_ends_no_embargo(hour: str) -> None:
    with timezone.override(BERLIN), pytest.raises(Unreadable, match=r"Embargo until: .* Europe/Berlin"):
        parse(RULE | {"until": hour})


def test_a_local_time_is_the_editions() -> None:
    with timezone.override(BERLIN):
        rule = parse(RULE | {"until": "2027-10-31T04:30"})
    assert isinstance(rule, SetRule) and rule.until == "2027-10-31T03:30:00.000Z"


@pytest.mark.parametrize("unseen", ["\u200b", "\x00", "\u202e", "\u2066", "\ufeff"])
def test_what_nobody_sees_is_no_word_and_turns_none_around(unseen: str) -> None:
    with pytest.raises(Unreadable):
        parse({"act": "say", "text": unseen})
    said = parse({"act": "say", "text": f"In{unseen} Verkhna."})
    assert isinstance(said, Say) and said.text == "In Verkhna."
    spoken = parse({"act": "say", "text": "می\u200cخواهم"})
    assert isinstance(spoken, Say) and spoken.text == "می\u200cخواهم", "some scripts need what joins and parts letters"


def test_lists_in_lists_without_end_are_no_acts(session: Edition, esi: Person) -> None:
    sent = '{"acts": ' + "[" * 200_000
    answer = cast.signed_in(esi).post(f"/{session.path}/desk/transcribe/acts/", sent, content_type="application/json")
    assert answer.status_code == 400

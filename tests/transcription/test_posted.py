"""What a page of the desk sends, read strictly."""

from __future__ import annotations

import zoneinfo

import pytest
from django.utils import timezone

from onrecord.transcription.posted import SetRule, Unreadable, parse

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

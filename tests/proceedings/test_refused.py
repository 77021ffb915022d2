"""A form without a field to fill in says at the top of its page why its act was refused."""

from __future__ import annotations

from django.test import Client

from onrecord.events.models import Edition
from tests.proceedings.conftest import DAY

ALERT = '<p class="notices wrongs" role="alert">{}</p>'


def test_looking_behind_what_names_everybody(edition: Edition, office: Client) -> None:
    answer = office.post(DAY, {"act": "look-behind", "index": "0"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert ALERT.format("Entry 0 has no speaker who is hidden from readers") in page
    assert "<title>\n  Error:" in page


def test_confirming_a_time_that_nobody_doubts(edition: Edition, office: Client) -> None:
    answer = office.post(DAY, {"act": "confirm-time", "says": "2026-05-14T10:00:00Z"})
    assert answer.status_code == 400
    assert ALERT.format("The server&#x27;s time is no longer in doubt") in answer.content.decode()


def test_going_on_without_a_break(edition: Edition, office: Client) -> None:
    answer = office.post(DAY, {"act": "go-on"})
    assert answer.status_code == 400
    assert '<p class="notices wrongs" role="alert">' in answer.content.decode()

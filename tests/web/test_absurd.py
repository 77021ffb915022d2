"""Times and numbers that nobody means get an answer that says so, and never a page about a defect of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from onrecord.events.models import Edition
from tests import cast

DAY, ACTS = "/regional-media/13/desk/day/", "/regional-media/13/desk/transcribe/acts/"
ZONES = ["Etc/GMT-3", "Etc/GMT+12", "Pacific/Kiritimati"]
TIMES = [
    "9999-12-31T23:59",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00",
    "0001-01-01T00:00:00+14:00",
    "0000-00-00T00:00",
    "2026-13-45T99:99",
    "2026-13-45T99:99:00+00:00",
    "12026-05-14T18:00",
    "275760-09-13T00:00",
    "-1-01-01T00:00",
    "9" * 5000 + "-01-01T00:00",
    "2026-02-30T10:00",
    "1969-12-31T23:59:59.999Z",
    "now",
]
NUMBERS = ["-1", "9" * 15, "9" * 16, "9" * 5000, "1e9", "0x1", "٣", "1.5", "NaN", "\0", "1 OR 1"]

RULE: dict[str, Any] = {
    "act": "rule",
    "rule": "on the record",
    "sentence": "Not before then.",
    "key": "6f4c2f0e-0d4f-4f0e-8f0e-0d4f4f0e8f0e",
}


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


@pytest.fixture
def office(edition: Edition) -> Client:
    client = cast.signed_in(cast.press_officer(edition))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_that_nobody_means_is_refused_in_words(edition: Edition, office: Client, zone: str) -> None:
    edition.timezone = zone
    edition.save(update_fields=["timezone"])
    for time in TIMES:
        assert office.post(DAY, RULE | {"rule": "embargo", "until": time}).status_code == 400, time


def test_a_time_that_nobody_means_is_refused_in_every_form(office: Client) -> None:
    for time in TIMES:
        assert office.post(DAY, {"act": "confirm-time", "says": time}).status_code == 400, time
        assert office.post(ACTS, RULE | {"until": time}).status_code in (400, 409), time
        answer = office.post(ACTS, json.dumps({"acts": [RULE | {"until": time}]}), content_type="application/json")
        assert "refused" in answer.json()["answers"][0], time
        given = {"series": "x", "slug": "y", "title": "Z", "date": time, "zone": time}
        assert office.post("/desk/open/", given).status_code in (400, 403), time


def test_a_year_that_is_too_far_away_is_named_in_the_form_and_at_the_desk(office: Client) -> None:
    rule = {"act": "rule", "rule": "embargo", "sentence": "Not before then.", "until": "9999-12-31T23:59"}
    assert "Give a year from 1970 to 2199." in office.post(DAY, rule).content.decode()
    said = office.post(ACTS, rule | {"rule": "on the record"})
    assert "Give a year from 1970 to 2199." in said.content.decode()


@pytest.mark.parametrize("given", NUMBERS)
def test_a_number_that_nobody_means_is_refused(office: Client, given: str) -> None:
    edition = "/regional-media/13/"
    asked = [
        office.get(f"{edition}{path}", {name: given})
        for path, name in (
            ("record/part/", "from"),
            ("record/part/", "before"),
            ("record/find/", "from"),
            ("record/find/", "q"),
            ("screen/", "lines"),
            ("screen/", "segment"),
            ("u/1/", "words"),
            ("log/checkpoint", "size"),
            ("desk/transcribe/", "after"),
            ("desk/transcribe/state/", "after"),
            ("desk/utterances/", "before"),
            ("desk/utterances/", "q"),
            ("desk/journal/", "before"),
            ("desk/journal/", "person"),
            ("desk/journal/", "act"),
            ("desk/journal.csv", "act"),
            ("desk/requests/", "after"),
            ("desk/day/", "since"),
        )
    ]
    asked += [
        office.post(DAY, {"act": "hold", "seconds": given}),
        office.post(DAY, {"act": "publish", "index": given, "reason": "So."}),
        office.post(DAY, {"act": "rule", "rule": "background", "since": given, "attribution": "x", "sentence": "Y"}),
        office.post(ACTS, {"act": "hold", "seconds": given}),
        office.post(ACTS, {"act": "say", "text": "So.", "start_ms": given, "typed_at": given}),
        office.post(ACTS, {"act": "confirm", "utterance": given, "version": given}),
        *(
            office.get(f"{edition}{path}".replace("N", given.replace("\0", "%00")))
            for path in ("u/N/", "log/open/N", "log/tile/N/000", "live/N")
        ),
    ]
    wrong = [
        (one.status_code, one.request["PATH_INFO"], one.request["QUERY_STRING"])
        for one in asked
        if one.status_code >= 500
    ]
    assert not wrong


def test_a_page_has_one_address_without_zeros_before_its_number(office: Client) -> None:
    edition = "/regional-media/13/"
    assert office.get(edition + "log/open/0").status_code == 200
    assert office.get(edition + "log/open/00").status_code == 404
    assert office.get(edition + "log/open/000").status_code == 404

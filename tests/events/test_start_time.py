"""A conference is announced for a time of day: on the record, and shown in the conference's own zone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.events import acts, reads
from onrecord.events.forms import Open
from onrecord.proceedings import entries as record
from onrecord.record.reads import opening_entry
from tests import cast
from tests.events.announcing import GIVEN
from tests.server import onrecord

pytestmark = pytest.mark.django_db(transaction=True)

AT_TEN = GIVEN | {"start": "10:00"}
ANNOUNCED = "announced for 10:00 (UTC+2)"


def test_it_is_looked_at_and_then_shown_wherever_the_edition_is_announced() -> None:
    browser = cast.signed_in(cast.administrator_of_all())
    assert "10:00 (UTC+2)" in browser.post("/desk/open/", AT_TEN).content.decode(), "it is looked at first"
    browser.post("/desk/open/", AT_TEN | {"confirmed": "yes"})
    entry = opening_entry(reads.edition("regional-media", "14").log)
    assert entry and entry.starts == "2027-05-13T08:00:00.000Z"
    for page in ("/regional-media/14/", "/regional-media/14/record/"):
        assert ANNOUNCED in browser.get(page).content.decode(), page
    for page in ("/", "/regional-media/", "/desk/", "/regional-media/14/screen/"):
        assert "10:00 (UTC+2)" in browser.get(page).content.decode(), page


def test_once_it_has_begun_the_head_says_when_it_did() -> None:
    form = Open(AT_TEN)
    assert form.is_valid(), form.errors
    edition = acts.announce(
        series="regional-media", edition="14", content=form.content(), timezone=form.cleaned_data["zone"], by=None
    )
    record.start_session(edition.log)
    record.end_session(edition.log)
    browser = cast.signed_in(None)
    assert "announced for" not in browser.get("/regional-media/14/record/").content.decode()
    assert "10:00 (UTC+2)" in browser.get("/regional-media/14/").content.decode(), "among the facts it stays"


def test_without_a_start_time_the_first_entry_has_the_bytes_it_had() -> None:
    form = Open(GIVEN)
    assert form.is_valid() and b"starts" not in form.content().canonical()


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_time_that_the_clocks_skip_or_have_twice_is_refused(day: str) -> None:
    form = Open(GIVEN | {"date": day, "start": "02:30"})
    assert list(form.errors) == ["start"]
    assert "the clocks change" in form.errors["start"][0]


def test_the_command_takes_it_too_and_its_log_holds(tmp_path: Path) -> None:
    opening = (
        "open", "brodna/13", "--title", "13th edition", "--series-title", "Press conference of Brodna",
        "--date", "2026-05-14", "--zone", "Riga", "--language", "en",
    )  # fmt: skip
    address = {"ONRECORD_URL": "http://localhost:8000"}
    refused = onrecord(tmp_path / "home", *opening, "--start", "ten", **address)
    assert refused.returncode == 2 and "--start: " in refused.stderr and "10:00" in refused.stderr
    opened = onrecord(tmp_path / "home", *opening, "--start", "10:00", **address)
    assert opened.returncode == 0, opened.stderr
    (listed,) = json.loads(onrecord(tmp_path / "home", "editions", "--json").stdout)
    assert listed["starts"] == "2026-05-14T07:00:00Z"
    bundle = tmp_path / "13.zip"
    assert onrecord(tmp_path / "home", "export", "brodna/13", "--out", bundle).returncode == 0
    assert onrecord(tmp_path / "home", "verify", bundle).returncode == 0

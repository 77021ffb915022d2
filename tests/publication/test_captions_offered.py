"""Captions are offered where passages have a time on a recording, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from tests import cast
from tests.server import onrecord
from tests.words import answer

PAGE, CAPTIONS = "/regional-media/13/", "/regional-media/13/export/vtt/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    entries.start_session(opened.log)
    entries.speak(opened.log, answer("Nobody took the time of this."))
    return opened


def test_without_times_they_are_not_offered_and_their_address_says_why(edition: Edition, client: Client) -> None:
    assert "WebVTT" not in client.get(PAGE).content.decode()
    told = client.get(CAPTIONS)
    assert told.status_code == 404
    assert "No passage of this record has a time on a recording" in told.content.decode()


def test_with_times_they_are(edition: Edition, client: Client) -> None:
    entries.speak(edition.log, answer("This lasted a second.").model_copy(update={"start_ms": 1000, "end_ms": 2000}))
    assert "WebVTT" in client.get(PAGE).content.decode()
    assert "00:00:01.000 --> 00:00:02.000" in client.get(CAPTIONS).content.decode()


def test_the_command_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("14 May 2026\n\nMODERATOR: Good morning.\n\nGOVERNOR FERRO: Three have opened.\n")
    assert onrecord(tmp_path / "home", "import", tmp_path / "a.txt", "--series", "s").returncode == 0
    told = onrecord(tmp_path / "home", "export", "s/2026-05-14", "--format", "vtt", "--out", tmp_path / "a.vtt")
    assert told.returncode == 1 and "has a time on a recording" in told.stderr
    assert not (tmp_path / "a.vtt").exists()

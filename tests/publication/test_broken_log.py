"""Where published entries are missing, everybody who quotes from the record is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from onrecord.proceedings import entries
from tests import cast
from tests.record.published import Copy, published
from tests.words import answer

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_record_and_quote_say_it(client: Client, tmp_path: Path) -> None:
    edition = cast.edition()
    log = edition.log
    entries.start_session(log)
    kept = entries.speak(log, answer("Kept."))[0]
    copy = Copy(tmp_path)
    entries.speak(log, answer("Lost."))
    seen = published(log)
    copy.bring_back()
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    log.refresh_from_db()
    assert entries.continue_log(log, newest=seen) == kept + 1
    later = entries.speak(log, answer("Said since."))[0]
    for page in ("", "record/", f"u/{kept}/", f"u/{later}/"):
        assert "1 published entry is missing" in client.get(f"/{edition.path}/{page}").content.decode(), page
    assert "entry is missing" not in client.get(f"/{edition.path}/screen/").content.decode(), (
        "it shows what is said now"
    )

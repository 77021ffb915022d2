"""Before a conference begins its pages say so, and count nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from tests import cast

ABOUT, RECORD = "/regional-media/13/", "/regional-media/13/record/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


def words(client: Client, page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(page).content.decode()).split())


def test_nothing_is_counted_and_nothing_is_a_draft_before_it_begins(edition: Edition, client: Client) -> None:
    for page in (ABOUT, RECORD, "/", "/regional-media/"):
        shown = words(client, page)
        assert not re.search(r"\b0 (passages|questions)", shown), page
        assert "Live draft." not in shown, page
    assert "Not started yet" in words(client, ABOUT) and "Not started yet" in words(client, RECORD)
    assert "text appears here as a live draft while people speak" in words(client, RECORD)


def test_once_it_has_begun_it_counts(edition: Edition, client: Client) -> None:
    entries.start_session(edition.log)
    assert "0 passages, 0 questions" in words(client, ABOUT)
    assert "Live draft." in words(client, RECORD)

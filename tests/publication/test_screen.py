"""The room's screen: who speaks, under which rule, the last words."""

from __future__ import annotations

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from onrecord.proceedings.contents import RuleSet
from tests import cast
from tests.words import answer, question

SCREEN = "/regional-media/13/screen/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


def shown(query: str = "") -> str:
    return Client().get(SCREEN + query).content.decode()


def test_it_shows_who_speaks_and_the_last_words(edition: Edition) -> None:
    assert "The conference has not started yet" in shown()
    entries.start_session(edition.log)
    entries.speak(edition.log, *(answer(f"Words {n}.") for n in range(8)), question("Why three?"))
    page = shown()
    assert "<h1>Ada Reyes</h1>" in page and "Radio Tamra" in page and "Why three?" in page
    assert [n for n in range(8) if f"Words {n}." in page] == [7]
    assert [n for n in range(8) if f"Words {n}." in shown("?lines=6")] == [3, 4, 5, 6, 7]
    entries.end_session(edition.log)
    assert "The conference has ended" in shown()


def test_it_shows_the_full_sentence_of_the_rule_and_nothing_that_is_held(edition: Edition) -> None:
    entries.start_session(edition.log)
    entries.set_rule(edition.log, RuleSet(rule="background", sentence="Say an official.", attribution="an official"))
    entries.speak(edition.log, answer("The bus line will close."))
    page = shown()
    assert "Say an official." in page and "<h1>an official</h1>" in page and "Governor Ferro" not in page
    entries.set_hold(edition.log, seconds=300)
    entries.speak(edition.log, answer("Not yet."))
    entries.set_rule(edition.log, RuleSet(rule="on the record", sentence="By name."))
    assert "By name." in shown() and "bus line" not in shown(), "that was said under another rule"
    entries.speak(edition.log, answer("Nor this."))
    assert "Not yet." not in shown() and "Nor this." not in shown() and "after a short publication delay" in shown()
    entries.set_rule(edition.log, RuleSet(rule="on the record", sentence="Later.", until="2126-05-14T12:00:00.000Z"))
    page = shown()
    assert "<h1>Under embargo</h1>" in page and "Later." in page and "bus line" not in page
    entries.set_rule(edition.log, RuleSet(rule="off the record", sentence="Not a word."))
    page = shown()
    assert "<h1>Off the record</h1>" in page and "Not a word." in page and "bus line" not in page
    entries.pause_session(edition.log, note="Until 11:15.")
    page = shown()
    assert "<h1>Break</h1>" in page and "Until 11:15." in page and "Not a word." in page
    entries.set_rule(edition.log, RuleSet(rule="background", sentence="Say an official.", attribution="an official"))
    page = shown()
    assert "<h1>Break</h1>" in page and "Say an official." in page and "bus line" not in page
    assert "after a short publication delay" not in page


def test_a_screen_asked_for_before_it_is_there_is_kept_by_nobody(edition: Edition) -> None:
    entries.start_session(edition.log)
    edition.log.refresh_from_db()
    there = Client().get(SCREEN, {"segment": edition.log.segments})
    assert "public" in there["Cache-Control"]
    assert f'data-segments="{edition.log.segments}"' in there.content.decode()
    assert "no-store" in Client().get(SCREEN, {"segment": edition.log.segments + 1})["Cache-Control"]
    assert Client().get(SCREEN, {"segment": "x"}).status_code == 404

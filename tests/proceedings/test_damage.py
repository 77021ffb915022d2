"""One stored opening is damaged: its entry is hidden and the office is told which; everything else goes on."""

from __future__ import annotations

import sqlite3
import time
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.keeping import keys, sealing
from onrecord.keeping.chores import Clock
from onrecord.keeping.errors import ActRefused, KeysUnusable
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import RuleSet
from onrecord.record import damage as damages
from onrecord.record import openings, projection
from onrecord.record.entry import rfc3339
from onrecord.record.models import Log, Opening
from tests import cast
from tests.proceedings.conftest import DAY
from tests.proceedings.embargo import ANOTHER, RULE, WORDS, embargo
from tests.server import onrecord, serving
from tests.waiting import PATIENCE, wait_for
from tests.words import answer, question

EDITION = "/regional-media/13/"
PLACES = ("sealed", "wrapped_key")


def damage(log: Log, index: int, place: str) -> None:
    """What a failing disk or a careless hand does to a row."""
    row = Opening.objects.get(log=log, index=index)
    stored = bytearray(getattr(row, place))
    stored[20] ^= 1
    Opening.objects.filter(log=log, index=index).update(**{place: bytes(stored)})


@pytest.mark.parametrize("place", PLACES)
def test_every_page_goes_on_without_the_damaged_words_and_the_office_is_told_which(
    office: Client, edition: Edition, place: str
) -> None:
    _asked, said, again = record.speak(
        edition.log, question("Why three?"), answer("The fourth was flooded."), answer("It opens in May.")
    )
    damage(edition.log, said, place)
    places = ("", "record/", f"u/{said}/", "record/find/?q=May", "screen/", "desk/transcribe/", "desk/utterances/")
    pages = {what: office.get(f"{EDITION}{what}") for what in places}
    assert {what: page.status_code for what, page in pages.items() if page.status_code != 200} == {}
    shown = pages["record/"].content.decode()
    assert "Why three?" in shown and "It opens in May." in shown and "flooded" not in shown
    assert "can't be shown because their stored data is damaged" in " ".join(shown.split())
    assert "It opens in May." in pages["record/find/?q=May"].content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )
    told = office.get(DAY).content.decode()
    assert f"Entry {said} can't be read" in told
    assert record.correct(edition.log, again, text="It opens in June.", kind="transcription", reason="misheard")
    with pytest.raises(ActRefused, match=f"entry {said} is damaged"):
        record.correct(edition.log, said, text="Other words.", kind="transcription", reason="misheard")


@pytest.mark.parametrize("format", ["bundle", "json", "text", "html", "csv", "akn"])
def test_every_export_goes_on_without_the_damaged_words(edition: Edition, format: str) -> None:
    said, _again = record.speak(edition.log, answer("The fourth was flooded."), answer("It opens in May."))
    damage(edition.log, said, "sealed")
    given = Client().get(f"{EDITION}export/{format}/")
    assert given.status_code == 200, given.status_code
    assert format == "bundle" or ("in May." in given.content.decode() and "flooded" not in given.content.decode())


def test_a_damaged_ground_rule_goes_on_binding(office: Client, edition: Edition) -> None:
    rule = record.set_rule(
        edition.log, RuleSet(rule="background", attribution="an official", sentence="On background.")
    )
    record.speak(edition.log, answer("The second bus line costs more."))
    damage(edition.log, rule, "sealed")
    page = Client().get(f"{EDITION}record/").content.decode()
    assert "The rule is “background”." in page
    with pytest.raises(ActRefused, match="set one again"):
        record.speak(edition.log, answer("And nobody may name me."))
    assert projection.first_difference(edition.log) is None


def test_the_clock_goes_on_and_leaves_the_damaged_words_held(transactional_db: None) -> None:
    broken, sound = cast.edition("13").log, cast.edition("14").log
    until = time.time_ns() // 1_000_000 + 1_500
    for log in (broken, sound):
        record.start_session(log)
        record.set_rule(log, RuleSet(rule="on the record", sentence="Embargoed.", until=rfc3339(until)))
        record.speak(log, answer("The bus line opens in March."), answer("And the second in May."))
    damage(broken, WORDS, "sealed")
    sealing.wrapping(keys.OPENINGS).add()
    clock = Clock()
    clock.start()
    try:
        wait_for(lambda: {WORDS, ANOTHER} == openings.public(sound, [WORDS, ANOTHER]).keys())
        wait_for(lambda: {ANOTHER} == openings.public(broken, [WORDS, ANOTHER]).keys())
        wait_for(lambda: len(sealing.wrapping(keys.OPENINGS).keys) == 1)
    finally:
        clock.stop()
    assert Opening.objects.get(log=broken, index=WORDS).state == "held", "what nobody can read was not made public"


def test_the_clock_looks_for_damage_a_little_at_a_time_and_finds_it_all(edition: Edition) -> None:
    log = edition.log
    record.speak(log, *[answer("The bus line opens in March.")] * 2_500)
    first, last = WORDS, log.size - 1
    for index in (first, last):
        damage(log, index, "sealed")
    looking = damages.look_at_all()
    next(looking)
    assert damages.known(log) == [first], "what is due waits for a thousand openings at most"
    next(looking)
    assert damages.known(log) == [first]
    assert next(looking, None) is None
    assert damages.known(log) == [first, last]


def test_an_erasure_destroys_the_old_key_although_a_row_is_damaged(tmp_path: Path) -> None:
    embargo(tmp_path, seconds=60)
    with sqlite3.connect(tmp_path / "onrecord.sqlite3") as database:
        database.execute('UPDATE record_opening SET wrapped_key = zeroblob(60) WHERE "index" = ?', [WORDS])
    done = onrecord(tmp_path, "erase", "regional-media/13", str(ANOTHER), "--legal-basis", "Art. 17 GDPR", "--yes")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "Erased. Entry 5 records it." in done.stdout + done.stderr
    assert len((tmp_path / "keys" / "openings.key").read_text().split()) == 1


def test_the_damaged_words_themselves_can_be_erased(edition: Edition) -> None:
    (said,) = record.speak(edition.log, answer("The fourth was flooded."))
    damage(edition.log, said, "wrapped_key")
    record.erase(edition.log, said, legal_basis="Art. 17 GDPR")
    assert Opening.objects.get(log=edition.log, index=said).state == "destroyed"


def test_a_wrong_key_is_still_told_from_damage(edition: Edition) -> None:
    (said,) = record.speak(edition.log, answer("The fourth was flooded."))
    for index in range(edition.log.size):
        damage(edition.log, index, "wrapped_key")
    with pytest.raises(KeysUnusable, match=r"openings\.key is not the key file that was used before"):
        openings.public(edition.log, [said])


def test_a_server_that_starts_over_damage_serves_and_streams(tmp_path: Path) -> None:
    embargo(tmp_path, seconds=1)
    with sqlite3.connect(tmp_path / "onrecord.sqlite3") as database:
        database.execute('UPDATE record_opening SET sealed = zeroblob(3) WHERE "index" IN (?, ?)', [RULE, WORDS])
    with serving(tmp_path) as address:
        wait_for(
            lambda: (
                b"second one in May" in urllib.request.urlopen(f"{address}{EDITION}record/", timeout=PATIENCE).read()
            )
        )
        with urllib.request.urlopen(f"{address}{EDITION}live/page/0", timeout=PATIENCE) as segments:
            assert "And the second one in May." in segments.read().decode()

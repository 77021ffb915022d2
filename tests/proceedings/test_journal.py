"""The office's journal: filtered, in the reader's language, and as a table to keep."""

from __future__ import annotations

import csv
import re
import struct
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils.timezone import localtime

from onrecord.events.models import Edition
from onrecord.people import acts as people
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from onrecord.proceedings.journal import RULE
from onrecord.record.reads import moment
from onrecord.transcription import journal
from tests import cast
from tests.proceedings.conftest import DAY
from tests.words import answer

JOURNAL = "/regional-media/13/desk/journal"
DESK = "/regional-media/13/desk/transcribe/acts/"


def catalogue(folder: Path, language: str, words: dict[str, str]) -> Path:
    """A folder of translations with one compiled catalogue in it (GNU gettext manual, “The Format of GNU MO Files”)."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    table, texts, at = [], b"", 28 + 16 * len(pairs)
    for side in (0, 1):
        for pair in pairs:
            text = pair[side].encode()
            table += [len(text), at + len(texts)]
            texts += text + b"\0"
    head = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(struct.pack(f"<7I{len(table)}I", *head, *table) + texts)
    return folder


def test_it_tells_who_did_what_by_person_and_act(edition: Edition, chiara: Person, office: Client) -> None:
    esi = cast.transcriber(edition)
    note(edition.log, journal.SAY, by=esi, index=7)
    note(edition.log, RULE, by=chiara, rule="background", index=8)

    def told(**query: object) -> list[str]:
        page = office.get(f"{JOURNAL}/", query).content.decode()
        shown = ("words recorded", "ground rule set", "role given")
        return [one for one in shown if f'<td class="what">{one}</td>' in page]

    assert told() == ["words recorded", "ground rule set", "role given"]
    assert told(person=esi.pk) == ["words recorded"]
    assert told(act="rule") == ["ground rule set"]
    assert told(person="nobody") == ["role given"]
    assert told(person=esi.pk, act="rule") == []
    assert '<option value="rule">ground rule set</option>' in office.get(f"{JOURNAL}/").content.decode()


def test_it_is_read_in_another_language_than_it_was_written_in(
    edition: Edition, office: Client, settings: Any, tmp_path: Path
) -> None:
    office.post(DAY, {"act": "rule", "rule": "deep-background", "sentence": "No source."})
    office.post(DAY, {"act": "hold", "seconds": "300"})
    record.speak(edition.log, answer("Two schools open."))
    office.post(DAY, {"act": "withhold", "index": "4", "reason": "A patient is named."})
    german = {
        "ground rule set": "Grundregel gesetzt",
        "deep background": "Hintergrund ohne Quelle",
        "withheld": "zurückgehalten",
        "entry {n}": "Eintrag {n}",
        "delay {n} s": "{n} s zurückhalten",
    }
    settings.LANGUAGES, settings.STAFF_LANGUAGES = [("en", "English"), ("de", "Deutsch")], ["en", "de"]
    settings.LOCALE_PATHS = [catalogue(tmp_path, "de", german)]

    def table(language: str) -> list[tuple[str, str, str]]:
        answered = office.get(f"{JOURNAL}.csv?person={chiara_of(edition)}", headers={"accept-language": language})
        return [
            (row["act"], row["detail"], row["code"]) for row in csv.DictReader(answered.content.decode().splitlines())
        ]

    assert table("de") == [
        ("zurückgehalten", "Eintrag 4", "withhold"),
        ("publication delay set", "300 s zurückhalten", "hold"),
        ("Grundregel gesetzt", "Hintergrund ohne Quelle", "rule"),
    ]
    assert table("en")[2] == ("ground rule set", "deep background", "rule")
    page = office.get(f"{JOURNAL}/", headers={"accept-language": "de"}).content.decode()
    assert re.search(r'<td class="what">Grundregel gesetzt</td>\s*<td>Hintergrund ohne Quelle</td>', page)


def chiara_of(edition: Edition) -> int:
    """The key of whoever is at the office."""
    return edition.appointments.get(role="press-officer").person_id


def test_whatever_an_act_noted_has_words(edition: Edition, office: Client) -> None:
    pressed = int(time.time() * 1000) + 60_000  # a return that was pressed before the switch would end nothing
    sent: list[dict[str, object]] = [
        {"act": "rule", "rule": "background", "sentence": "Say an official.", "attribution": "an official"},
        {"act": "hold", "seconds": 60},
        {"act": "speaker", "name": "Governor Ferro"},
        {"act": "abbreviate", "short": "gov", "long": "the Governor"},
        {"act": "say", "text": "Two schools open."},
        {
            "act": "correct",
            "utterance": 4,
            "version": 4,
            "text": "Three.",
            "kind": "transcription",
            "reason": "Misheard.",
        },
        {"act": "catch", "since": 4, "typed_at": 1_778_148_000_000},
        {"act": "back", "typed_at": pressed},
    ]
    for one in sent:
        assert office.post(DESK, one).status_code == 302, one
    told = [
        (row["act"], row["detail"])
        for row in csv.DictReader(office.get(f"{JOURNAL}.csv").content.decode().splitlines())
    ]
    assert told == [
        ("back on the record", f"key pressed at {localtime(moment(pressed), ZoneInfo(edition.timezone)):%H:%M:%S}"),
        ("words taken back during the delay", "off the record, since entry 4"),
        ("corrected", "transcription, entry 4"),
        ("words recorded", ""),
        ("abbreviation added", "gov"),
        ("speaker added", ""),
        ("publication delay set", "delay 60 s"),
        ("ground rule set", "background"),
        ("role given", "Press officer, Chiara Okoye, chiara.okoye@example.org"),
    ]


def test_as_csv_it_is_a_table_that_no_spreadsheet_takes_for_formulas(edition: Edition, office: Client) -> None:
    mallory = people.welcome(email="mallory@example.org", name="＝cmd()", by=None)
    note(edition.log, journal.ABBREVIATE, by=mallory, short="@x", index=7)
    response = office.get(f"{JOURNAL}.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert list(rows[0]) == ["at", "person", "email", "act", "detail", "entry", "code"]
    assert (rows[0]["person"], rows[0]["detail"], rows[0]["entry"]) == ("'＝cmd()", "'@x", "7")
    assert 'filename="journal-regional-media-13.csv"' in response["Content-Disposition"]


def test_it_comes_in_pages(edition: Edition, office: Client) -> None:
    for n in range(120):
        note(edition.log, journal.SAY, by=None, index=n)
    first = office.get(f"{JOURNAL}/").content.decode()
    assert first.count('<td class="what">words recorded</td>') == 100 and "before=" in first

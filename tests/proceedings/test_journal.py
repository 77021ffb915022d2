"""The office's journal: filtered, and as a table to keep."""

from __future__ import annotations

import csv

from django.test import Client

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.people import acts as people
from onrecord.people.models import Person
from tests import cast

JOURNAL = "/regional-media/13/desk/journal"


def test_it_tells_who_did_what_by_person_and_act(edition: Edition, chiara: Person, office: Client) -> None:
    esi = cast.transcriber(edition)
    events.note(edition, person=esi, act="speak", index=7)
    events.note(edition, person=chiara, act="set rule", detail="background", index=8)

    def told(**query: object) -> list[str]:
        page = office.get(f"{JOURNAL}/", query).content.decode()
        return [one for one in ("speak", "set rule", "appoint") if f'<td class="what">{one}</td>' in page]

    assert told() == ["speak", "set rule", "appoint"]
    assert told(person=esi.pk) == ["speak"]
    assert told(act="set rule") == ["set rule"]
    assert told(person="nobody") == ["appoint"]
    assert told(person=esi.pk, act="set rule") == []


def test_as_csv_it_is_a_table_that_no_spreadsheet_takes_for_formulas(edition: Edition, office: Client) -> None:
    mallory = people.welcome(email="mallory@example.org", name="=cmd()")
    events.note(edition, person=mallory, act="speak", detail="@x", index=7)
    response = office.get(f"{JOURNAL}.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert list(rows[0]) == ["at", "person", "email", "act", "detail", "entry"]
    assert (rows[0]["person"], rows[0]["detail"], rows[0]["entry"]) == ("'=cmd()", "'@x", "7")
    assert 'filename="journal-regional-media-13.csv"' in response["Content-Disposition"]


def test_it_comes_in_pages(edition: Edition, office: Client) -> None:
    for n in range(120):
        events.note(edition, person=None, act="speak", index=n)
    first = office.get(f"{JOURNAL}/").content.decode()
    assert first.count('<td class="what">speak</td>') == 100 and "before=" in first

"""The journal: whatever an act notes can be read, by whoever may, and is never changed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from onrecord.people import acts, journal, links
from onrecord.people.journal import Code, Phrase, note
from onrecord.people.models import JournalEntry, Person, Unchangeable
from tests import cast

JOURNAL = "/desk/journal"


@pytest.fixture
def ines(transactional_db: None) -> Person:
    return cast.administrator_of_all()


@pytest.fixture
def administrator(ines: Person) -> Client:
    return cast.signed_in(ines)


def rows(client: Client, **query: object) -> list[tuple[str, str, str]]:
    """Who, what, with what: as the table has it, the latest first."""
    table = client.get(f"{JOURNAL}.csv", query).content.decode()
    return [(row["person"], row["act"], row["detail"]) for row in csv.DictReader(table.splitlines())]


def test_every_code_of_every_room_has_a_label_and_words_for_each_value(administrator: Client) -> None:
    codes = journal.codes()
    assert {"found", "appoint", "answer", "say"} <= {code.name for code in codes}, "not every room was asked"
    for code in codes:
        examples = {name: phrase.example for name, phrase in code.phrases.items()}
        note(None, code, by=None, **examples)
        [(_, what, detail), *_] = rows(administrator)
        assert what == str(code.label) and what not in ("", code.name)
        said = [phrase.say(phrase.example) for phrase in code.phrases.values()]
        assert all(said) and detail == ", ".join(said)
    page = unescape(administrator.get(f"{JOURNAL}/").content.decode())
    assert [code.name for code in codes if f'<td class="what">{code.label}</td>' not in page] == []


def test_an_act_notes_nothing_that_has_no_words(ines: Person) -> None:
    with pytest.raises(ValueError, match="no phrase for: text"):
        note(None, journal.LINK, by=ines, name="Esi Moran", text="Two schools open.")
    with pytest.raises(ValueError, match="a code “link” already"):
        journal.register("link", "another link")


def test_what_a_removed_room_noted_is_shown_as_it_is(ines: Person, administrator: Client) -> None:
    note(None, Code("lost-found", "found", {"shelf": Phrase(str, 3)}), by=ines, shelf=4)
    assert rows(administrator)[0] == ("Ines Varga", "unknown action “lost-found”", "shelf: 4")
    page = administrator.get(f"{JOURNAL}/?act=lost-found").content.decode()
    assert '<td class="what">unknown action “lost-found”</td>' in page and "shelf: 4" in page


def test_acts_on_the_installation_say_who_did_them_to_whom(ines: Person, administrator: Client) -> None:
    esi = acts.welcome(email="esi.moran@example.org", name="Esi Moran", by=ines)
    acts.entrust(esi, by=ines)
    acts.relieve(esi, by=ines)
    links.sign_in_link(esi)
    acts.sign_everybody_out()
    whom = "Esi Moran, esi.moran@example.org"
    assert rows(cast.signed_in(ines))[:5] == [
        ("", "everybody signed out", ""),
        ("", "one-time sign-in link created", whom),
        ("Ines Varga", "no longer administrator of the installation", whom),
        ("Ines Varga", "made administrator of the installation", whom),
        ("Ines Varga", "person added", whom),
    ]


def test_what_changes_nothing_is_not_noted(ines: Person, administrator: Client) -> None:
    before = JournalEntry.objects.count()
    acts.entrust(ines, by=None)
    acts.welcome(email=ines.email, name="Another", by=None)
    acts.relieve(cast.person("Esi Moran"), by=None)
    assert [one for one in rows(administrator) if "Esi Moran" not in one[2]] == rows(administrator)[1:]
    assert JournalEntry.objects.count() == before + 1


def test_the_first_administrator_is_noted(transactional_db: None) -> None:
    first = acts.found(email="ines.varga@example.org", name="Ines Varga")
    assert rows(cast.signed_in(first)) == [
        ("Ines Varga", "became the first administrator", "Ines Varga, ines.varga@example.org")
    ]


def test_of_an_edition_the_installations_page_tells_nothing(administrator: Client) -> None:
    cast.transcriber(cast.edition())
    page = administrator.get(f"{JOURNAL}/").content.decode()
    assert "role given" not in page and "person added" in page


def test_it_comes_in_pages_and_an_empty_one_says_so(ines: Person, administrator: Client) -> None:
    for _ in range(120):
        note(None, journal.SIGN_OUT_ALL, by=ines)
    first = administrator.get(f"{JOURNAL}/?act=sign-out-all").content.decode()
    assert first.count('<td class="what">everybody signed out</td>') == 100
    older = unescape(first.partition('<p><a class="button" href="')[2].partition('"')[0])
    second = administrator.get(f"{JOURNAL}/{older}").content.decode()
    assert second.count('<td class="what">everybody signed out</td>') == 20 and "before=" not in second
    assert "No journal entries match." in administrator.get(f"{JOURNAL}/?act=nothing").content.decode()


def test_the_journal_is_only_added_to(ines: Person) -> None:
    entry = note(None, journal.LINK, by=ines, name="Esi Moran")
    entry.data = {"name": "Ada Reyes"}
    everything: list[Callable[[], Any]] = [
        entry.save,
        entry.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(data={}),
        lambda: JournalEntry.objects.bulk_update([entry], ["data"]),
        lambda: cast.edition().log.journal.update(data={}),
    ]
    for rewrite in everything:
        with pytest.raises(Unchangeable):
            rewrite()
    assert JournalEntry.objects.get(pk=entry.pk).data == {"name": "Esi Moran"}

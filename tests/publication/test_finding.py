"""Find in this record: the words that stand now, marked where they were said; never one that is not public."""

from __future__ import annotations

import html
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from onrecord.publication import finding
from onrecord.transcripts.model import Role
from tests import cast
from tests.rules import BACKGROUND, ON, embargo
from tests.waiting import PATIENCE
from tests.words import BOHDAN, FERRO, answer, question, said

FIND = "/regional-media/13/record/find/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """Entries 2 to 4: Ada Reyes asks, Governor Ferro answers, Bohdan Lis asks."""
    opened = cast.edition()
    entries.start_session(opened.log)
    entries.speak(
        opened.log,
        question("You promised four schools. Why three?"),
        answer("The fourth school doesn’t stand in Verhn."),
        question("And the bus line?", BOHDAN),
    )
    return opened


def page(client: Client, query: str, **more: object) -> str:
    response = client.get(FIND, {"q": query} | more)
    assert response.status_code == 200
    return response.content.decode()


def found(client: Client, query: str, **more: object) -> list[int]:
    """The entries that are listed, as their links lead to them."""
    links = re.findall(r'href="/regional-media/13/record/\?from=(\d+)#u(\d+)"', page(client, query, **more))
    assert all(start == index for start, index in links)
    return [int(index) for _, index in links]


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        ("school", [2, 3]),
        ("SCHOOLS", [2]),
        ("four why", [2]),
        ("four bus", []),
        ('"four schools"', [2]),
        ("“schools four”", []),
        ("doesn't", [3]),
        ("Ada Reyes", [2]),
        ("Tamra three", [2]),
        ("ferro", [3]),
        (".*", []),
        ("?", [2, 4]),
        ('"', []),
        ("   ", []),
    ],
)
def test_a_passage_has_every_word_in_its_words_or_its_speaker(
    edition: Edition, client: Client, query: str, entries: list[int]
) -> None:
    assert found(client, query) == entries


def test_the_record_page_offers_it_and_it_counts_and_marks_what_it_finds(edition: Edition, client: Client) -> None:
    offered = client.get("/regional-media/13/record/").content.decode()
    assert f'role="search" action="{FIND}"' in offered and 'name="q"' in offered
    shown = page(client, "school")
    assert "2 passages found" in shown
    assert "You promised four <mark>school</mark>s. Why three?" in shown
    assert "<b><bdi>Governor Ferro</bdi></b>" in shown
    assert "<b><bdi>Ada <mark>Reyes</mark></bdi></b>" in page(client, "reyes")
    assert 'value="school"' in shown and 'content="noindex"' in shown


def test_the_place_a_match_leads_to_is_on_the_page(edition: Edition, client: Client) -> None:
    entries.speak(edition.log, *(said(f"Sentence {n}, {'so it is, ' * 30}", Role.ANSWER, FERRO) for n in range(300)))
    [index] = found(client, "“Sentence 280,”")
    assert f'id="u{index}"' in client.get(f"/regional-media/13/record/?from={index}").content.decode()


def test_a_long_passage_is_shown_around_the_first_place_with_the_number_of_others(
    edition: Edition, client: Client
) -> None:
    entries.speak(edition.log, answer("before " * 100 + "the tunnel is dry " + "after " * 100 + "the tunnel is wet"))
    shown = page(client, "tunnel")
    assert re.search(
        r"<p class=\"said\"[^>]*><a [^>]*>… (before ){10,20}the <mark>tunnel</mark> is dry (after ){20,40}…</a></p>",
        shown,
    )
    assert "1 more match in this passage" in shown


def test_words_that_were_corrected_are_found_as_they_stand_now(edition: Edition, client: Client) -> None:
    entries.correct(
        edition.log, 3, text="The fourth school stands in Verkhna.", kind="transcription", reason="Misheard"
    )
    assert found(client, "Verhn") == []
    assert found(client, "Verkhna") == [3]
    assert "corrected" in page(client, "Verkhna")


def test_accents_are_found_however_they_are_composed(edition: Edition, client: Client) -> None:
    entries.speak(edition.log, answer(unicodedata.normalize("NFD", "Der Bürgermeister von Łódź")))
    assert found(client, "bürgermeister łódź") == [5]


def test_nothing_that_is_not_public_is_found_nor_told_from_what_was_never_said(
    edition: Edition, client: Client
) -> None:
    log = edition.log
    entries.set_rule(log, embargo(seconds=3600))
    entries.speak(log, answer("A quillon."))
    entries.set_rule(log, ON)
    entries.set_hold(log, seconds=300)
    entries.speak(log, answer("A harrow."))
    withheld = entries.speak(log, answer("A wimple."))[0]
    entries.withhold(log, withheld, reason="Being checked.")
    entries.set_hold(log, seconds=0)
    erased = entries.speak(log, answer("An egret."))[0]
    corrected = entries.speak(log, answer("Another egret."))[0]
    entries.correct(log, corrected, text="A bittern.", kind="transcription", reason="Misheard")
    for index in (erased, corrected):
        entries.erase(log, index, legal_basis="Art. 17 GDPR")
    entries.set_rule(log, BACKGROUND)
    named = entries.speak(log, question("Who says so?", BOHDAN), answer("We do."))

    def told(query: str) -> str:
        return html.unescape(page(client, query)).replace(query, "…")

    nothing = told("zzyzx")
    assert "5 passages are not public and were not searched." in nothing
    for secret in ("quillon", "harrow", "wimple", "egret", "bittern"):
        assert told(secret) == nothing
    assert found(client, "Bohdan") == [4] and found(client, "Ferro") == [3]
    assert found(client, "official of the region") == [named[1]]
    shown = page(client, "official of the region")
    assert "an <mark>official</mark> <mark>of</mark> <mark>the</mark> <mark>region</mark>" in shown
    assert BACKGROUND.sentence in shown, "never the phrase without the sentence"


def test_who_looks_while_somebody_else_does_waits_and_is_then_asked_to_come_later(
    edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", 0.05)
    with finding.one_at_a_time:
        busy = client.get(FIND, {"q": "school"})
    assert busy.status_code == 503 and busy["Cache-Control"] == "no-store"
    assert f"the page in {busy['Retry-After']} seconds" in busy.content.decode()
    assert found(client, "school") == [2, 3]


def test_a_crowd_that_looks_takes_few_of_the_servers_turns_and_the_rest_is_told_at_once(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", PATIENCE)

    def look(_one: int) -> int:
        try:
            return Client().get(FIND, {"q": "school"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as crowd:
        with finding.one_at_a_time:
            looking = [crowd.submit(look, one) for one in range(20)]
            told_at_once = as_completed(looking, timeout=PATIENCE - 1)
            assert [next(told_at_once).result() for _ in range(17)] == [503] * 17
        assert sorted(one.result() for one in looking) == [200] * 3 + [503] * 17


def test_a_query_of_any_length_is_cut_to_what_the_field_takes(edition: Edition, client: Client) -> None:
    assert found(client, "school " + "x" * 100_000) == []
    assert f'value="school {"x" * 193}"' in page(client, "school " + "x" * 100_000)


def test_many_matches_come_in_pages_that_together_are_all_of_them(edition: Edition, client: Client) -> None:
    indexes = entries.speak(edition.log, *(answer(f"Budget line {n}.") for n in range(120)))
    seen, query = [], "budget line"
    later: str | None = "0"
    while later:
        shown = page(client, query, **{"from": later})
        assert "120 passages found" in shown
        seen += [int(index) for index in re.findall(r"#u(\d+)\"", shown)]
        onward = re.search(r'href="\?q=budget%20line&amp;from=(\d+)"', shown)
        later = onward and onward[1]
    assert seen == list(indexes)


def test_long_passages_that_match_everywhere_come_a_few_a_page(edition: Edition, client: Client) -> None:
    long = entries.speak(edition.log, *(answer("La la. " * 28_000) for _ in range(4)))
    shown = page(client, '"la la"')
    assert found(client, '"la la"') == list(long)[:2] and "4 passages found" in shown
    assert f"from={long[2]}" in shown and re.search(r"At least \d+ more matches in this passage", shown)
    assert found(client, '"la la"', **{"from": long[2]}) == list(long)[2:]


def test_words_typed_are_shown_never_run(edition: Edition, client: Client) -> None:
    entries.speak(edition.log, answer("<script>alert(1)</script>"))
    shown = page(client, "<script>")
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown
    assert found(client, "a" * 100_000) == [] and found(client, "school\0") == [2, 3]


def test_no_cache_keeps_what_somebody_looked_for(edition: Edition, client: Client) -> None:
    response = client.get(FIND, {"q": "school"})
    assert "no-store" in response["Cache-Control"] and not response.cookies
    assert client.get(FIND, {"q": "school", "from": "x"}).status_code == 404


def test_it_tells_what_to_do_when_nothing_was_typed_or_found(edition: Edition, client: Client) -> None:
    assert "Enter words that were said" in page(client, "")
    assert "No passage on this record contains “tram”." in page(client, "tram")


def test_a_search_costs_the_same_queries_however_much_it_finds(edition: Edition, client: Client) -> None:
    entries.speak(edition.log, *(answer(f"Budget line {n}.") for n in range(40)))
    with CaptureQueriesContext(connection) as one:
        page(client, "Ada")
    with CaptureQueriesContext(connection) as many:
        page(client, "budget")
    assert len(one) == len(many)

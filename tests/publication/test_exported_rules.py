"""An export says beside each passage under which ground rule it was spoken, wherever more than quoting by name is asked."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from lxml import etree

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from onrecord.transcripts.model import Document, Role, Utterance
from onrecord.transcripts.reading import read
from onrecord.transcripts.writers import to_vtt
from tests import cast
from tests.rules import BACKGROUND, ON
from tests.words import answer, question

FREE, BOUND = "Nobody was asked.", "The contract is signed."


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    entries.start_session(opened.log)
    entries.set_rule(opened.log, ON)
    entries.speak(opened.log, question("Who was asked?"), answer(FREE))
    entries.set_rule(opened.log, BACKGROUND)
    entries.speak(opened.log, question("And the contract?"), answer(BOUND))
    entries.set_rule(opened.log, ON)
    entries.speak(opened.log, answer("That is all."))
    entries.end_session(opened.log)
    return opened


def exported(client: Client, format: str) -> str:
    response = client.get(f"/regional-media/13/export/{format}/")
    assert response.status_code == 200
    return response.content.decode()


def between(whole: str, start: str, end: str) -> str:
    return whole[whole.index(start) : whole.index(end)]


@pytest.mark.parametrize("format", ["text", "html"])
def test_beside_the_words_on_background_and_nowhere_else(edition: Edition, client: Client, format: str) -> None:
    whole = exported(client, format)
    assert BACKGROUND.sentence in between(whole, BOUND, "That is all.") or BACKGROUND.sentence in between(
        whole, "And the contract?", BOUND
    )
    assert whole.count(BACKGROUND.sentence) == 3, "in the head, and with both passages under it"
    assert BACKGROUND.sentence not in between(whole, "Who was asked?", FREE)


def test_a_table_has_it_in_a_column(edition: Edition, client: Client) -> None:
    rules = {row["text"]: row["ground_rule"] for row in csv.DictReader(io.StringIO(exported(client, "csv")))}
    assert (rules[BOUND], rules[FREE]) == (BACKGROUND.sentence, "")


def test_captions_have_it_in_a_note_before_the_cue() -> None:
    said = Utterance(BOUND, Role.ANSWER, start_ms=0, end_ms=900, index=7, ground_rule=BACKGROUND.sentence)
    note = f"NOTE Ground rule of u7: {BACKGROUND.sentence}\n\nu7\n00:00"
    assert note in to_vtt(Document("", "text", (said,), ()))


def test_json_and_akoma_ntoso_have_it_with_the_passage(edition: Edition, client: Client) -> None:
    said = {one["text"]: one for one in json.loads(exported(client, "json"))["document"]["utterances"]}
    assert (said[BOUND]["ground_rule"], said[FREE]["ground_rule"]) == (BACKGROUND.sentence, "")
    root = etree.fromstring(exported(client, "akn").encode())
    (passage,) = (one for one in root.iter("{*}answer") if BOUND in "".join(one.itertext()))
    assert passage.get("{urn:onrecord:transcript:1}groundRule") == BACKGROUND.sentence


@pytest.mark.parametrize("format", ["text", "html", "csv", "akn"])
def test_read_again_it_is_no_words(edition: Edition, client: Client, format: str) -> None:
    suffix = {"text": "txt", "akn": "xml"}.get(format, format)
    document = read(exported(client, format).encode(), name=f"13.{suffix}")
    assert not any(BACKGROUND.sentence[:30] in one.text for one in document.utterances)
    assert BOUND in {one.text for one in document.utterances}

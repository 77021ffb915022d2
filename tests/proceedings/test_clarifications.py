"""What a speaker clarifies under an embargo about words that are public: the office sees it, and nothing passes it over."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import acts, conducting, readers
from onrecord.proceedings import entries as record
from onrecord.proceedings.contents import RuleSet, TranslationAdded
from onrecord.record import openings
from onrecord.record.entry import rfc3339
from tests import cast
from tests.proceedings.conftest import DAY
from tests.words import answer

FIRST, CLARIFIED = "It opens in March.", "It opens in May, if the money comes."


@pytest.fixture
def desk(edition: Edition) -> Client:
    return cast.signed_in(cast.transcriber(edition))


@pytest.fixture
def said(edition: Edition) -> int:
    """Words that are public; the speaker has clarified them since, under an embargo."""
    return record.speak(edition.log, answer(FIRST))[0]


@pytest.fixture
def held(edition: Edition, chiara: Person, said: int) -> int:
    until = rfc3339(int((time.time() + 3600) * 1000))
    rule = RuleSet(rule="on the record", sentence="Not before the time that was agreed.", until=until)
    conducting.set_rule(edition, by=chiara, rule=rule)
    kind = "speaker's clarification"
    return record.correct(edition.log, said, text=CLARIFIED, kind=kind, reason="Asked again")


def post(client: Client, edition: Edition, index: int, **fields: object) -> tuple[int, str]:
    response = client.post(f"/{edition.path}/desk/u/{index}/", fields)
    return response.status_code, response.content.decode()


def public(edition: Edition) -> str:
    return "".join(one.content.decode() for one in openings.public(edition.log, range(edition.log.size)).values())


def test_the_office_sees_it_among_what_is_held_and_on_the_page_of_the_words(
    edition: Edition, office: Client, desk: Client, said: int, held: int
) -> None:
    page = office.get(DAY).content.decode()
    assert CLARIFIED in page and f"entry {held}, about entry {said}" in page
    assert "Everything is public" not in page
    page = desk.get(f"/{edition.path}/desk/u/{said}/").content.decode()
    assert CLARIFIED in page and FIRST in page and f"(entry {held}) will be published" in page
    assert CLARIFIED not in Client().get(f"/{edition.path}/u/{said}/").content.decode()


def test_no_correction_overrides_it_and_nobody_confirms_past_it(
    edition: Edition, desk: Client, said: int, held: int
) -> None:
    size = edition.log.size
    fields = {"kind": "transcription", "text": "It opens in Mai.", "reason": "Misheard", "version": said}
    for act in ("correct", "confirm"):
        status, page = post(desk, edition, said, act=act, **fields)
        assert status == 400 and f"entry {held}) is not public yet" in page
    edition.log.refresh_from_db()
    assert edition.log.size == size


def test_a_translation_made_meanwhile_is_of_the_words_that_readers_see(
    edition: Edition, desk: Client, said: int, held: int
) -> None:
    status, _page = post(desk, edition, said, act="translate", version=said, language="es", text="Abre en marzo.")
    assert status == 302
    [translation] = readers.these(edition.log, [said])[0].translations
    assert (translation.content.version, translation.outdated) == (said, False)
    record.publish(edition.log, held, reason="Agreed earlier.")
    [translation] = readers.these(edition.log, [said])[0].translations
    assert translation.outdated


def test_the_office_publishes_it_and_corrections_go_on(
    edition: Edition, office: Client, desk: Client, said: int, held: int
) -> None:
    assert re.search(rf'name="index" value="{held}"', office.get(DAY).content.decode())
    office.post(DAY, {"act": "publish", "index": held, "reason": "Agreed earlier."})
    assert CLARIFIED in public(edition)
    fields = {"kind": "transcription", "text": f"{CLARIFIED} So.", "reason": "Misheard", "version": held}
    assert post(desk, edition, said, act="correct", **fields)[0] == 302


def test_what_repeats_a_clarification_of_held_words_waits_for_it(edition: Edition, chiara: Person) -> None:
    log = edition.log
    record.set_hold(log, seconds=60)
    index = record.speak(log, answer(FIRST))[0]
    until = rfc3339(int((time.time() + 3600) * 1000))
    rule = RuleSet(rule="on the record", sentence="Not before the time that was agreed.", until=until)
    conducting.set_rule(edition, by=chiara, rule=rule)
    record.correct(log, index, text=CLARIFIED, kind="speaker's clarification", reason="Asked again")
    record.translate(log, index, language="es", text="Abre en mayo.")
    record.correct(log, index, text=f"{CLARIFIED} So.", kind="transcription", reason="A word was missing")
    record.open_due(now=int((time.time() + 90) * 1000))
    told = public(edition)
    assert FIRST in told and CLARIFIED not in told and "mayo" not in told
    record.open_due(now=int((time.time() + 3700) * 1000))
    opened = readers.these(log, [index])[0]
    assert opened.current and opened.current.text == f"{CLARIFIED} So."
    assert isinstance(opened.translations[0].content, TranslationAdded)


def test_no_reader_is_told_of_a_correction_before_it_is_public(edition: Edition, office: Client, said: int) -> None:
    asked = acts.ask(edition, index=said, passage="", reason="It is May.", contact="")
    page, given = f"/{edition.path}/desk/requests/{asked.pk}/", {"decision": "corrected", "answer": "Thank you."}
    record.set_hold(edition.log, seconds=300)
    more = {"text": CLARIFIED, "kind": "speaker's clarification", "reason": "Asked.", "version": said}
    refused = office.post(page, given | more)
    assert refused.status_code == 400 and "before it is published" in refused.content.decode()
    held = record.correct(edition.log, said, text=CLARIFIED, kind="speaker's clarification", reason="Asked.")
    assert office.post(page, given | {"text": ""}).status_code == 400
    record.publish(edition.log, held, reason="Agreed.")
    assert office.post(page, given | {"text": ""}).status_code == 302

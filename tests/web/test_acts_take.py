"""Which entries each act may be about: every act that takes an index, through its public door, on every kind of entry in
every state. What stands in ALLOWED is done; everything else is refused in plain words and changes nothing.

A new act that takes an index: a door in DOORS and a line in ALLOWED. A new kind or state: a name in `tests.web.conference`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from typer.testing import CliRunner

from onrecord.cli.main import app
from onrecord.keeping import keys, sealing
from onrecord.people.models import Person
from onrecord.transcription.models import Speaker
from tests import cast
from tests.web.conference import Conference, conference

OFF = "Off the record: nothing said here may be published, and nothing of it is stored."


@dataclass
class House:
    """Who works on the conference, each in a browser."""

    office: Client
    desk: Client
    second: Client
    """Of somebody who has recorded nothing, and so may confirm."""
    nobody: Client
    people: list[Person]


@dataclass(frozen=True)
class Answer:
    refused: bool
    told: str


Door = Callable[[House, Conference, int], Answer]


def page(client: Client, path: str, **fields: Any) -> Answer:
    """A form was posted: what is done leads on, what is refused is told on a page."""
    response = client.post(path, fields)
    assert response.status_code in (200, 302, 400, 404, 409), response.status_code
    return Answer(response.status_code not in (200, 302), response.content.decode())


def office(**fields: Any) -> Door:
    return lambda house, at, index: page(house.office, f"/{at.edition.path}/desk/day/", **fields, **_(index, "index"))


def catching(rule: str, **fields: Any) -> Door:
    def post(house: House, at: Conference, index: int) -> Answer:
        fields_of = {"act": "rule", "rule": rule, "since": index, "sentence": OFF, **fields}
        return page(house.office, f"/{at.edition.path}/desk/day/", **fields_of)

    return post


def utterance(who: str, act: str, **fields: Any) -> Door:
    def post(house: House, at: Conference, index: int) -> Answer:
        version = at.standing.get(index, index)
        path = f"/{at.edition.path}/desk/u/{index}/"
        return page(getattr(house, who), path, act=act, version=version, **fields)

    return post


def desk(who: str, act: str, name: str, **fields: Any) -> Door:
    """An act of the desk's page, in JSON; `name` is what it calls the index."""

    def post(house: House, at: Conference, index: int) -> Answer:
        sent = {"act": act, name: index, "key": str(uuid4()), **fields}
        if act in ("correct", "confirm"):
            sent["version"] = at.standing.get(index, index)
        if act == "publish":
            sent["disclosing"] = f"{index} {at.entries['words, delivered and embargoed']}" if index > 0 else ""
        path = f"/{at.edition.path}/desk/transcribe/acts/"
        response = getattr(house, who).post(path, {"acts": [sent]}, content_type="application/json")
        assert response.status_code == 200, response.content
        (answer,) = response.json()["answers"]
        return Answer("refused" in answer, json.dumps(answer))

    return post


def asking(house: House, at: Conference, index: int) -> Answer:
    """A reader asks for a correction, with the token of the form, or without where there is none."""
    path = f"/{at.edition.path}/u/{index}/ask/"
    token = re.search(r'name="token" value="([^"]+)"', house.nobody.get(path).content.decode())
    return page(house.nobody, path, reason="It was May.", token=token[1] if token else "none")


def erasing(house: House, at: Conference, index: int) -> Answer:
    done = CliRunner().invoke(
        app, ["erase", at.edition.path, "--legal-basis", "Art. 17 GDPR", "--yes", "--", str(index)]
    )
    assert done.exit_code in (0, 1, 2) and "Traceback" not in done.output, done.output
    return Answer(done.exit_code != 0, done.output)


def _(index: int, name: str) -> dict[str, int]:
    return {name: index}


DOORS: dict[str, Door] = {
    "publish, office": office(act="publish", reason="Agreed.", disclosing=" ".join(map(str, range(60)))),
    "publish, desk": desk("office", "publish", "prepared"),
    "withhold": office(act="withhold", reason="It is being checked."),
    "look who spoke": office(act="look-behind"),
    "catch off the record, office": catching("off-the-record"),
    "catch under an embargo, office": catching("embargo", until="2031-01-01T10:00"),
    "catch off the record, desk": desk("desk", "catch", "since"),
    "correct, office": utterance("desk", "correct", kind="transcription", text="It starts in June.", reason="Misheard"),
    "correct, desk": desk("desk", "correct", "utterance", text="In June.", kind="transcription", reason="Misheard"),
    "confirm, office": utterance("second", "confirm"),
    "confirm, desk": desk("second", "confirm", "utterance"),
    "translate": utterance("desk", "translate", language="uk", text="Починається в червні."),
    "revise a translation": utterance("desk", "revise", language="es", text="En junio.", reason="Better"),
    "deliver": desk("desk", "deliver", "prepared", paragraph=0, text="A."),
    "skip": desk("desk", "skip", "prepared", paragraph=0),
    "ask for a correction": asking,
    "erase, command": erasing,
}

HELD_WORDS = {
    "words, held by the delay on background",
    "words, held by the delay",
    "words, held by the delay and corrected",
    "words, withheld",
    "words, embargoed",
    "words, delivered and embargoed",
}
PUBLIC_WORDS = {"words, public", "words, public and corrected", "words, public on background"}
CLARIFIED = {"words, public and with a clarification held"}
WORDS = HELD_WORDS | PUBLIC_WORDS
CORRECTED = {"words, public and corrected", "words, held by the delay and corrected"}
SAID_ABOUT = {
    f"{kind}, {state}" for kind in ("correction", "translation", "translation revised") for state in ("public", "held")
}

ALLOWED: dict[str, set[str]] = {
    "publish, office": HELD_WORDS | {"text, never published", "clarification, held on its own"},
    "publish, desk": {"text, never published"},
    "withhold": HELD_WORDS,
    "look who spoke": {"words, public on background", "words, held by the delay on background"},
    "catch off the record, office": HELD_WORDS,
    "catch under an embargo, office": HELD_WORDS - {"words, held by the delay on background"},
    "catch off the record, desk": HELD_WORDS,
    "correct, office": WORDS,
    "correct, desk": WORDS,
    "confirm, office": WORDS - CORRECTED,
    "confirm, desk": WORDS - CORRECTED,
    "translate": WORDS | CLARIFIED,
    "revise a translation": CORRECTED,
    "deliver": {"text, published"},
    "skip": {"text, published"},
    "ask for a correction": PUBLIC_WORDS | CLARIFIED,
    "erase, command": WORDS
    | CLARIFIED
    | SAID_ABOUT
    | {"clarification, held on its own"}
    | {"text, never published", "text, published", "a pause", "an answered request", "an erasure"}
    | {"a publication", "why words are withheld"},
}


@pytest.fixture
def house(transactional_db: None) -> House:
    first = cast.edition("first")
    people = [cast.press_officer(first), cast.transcriber(first), cast.administrator_of_all()]
    return House(*(cast.signed_in(one) for one in people), nobody=cast.signed_in(None), people=people)


class Kept:
    """The database and the keys as they stood, to come back to."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(self._database)
        self._keys = {path: path.read_bytes() for path in settings.ONRECORD_KEYS.rglob("*") if path.is_file()}

    def come_back(self) -> None:
        connection.ensure_connection()
        self._database.backup(connection.connection)
        for path, kept in self._keys.items():
            path.write_bytes(kept)  # into the same file: a head knows its own, so that no copy passes for it
        for file in (keys.OPENINGS, keys.PERSONAL):
            sealing.wrapping(file).refresh()


def stored() -> dict[str, list[str]]:
    """All that is stored, but for who is here and who is signed in."""
    told = {"events.Presence", "people.Session", "people.Person"}
    tables = [one._meta.db_table for one in apps.get_models() if one._meta.label not in told]
    with connection.cursor() as cursor:
        return {table: sorted(map(repr, cursor.execute(f"SELECT * FROM {table}").fetchall())) for table in tables}


@pytest.mark.slow
def test_an_act_is_about_what_it_is_for_and_nothing_else(house: House) -> None:
    at = conference("c", typist=house.people[1])
    cast.press_officer(at.edition), cast.transcriber(at.edition)
    assert set().union(*ALLOWED.values()) <= set(at.entries), "a name in the table is no entry's"
    before, kept, wrong = stored(), Kept(), []
    for act, door in DOORS.items():
        for name, index in at.entries.items():
            answer = door(house, at, index)
            changed = stored() != before
            if answer.refused == (name in ALLOWED[act]):
                wrong.append(f"{act} of {name}: {answer.told[:3000]}")
            elif answer.refused and (changed or not re.search(r"\w{4,}", answer.told)):
                wrong.append(f"{act} of {name} changed something, or was refused without a word")
            if changed:
                kept.come_back()
    assert not wrong, "\n".join(wrong)


def test_every_act_that_takes_an_index_has_a_door() -> None:
    """Of the desk, whose acts are typed models, that can be seen."""
    from onrecord.transcription import posted

    names = {"utterance", "since", "prepared"}
    takes = {
        one for one in posted.Posted.__subclasses__() + posted.Timed.__subclasses__() if names & set(one.model_fields)
    }
    assert {one.__name__ for one in takes} == {"Correct", "Confirm", "Catch", "Deliver", "Skip", "Publish"}
    assert not names & set(Speaker.__dict__)

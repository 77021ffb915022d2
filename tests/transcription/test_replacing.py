"""A name is put right in many places: previewed, each change a correction of its own, all or none, and undone in the same way."""

from __future__ import annotations

import html
import re

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import conducting, office
from onrecord.transcription import acts
from onrecord.transcripts.model import Role
from tests import cast

SAID = ["Verkna first.", "Nobody asked Verknaya.", "Is it Verkna? Verkna it is.", *(f"Line {n}." for n in range(10))]


@pytest.fixture
def spoken(session: Edition, esi: Person) -> Edition:
    for words in SAID:
        acts.say(session, by=esi, speaker=None, role=Role.REMARK, text=words)
    return session


def words(edition: Edition) -> list[str]:
    edition.log.refresh_from_db()
    return [one.versions[-1].text for one in office.utterances(edition.log, office.indexes(edition.log, 0))]


def keys(page: bytes) -> list[str]:
    return re.findall(r'name="change" value="([\d:]+)"', page.decode())


ALL = {"find": "Verkna", "by": "Verkhna", "where": "all"}


def test_a_name_is_replaced_in_the_whole_record_and_back(spoken: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{spoken.path}/desk/transcribe/replace/"
    preview = client.get(path, ALL).content
    assert b"<del>Is it Verkna? Verkna it is.</del>" in preview
    assert b"<ins>Is it Verkhna? Verkhna it is.</ins>" in preview
    assert words(spoken) == SAID
    given = ALL | {"change": keys(preview), "reason": "Misspelt.", "seen": spoken.log.size}
    done = client.post(path, given)
    assert done.status_code == 302
    assert words(spoken)[:3] == ["Verkhna first.", "Nobody asked Verknaya.", "Is it Verkhna? Verkhna it is."]
    undo = html.unescape(re.findall(r'name="undo" value="([\d ]+)"', client.get(done["Location"]).content.decode())[0])
    preview = client.get(path, {"undo": undo}).content
    assert len(keys(preview)) == 2
    client.post(path, {"undo": undo, "change": keys(preview), "reason": "It was right.", "seen": spoken.log.size})
    assert words(spoken) == SAID
    assert len(office.utterances(spoken.log, office.indexes(spoken.log, 0))[0].versions) == 3


def test_in_the_last_passages_only_and_without_those_that_are_not_chosen(spoken: Edition, esi: Person) -> None:
    client, path = cast.signed_in(esi), f"/{spoken.path}/desk/transcribe/replace/"
    assert keys(client.get(path, ALL | {"where": "last"}).content) == []
    first, _second = keys(client.get(path, ALL).content)
    client.post(path, ALL | {"change": [first], "reason": "Misspelt.", "seen": spoken.log.size})
    assert words(spoken)[:3] == ["Verkhna first.", *SAID[1:3]]


@pytest.mark.parametrize("wrong", ["no reason", "nothing chosen", "corrected meanwhile", "off the record"])
def test_all_or_none_of_it_is_done(spoken: Edition, esi: Person, wrong: str) -> None:
    client, path = cast.signed_in(esi), f"/{spoken.path}/desk/transcribe/replace/"
    given = ALL | {"change": keys(client.get(path, ALL).content), "reason": "Misspelt.", "seen": spoken.log.size}
    expected = list(SAID)
    if wrong == "no reason":
        given["reason"] = ""
    if wrong == "nothing chosen":
        given["change"] = []
    if wrong == "corrected meanwhile":
        index = office.indexes(spoken.log, 0)[0]
        expected[0] = "Verkna at first."
        conducting.correct(
            spoken, index=index, version=index, text=expected[0], kind="transcription", reason="Misheard.", speaker=None, by=esi
        )  # fmt: skip
    if wrong == "off the record":
        acts.go_off_record(spoken, by=esi)
    assert client.post(path, given).status_code == 400
    assert words(spoken) == expected

"""A key names one act of one person for good: nothing else seems done because it came under the same one."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import entries
from onrecord.proceedings.course import course_of
from onrecord.transcription.models import Typed
from tests import cast
from tests.transcription import new
from tests.transcription.saying import WORDS

Sent = dict[str, object]


def post(edition: Edition, by: Person, *acts: Sent) -> Sequence[dict[str, object]]:
    sent = json.dumps({"acts": acts})
    answer = cast.signed_in(by).post(f"/{edition.path}/desk/transcribe/acts/", sent, content_type="application/json")
    return answer.json()["answers"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("another", [{"act": "off"}, {"act": "say", "text": "The fifth."}, {"act": "pause"}])
def test_something_else_under_the_same_key_is_refused(
    session: Edition, esi: Person, another: Sent, together: bool
) -> None:
    key = str(new())
    said, other = {"act": "say", "key": key, "text": WORDS}, {**another, "key": key}
    if together:
        first, second = post(session, esi, said, other)
    else:
        [first], [second] = post(session, esi, said), post(session, esi, other)
    assert "Something else was sent with this key" in str(second["refused"])
    session.log.refresh_from_db()
    assert session.log.size == int(str(first["index"])) + 1
    rule = course_of(session.log).rule
    assert rule is None or rule.rule != "off the record"
    assert post(session, esi, said, said) == [first, first], "an honest repeat is harmless"


def test_the_key_of_another_person_is_refused(session: Edition, esi: Person, chiara: Person) -> None:
    sent: Sent = {"act": "off", "key": str(new()), "typed_at": 1_800_000_000_000}
    [first] = post(session, esi, sent)
    assert "Something else was sent" in str(post(session, chiara, sent)[0]["refused"])
    assert post(session, esi, sent) == [first]


def test_what_was_sent_can_not_be_tried_out_once_its_words_are_erased(session: Edition, esi: Person) -> None:
    """Their nonce, without which it says nothing, is gone; and the same act sent again is still done once."""
    sent: Sent = {"act": "say", "key": str(new()), "text": WORDS}
    [first] = post(session, esi, sent)
    index = int(str(first["index"]))
    assert len(bytes(Typed.objects.get(edition=session, index=index).asked)) == 32
    entries.erase(session.log, index, legal_basis="Art. 17 GDPR")
    assert post(session, esi, sent) == [first]


@pytest.mark.parametrize("language", ["zz<script>", "EN", "en\n", "english", "e"])
def test_words_are_in_a_language_that_has_a_code(session: Edition, esi: Person, language: str) -> None:
    sent: Sent = {"act": "say", "key": str(new()), "text": WORDS, "language": language}
    [answer] = post(session, esi, sent)
    if language.strip() == "en":
        assert "index" in answer
    else:
        assert answer == {"refused": "Language: choose one from the list."}


@pytest.mark.parametrize("acts", [{}, None, "off", 7])
def test_acts_that_are_no_list_are_told_so(session: Edition, esi: Person, acts: object) -> None:
    sent = json.dumps({"acts": acts})
    answer = cast.signed_in(esi).post(f"/{session.path}/desk/transcribe/acts/", sent, content_type="application/json")
    assert answer.status_code == 400 and "must be a list" in answer.json()["refused"]

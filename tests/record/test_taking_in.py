"""What somebody else made is taken in only where everybody can read it later, and nothing of what was erased comes back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from onrecord.record import openings
from onrecord.record.entry import EntryError, Leaf, Opening, commitment
from onrecord.record.kinds import known
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.writer import Committed, append
from tests.record import sealed
from tests.record.holds import assert_holds
from tests.words import answer

pytestmark = pytest.mark.usefixtures("sealed_kind")


def made(content: str) -> Opening:
    """An opening whose content is `content`, byte for byte."""
    return Opening(bytes(range(32)), content.encode())


@pytest.mark.parametrize("commit", [b"", b"abc", bytes(31), bytes(33), bytearray(32), "x" * 32, None])
def test_a_commitment_that_nobody_could_read_is_not_taken(log: Log, commit: object) -> None:
    size = log.size
    with pytest.raises(ActRefused, match="exactly 32 bytes"):
        append(log, Committed(sealed.Question, commit, ref=0))  # type: ignore[arg-type]
    log.refresh_from_db()
    assert log.size == size
    [spoken] = entries.speak(log, answer("The bus line opens in March."))
    entries.erase(log, spoken, legal_basis="Art. 17 GDPR")
    assert_holds(log)


@pytest.mark.parametrize("name", ["", "\ud800", "nobody.knows", "x" * 70_000])
def test_a_commitment_of_a_kind_that_nobody_knows_is_not_taken(log: Log, name: str) -> None:
    kind = type("Odd", (sealed.Question,), {"kind": name})
    with pytest.raises(ActRefused, match="is no kind of entry"):
        append(log, Committed(kind, bytes(32), ref=0))
    assert_holds(log)


@pytest.mark.parametrize("ref", [-1, 2, 10**30, True])
def test_a_commitment_is_about_an_entry_that_is_there(log: Log, ref: int) -> None:
    with pytest.raises(ActRefused, match="does not exist"):
        append(log, Committed(sealed.Question, bytes(32), ref=ref))
    assert_holds(log)


@pytest.mark.parametrize(
    "spoiled", [{"commit": bytes(31)}, {"kind": ""}, {"kind": "\ud800"}, {"ref": -1}, {"ref": True}]
)
def test_no_leaf_is_written_that_none_could_be_read_from(spoiled: dict[str, object]) -> None:
    with pytest.raises(EntryError):
        replace(Leaf(at=0, kind="opened", commit=bytes(32), ref=1), **spoiled).encode()  # type: ignore[arg-type]


def test_nothing_is_taken_in_about_what_was_erased(log: Log) -> None:
    [spoken] = entries.speak(log, answer("The bus line opens in March."))
    question = sealed.opening(f"{log.origin}#{spoken}")
    index = sealed.commit(log, question, ref=spoken)
    entries.erase(log, spoken, legal_basis="Art. 17 GDPR")
    with pytest.raises(ActRefused, match=f"entry {spoken} was erased"):
        entries.hand_in(log, index, question)
    assert Stored.objects.get(log=log, index=index).state == "away"
    with pytest.raises(ActRefused, match=f"entry {spoken} was erased"):
        sealed.commit(log, sealed.opening(f"{log.origin}#{spoken}"), ref=spoken)
    assert_holds(log)


def test_a_commitment_is_taken_once(log: Log) -> None:
    question = sealed.opening(f"{log.origin}#0")
    index = sealed.commit(log, question)
    with pytest.raises(ActRefused, match="in the log already"):
        sealed.commit(log, question)
    twin = Committed(sealed.Question, bytes(32), ref=0)
    with pytest.raises(ActRefused, match="in the log already"):
        append(log, twin, twin)
    log.refresh_from_db()
    assert entries.hand_in(log, index, question) is not None
    assert_holds(log)


@pytest.mark.parametrize("nonce", [b"", bytes(31), bytes(33)])
def test_a_nonce_of_another_length_opens_nothing(log: Log, nonce: bytes) -> None:
    question = sealed.opening(f"{log.origin}#0")
    index = sealed.commit(log, question)
    with pytest.raises(ActRefused, match="not what entry"):
        entries.hand_in(log, index, replace(question, nonce=nonce))
    assert_holds(log)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('"a\\u0000b"', r"nobody sees \(U\+0000\)"),
        ('"a\u202eb"', r"nobody sees \(U\+202E\)"),
        ('"a\\r\\nb"', r"nobody sees \(U\+000D\)"),
        ('"a","v":true', "not a valid"),
    ],
)
def test_what_is_handed_in_is_written_as_the_server_writes(log: Log, text: str, why: str) -> None:
    version = "" if '"v"' in text else ',"v":1'
    content = f'{{"request":"{log.origin}#0","text":{text}{version}}}'
    opening = made(content)
    index = append(
        log, Committed(sealed.Question, commitment(opening.nonce, sealed.Question.kind, opening.content), ref=0)
    )[0]
    with pytest.raises(ActRefused, match=why):
        entries.hand_in(log, index, opening)
    assert index not in openings.kept(log, [index])
    assert_holds(log)


def test_true_is_no_version() -> None:
    with pytest.raises(ValueError, match="v"):
        known.parse(sealed.Question.kind, json.dumps({"request": "r", "text": "t", "v": True}).encode())

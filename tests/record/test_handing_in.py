"""What was committed to elsewhere is not here before it is handed in, and nothing else is taken in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from onrecord.proceedings.contents import RuleSet
from onrecord.record import acts, kinds, openings, serving
from onrecord.record.entry import Opening
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.verifier import verify_log
from tests.record import sealed
from tests.record.holds import assert_holds
from tests.record.logs import ORIGIN, Shelf, Writing, conference
from tests.record.reading import later

pytestmark = pytest.mark.usefixtures("sealed_kind")


def state(log: Log, index: int) -> tuple[str, bytes]:
    row = Stored.objects.get(log=log, index=index)
    return row.state, bytes(row.sealed)


def test_nothing_of_the_content_is_here_before_it_is_handed_in(log: Log) -> None:
    index = sealed.commit(log, sealed.opening(f"{log.origin}#0"))
    assert state(log, index) == ("away", b"")
    assert index not in openings.kept(log, range(log.size))
    with pytest.raises(serving.NotInLog):
        serving.opening(log, index)
    for act in (entries.publish, entries.withhold):
        with pytest.raises(ActRefused):
            act(log, index, reason="because")
    with pytest.raises(ActRefused, match="no content to erase"):
        entries.erase(log, index, legal_basis="Art. 17 GDPR")
    assert_holds(log)


def test_what_is_handed_in_is_public_from_an_entry_on_that_says_so(log: Log) -> None:
    made = sealed.opening(f"{log.origin}#0")
    index = sealed.commit(log, made)
    opened = entries.hand_in(log, index, made)
    assert opened == log.size - 1
    assert serving.opening(log, index) == made.encode()
    assert_holds(log)
    with pytest.raises(ActRefused, match="not waiting for its content"):
        entries.hand_in(log, index, made)
    entries.erase(log, index, legal_basis="Art. 17 GDPR")
    assert_holds(log)


def spoiled(made: Opening, log: Log) -> dict[str, Opening]:
    """Openings that are not what was committed to."""
    return {
        "another nonce": replace(made, nonce=bytes(32)),
        "another text": replace(made, content=made.content.replace(b"paid", b"plans")),
        "another spelling": replace(made, content=made.content.replace(b'","', b'", "')),
    }


@pytest.mark.parametrize("how", ["another nonce", "another text", "another spelling"])
def test_a_wrong_opening_changes_nothing(log: Log, how: str) -> None:
    made = sealed.opening(f"{log.origin}#0")
    index, size = sealed.commit(log, made), log.size
    with pytest.raises(ActRefused, match="not what entry"):
        entries.hand_in(log, index, spoiled(made, log)[how])
    assert (state(log, index), log.size) == (("away", b""), size)
    entries.hand_in(log, index, made)
    assert_holds(log)


@pytest.mark.parametrize(
    "content", [b'{"v":1}', b'{"request":"R","text":"T","v":1,"x":1}', b'{"text":"T", "v":1}', b"T"]
)
def test_what_has_not_the_shape_of_its_kind_is_not_taken(log: Log, content: bytes) -> None:
    made = Opening(bytes(32), content)
    index = sealed.commit(log, made)
    with pytest.raises(ActRefused, match=r"not a valid test\.sealed"):
        entries.hand_in(log, index, made)
    assert state(log, index) == ("away", b"")


def test_a_copied_commitment_opens_for_nobody(log: Log) -> None:
    made = sealed.opening(f"{log.origin}#0")
    own, copied = sealed.commit(log, made, ref=0), sealed.commit(log, made, ref=1)
    with pytest.raises(ActRefused, match="belongs to"):
        entries.hand_in(log, copied, made)
    entries.hand_in(log, own, made)
    assert_holds(log)


def test_it_comes_in_under_the_hold_of_now(log: Log) -> None:
    made = sealed.opening(f"{log.origin}#0")
    index = sealed.commit(log, made)
    acts_before = log.size
    entries.set_hold(log, seconds=60)
    assert entries.hand_in(log, index, made) is None
    assert state(log, index)[0] == "held"
    assert log.size == acts_before + 1
    assert_holds(log)
    assert acts.open_due(now=later(90)) == 1
    assert serving.opening(log, index) == made.encode()
    assert_holds(log)


def test_off_the_record_it_is_refused_and_may_be_handed_in_later(log: Log) -> None:
    made = sealed.opening(f"{log.origin}#0")
    index = sealed.commit(log, made)
    entries.set_rule(log, RuleSet(rule="off the record", sentence="Nothing."))
    with pytest.raises(ActRefused, match="off the record"):
        entries.hand_in(log, index, made)
    assert state(log, index) == ("away", b"")
    entries.set_rule(log, RuleSet(rule="on the record", sentence="By name."))
    assert entries.hand_in(log, index, made) is not None
    assert_holds(log)


def test_a_verifier_sees_a_copy_that_a_server_opened() -> None:
    written: Writing = conference()
    honest = sealed.opening(f"{ORIGIN}#2")
    written.add_raw(sealed.Question.kind, honest.content, ref=2)
    assert verify_log(Shelf(written.files()), kinds.known).ok
    copied = written.add_raw(sealed.Question.kind, honest.content, ref=3)
    failure = verify_log(Shelf(written.files()), kinds.known).failure
    assert failure and failure.index == copied
    assert f"belongs to {ORIGIN}#2" in failure.words

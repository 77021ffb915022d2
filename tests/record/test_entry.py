"""The bytes of entries and openings, as docs/verifiers/format.md has them."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.entry import MAX_ENTRY, EntryError, Leaf, Opening, commitment

YEAR_9999 = 253_402_300_799_999
texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.builds(
    Leaf,
    at=st.integers(0, YEAR_9999),
    kind=texts.filter(bool),
    commit=st.binary(min_size=32, max_size=32),
    ref=st.none() | st.integers(0, 2**53 - 1),
)
ENTRY = Leaf(at=1_778_149_140_000, kind="utterance.corrected", commit=bytes(range(32)), ref=7).encode()


def test_the_commitment_is_that_of_the_format_page() -> None:
    found = commitment(bytes(range(32)), "sealed_question", b'{"text":"Why?"}')
    assert found.hex() == "a1c7ede361411e5a3b306a2c76ad056c0679434f80e723a9d849d0407f71ad75"


def test_an_entry_looks_as_the_format_page_shows_it() -> None:
    commit = base64.b64encode(bytes(range(32))).decode()
    assert ENTRY.decode() == (
        f'{{"at":"2026-05-07T10:19:00.000Z","commit":"{commit}","kind":"utterance.corrected","ref":7,"v":1}}'
    )


@pytest.mark.parametrize("nonce", [b"", bytes(31), bytes(33)])
def test_a_nonce_has_32_bytes(nonce: bytes) -> None:
    with pytest.raises(EntryError, match="32"):
        commitment(nonce, "opened", b"{}")


@given(leaves)
def test_a_leaf_survives_its_bytes(leaf: Leaf) -> None:
    assert Leaf.decode(leaf.encode()) == leaf


@given(leaves)
def test_the_bytes_are_canonical_json(leaf: Leaf) -> None:
    assert rfc8785.dumps(json.loads(leaf.encode())) == leaf.encode()


@given(st.binary(min_size=32, max_size=32), texts)
def test_an_opening_survives_its_bytes_and_answers_its_own_leaf_only(nonce: bytes, content: str) -> None:
    opening = Opening(nonce, content.encode())
    leaf = Leaf(at=0, kind="opened", commit=commitment(nonce, "opened", opening.content))
    assert Opening.decode(opening.encode()) == opening
    assert opening.answers(leaf)
    assert not Opening(nonce, opening.content + b" ").answers(leaf)
    assert not opening.answers(Leaf(at=0, kind="erased", commit=leaf.commit))


@given(st.binary())
def test_wild_bytes_are_no_entry(wild: bytes) -> None:
    with pytest.raises(EntryError):
        Leaf.decode(wild)


@given(st.integers(0, len(ENTRY) - 1), st.integers(1, 255))
def test_a_changed_byte_is_another_leaf_or_none(place: int, flip: int) -> None:
    changed = bytearray(ENTRY)
    changed[place] ^= flip
    with suppress(EntryError):
        assert Leaf.decode(bytes(changed)).encode() == bytes(changed) != ENTRY


@pytest.mark.parametrize(
    ("was", "now", "complaint"),
    [
        (b'"v":1', b'"v": 1', "canonical"),
        (b'"v":1', b'"v":1.0', "canonical"),
        (b'"v":1', b'"v":true', "canonical"),
        (b'"v":1', b'"v":2', "version 2"),
        (b'"ref":7,', b'"ref":7,"ref":7,', "canonical"),
        (b'"ref":7,', b'"ref":-1,', "ref"),
        (b'"ref":7,', b'"ref":null,', "ref"),
        (b'"ref":7,', b'"ref":true,', "ref"),
        (b'"ref":7,', b'"name":"Ada Reyes",', "members"),
        (b'"kind":"utterance.corrected"', b'"kind":""', "kind"),
        (b"utterance.corrected", b"utterance\\u002ecorrected", "canonical"),
        (b".000Z", b"Z", "2026-05-07T10:19:00.000Z"),
        (b".000Z", b".0Z", "2026-05-07T10:19:00.000Z"),
        (b".000Z", b".000+00:00", "2026-05-07T10:19:00.000Z"),
        (b"8=", b"9=", "canonical"),  # the same 32 bytes, spelled with stray bits
        (b"8=", b"8", "commit"),
        (b"{", b"\xef\xbb\xbf{", "canonical"),
    ],
)
def test_what_is_not_canonical_is_refused(was: bytes, now: bytes, complaint: str) -> None:
    assert was in ENTRY
    with pytest.raises(EntryError, match=complaint):
        Leaf.decode(ENTRY.replace(was, now, 1))


def test_an_entry_has_at_most_65535_bytes() -> None:
    room = MAX_ENTRY - len(Leaf(at=0, kind="k", commit=bytes(32)).encode()) + 1
    assert len(Leaf(at=0, kind="k" * room, commit=bytes(32)).encode()) == MAX_ENTRY
    with pytest.raises(EntryError, match="65535"):
        Leaf(at=0, kind="k" * (room + 1), commit=bytes(32)).encode()


@pytest.mark.parametrize(
    ("opening", "complaint"),
    [
        (b"", "JSON"),
        (b"[]", "members"),
        (b'{"content":"a"}', "members"),
        (b'{"content":{},"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}', "content"),
        (b'{"content":"\\ud800","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}', "Unicode"),
        (b'{"content":"a","nonce":"AAAA"}', "nonce"),
        (b'{"content":"a","nonce":7}', "nonce"),
    ],
)
def test_what_is_no_opening_is_refused(opening: bytes, complaint: str) -> None:
    with pytest.raises(EntryError, match=complaint):
        Opening.decode(opening)

"""What is hashed as it stands can be read in one way only: both verifiers refuse every other spelling, signed or not."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.entry import EntryError, check_canonical
from tests.record.logs import Writing, conference
from tests.record.verifying import SMALL, Verify

SPELLINGS = {
    "a member twice": b'{"text":"Yes.","text":"No.","v":1}',
    "the same member twice": b'{"text":"Yes.","text":"Yes.","v":1}',
    "a member twice, spelled otherwise": b'{"text":"Yes.","te\\u0078t":"No.","v":1}',
    "a member of a member twice": b'{"a":{"b":1,"b":2},"v":1}',
    "another order": b'{"v":1,"text":"Yes."}',
    "another order within": b'{"a":[{"c":1,"b":2}],"v":1}',
    "the order of code points, not of UTF-16": '{"\uffff":1,"\U0001f600":2}'.encode(),
    "a space": b'{"text":"Yes.", "v":1}',
    "a line end": b'{"text":"Yes.","v":1}\n',
    "a number with a point": b'{"text":"Yes.","v":1.0}',
    "a number with a fraction": b'{"text":"Yes.","v":1.5}',
    "a number with an exponent": b'{"text":"Yes.","v":1e0}',
    "minus nothing": b'{"n":-0,"v":1}',
    "a number that programs round": b'{"n":9007199254740993,"v":1}',
    "no number": b'{"n":NaN,"v":1}',
    "half a character": b'{"text":"\\ud800","v":1}',
    "a letter written as a number": b'{"text":"\\u0041","v":1}',
    "a slash escaped": b'{"text":"\\/","v":1}',
    "capitals in an escape": b'{"text":"\\u001F","v":1}',
    "a byte order mark": b'\xef\xbb\xbf{"text":"Yes.","v":1}',
    "no object": b'"Yes."',
    "nothing": b"",
    "no JSON": b"Yes.",
    "lists without end": b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
}


@pytest.mark.parametrize("kind", ["utterance.spoken", "weather.noted"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_content_that_is_not_canonical_is_refused_by_both(verify: Verify, spelling: str, kind: str) -> None:
    log = conference()
    index = log.add_raw(kind, SPELLINGS[spelling])
    report = verify(log.files())
    assert report.failure and report.failure.index == index
    assert "canonical" in report.failure.words


@pytest.mark.parametrize(
    ("honest", "spelled"),
    [
        (b'"v":1}', b'"v":1.0}'),
        (b'"v":1}', b'"v":true}'),
        (b'"v":1}', b'"v":1,"v":1}'),
        (b'"v":1}', b'"v": 1}'),
        (b'{"at":', b'{"v":1,"at":'),
        (b"utterance", b"\\u0075tterance"),
    ],
)
def test_an_entry_that_is_not_canonical_is_refused_by_both(verify: Verify, honest: bytes, spelled: bytes) -> None:
    log: Writing = conference()
    assert honest in log.entries[2]
    log.entries[2] = log.entries[2].replace(honest, spelled)
    report = verify(log.files())
    assert report.failure and report.failure.index == 2


@pytest.mark.parametrize("content", [b"{}", '{"\U0001f600":2,"\uffff":1}'.encode(), b'{"a":[-1,true,null,"\\u001f"]}'])
def test_what_is_canonical_holds(verify: Verify, content: bytes) -> None:
    log = conference()
    log.add_raw("weather.noted", content)
    assert verify(log.files()).ok


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_both_write_an_object_as_the_specification_does(members: dict[str, Any]) -> None:
    content = rfc8785.dumps(members)
    check_canonical(content)
    assert SMALL["canonical"](members).encode() == content


@given(st.text())
def test_both_agree_on_any_text(text: str) -> None:
    spelled = json.dumps({"text": text}).encode()
    try:
        check_canonical(spelled)
        ours = True
    except EntryError:
        ours = False
    try:
        SMALL["members_of"](spelled, "it")
        theirs = True
    except SMALL["Wrong"]:
        theirs = False
    assert ours == theirs

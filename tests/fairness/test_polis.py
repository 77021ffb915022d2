"""Votes of a Polis conversation become a room, or the cell that is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.polis import PolisError, an_invented_export, read

from onrecord.fairness.audit import audit
from onrecord.fairness.room import Call, Sitting

HEAD = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,7\n"


def export(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "participants-votes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_agreeing_is_backing_and_comments_that_nobody_agrees_with_are_left_out(tmp_path: Path) -> None:
    rows = "3,0,1,3,2,1,1,1,-1\n5,1,0,2,1,0,,1,0\n8,,0,1,0,1,,,-1\n"
    room = read(export(tmp_path, "\ufeff" + HEAD + rows))
    assert [journalist.id for journalist in room.journalists] == ["3", "5", "8"]
    assert room.backers() == {"0": {"3"}, "1": {"3", "5"}}
    found = audit(Sitting(room=room, acts=(Call("0"), Call("1"))), orders=10)
    assert [prefix.left_out and prefix.left_out.members for prefix in found.prefixes] == [("5",), None]


def test_an_export_with_other_columns_about_the_participant_is_read(tmp_path: Path) -> None:
    room = read(export(tmp_path, "participant,xid,group-id,0\n1,ada,0,1\n"))
    assert room.backers() == {"0": {"1"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the column “participant” is missing"),
        ("participant,group-id\n1,0\n", "line 1: 0 columns of comments"),
        ("participant,0,0\n1,1,1\n", "line 1: a column is there twice"),
        ("participant,0,1\n1,1,1\n2,1\n", "line 3: has 2 columns, not 3"),
        ("participant,0,1\n1,1,2\n", "line 2, column 1: “2” is not a vote; write 1, 0, -1 or nothing"),
        ("participant,0\n1,1\n1,1\n", "line 3: participant “1” is there twice"),
        ("participant,0\n,1\n", "line 2: participant “” has no number"),
        ("participant,0\n1,-1\n", "nobody agrees with anything"),
        ("participant,n-agree,0,1\n1,2,-1,-1\n2,0,1,0\n", "the signs are inverted"),
        ('participant,0\n"1\n', "is not CSV"),
        ("participant,0\n" + "1" * 1_000_001 + ",1\n", "line 2: has more than 1,000,000 characters"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolisError, match=message.replace("(", r"\(")):
        read(export(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_bytes(HEAD.encode() + b"\xff\xfe\x00")
    with pytest.raises(PolisError, match="is not UTF-8"):
        read(path)


def test_the_invented_export_has_the_shape(tmp_path: Path) -> None:
    room = read(an_invented_export(tmp_path / "votes.csv", participants=40, comments=12))
    assert len(room.journalists) == 40 and 0 < len(room.requests) <= 12

"""`onrecord floor rank`: an order with reasons, by eye and by machine, and errors in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli.main import app

ROOM = {
    "journalists": [
        {"id": "ada", "groups": {"region": "North"}},
        {"id": "bohdan", "groups": {"region": "North"}},
        {"id": "chiara", "groups": {"region": "South"}},
    ],
    "requests": [
        {"id": "q1", "author": "ada", "supporters": ["chiara"]},
        {"id": "q2", "author": "bohdan"},
        {"id": "q3", "author": "chiara"},
    ],
    "shares": {"support": "1/2", "region": "1/2"},
    "calls": [{"call": "q2", "reason": "he has to leave"}],
}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "room.json"
    path.write_text(json.dumps(ROOM))
    return path


def test_the_order_goes_on_from_the_calls_made_and_says_why(room: Path) -> None:
    result = CliRunner().invoke(app, ["floor", "rank", str(room), "--slots", "1", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "order": [
            {
                "step": 1,
                "id": "q2",
                "price": "2/3",
                "tied": [],
                "departure": True,
                "because": "The moderator's pick, at 0.667: “he has to leave”; q1 was proposed, at 0.5.",
            },
            {
                "step": 2,
                "id": "q1",
                "price": "5/6",
                "tied": ["q1"],
                "departure": False,
                "because": "Its backers (ada, chiara; North) are the first to have earned a question together, at 0.833.",
            },
        ]
    }


def test_by_eye_it_is_a_table_and_the_spread_over_groups(room: Path) -> None:
    result = CliRunner().invoke(app, ["floor", "rank", str(room)])
    assert result.exit_code == 0
    assert [line.split()[:4] for line in result.stdout.splitlines() if line[:1].isdigit()] == [
        ["1", "q2", "bohdan", "North"],
        ["2", "q1", "ada", "North"],
        ["3", "q3", "chiara", "South"],
    ]
    assert "region: North 2 (share 2.0), South 1 (share 1.0)" in result.stdout
    assert "There is no beacon" in result.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"guard": "kind"}, "room.json: guard: “kind” is not a dimension with a share; dimensions: region"),
        ({"calls": ["q1", "q1"]}, "room.json: calls[1]: “q1” was already called"),
        ({"calls": [{"absent": "ada"}, "q1"]}, "room.json: calls[1]: “q1” its author, “ada”, is absent"),
        ({"calls": [{"returned": "ada"}]}, "room.json: calls[0]: “ada” is already there"),
        ({"calls": [{"withdrawn": "q1"}, "q1"]}, "room.json: calls[1]: “q1” was already withdrawn"),
        ({"calls": ["q9"]}, "room.json: calls[0]: “q9” is not a request of this room"),
    ],
)
def test_what_is_wrong_ends_the_command_in_one_line(room: Path, changes: dict[str, object], message: str) -> None:
    room.write_text(json.dumps(ROOM | changes))
    result = CliRunner().invoke(app, ["floor", "rank", str(room)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_said() -> None:
    result = CliRunner().invoke(app, ["floor", "rank", "nowhere.json"])
    assert result.exit_code == 2
    assert "nowhere.json can't be read" in result.stderr

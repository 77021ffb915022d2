"""`onrecord floor audit`: figures by machine, a verdict by eye, a chart that stands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from onrecord.cli.main import app

NAMES = ("ada", "bohdan", "chiara", "dov", "esi", "ferro")
ROOM: dict[str, Any] = {
    "journalists": [
        {"id": name, "groups": {"region": "North" if number < 4 else "Юг & Co"}} for number, name in enumerate(NAMES)
    ],
    "requests": [
        {"id": "water", "author": "ada", "topic": "water", "supporters": ["bohdan", "chiara", "dov"]},
        {"id": "roads", "author": "esi"},
        {"id": "schools", "author": "ferro"},
    ],
    "shares": {"support": "1/2", "region": "1/2"},
    "calls": ["roads", {"call": "schools", "reason": "a follow-up"}],
}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "room.json"
    path.write_text(json.dumps(ROOM))
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["floor", "audit", *map(str, words)])


def test_the_figures_are_exact_and_the_group_left_out_is_named(room: Path) -> None:
    found = json.loads(run(room, "--json", "--orders", "0").stdout)
    assert found["prefixes"][1] == {
        "calls": 2,
        "alpha": "4/3",
        "left_out": {
            "request": "water",
            "author": "ada",
            "topic": "water",
            "members": ["ada", "bohdan", "chiara", "dov"],
            "common": [{"dimension": "region", "group": "North", "count": 4, "size": 4}],
        },
    }
    assert found["groups"][0] == {
        "dimension": "region",
        "group": "North",
        "size": 4,
        "able": 1,
        "calls": [0, 0],
        "due": [0, 1],
        "shortfall": [0, 1],
    }
    assert [(each["step"], each["proposed"], each["reason"]) for each in found["departures"]] == [
        (1, "water", ""),
        (2, "water", "a follow-up"),
    ]
    assert found["standing"] == {"left_out": None, "shortfall": None}


def test_the_verdict_is_in_words_and_says_what_was_not_measured(room: Path) -> None:
    words = " ".join(run(room).stdout.split())
    for sentence in (
        "left out (α was 1 or more) after call 2, of 2 calls.",
        "after call 2: 4 of 6 journalists, 4 of them with region North (4 in the room). All of them back water by ada, on "
        "water; none of them backs any question asked by then. α = 4 · 2 / 6 = 1.33.",
        "By region, short of their share of the calls, rounded down: North by 1 after call 2 (0 of 1).",
        "2 of 2 calls were not the rule's proposal, 1 of them without a reason: call 1, roads instead of water",
        "Of 1,000 random orders,",
        "Not measured: what was finally asked and answered",
    ):
        assert sentence in words


def test_an_order_that_left_nobody_large_out_is_said_to_be_so(room: Path) -> None:
    room.write_text(json.dumps(ROOM | {"calls": ["water", "roads"]}))
    words = " ".join(run(room).stdout.split())
    assert "no group large enough for a question of its own was left out: α stayed below 1" in words
    assert "By region: no group was ever short" in words


def test_the_chart_stands_alone_and_can_be_heard(room: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    assert run(room, "--chart", chart).exit_code == 0
    svg = etree.parse(chart).getroot()
    names = {"svg": "http://www.w3.org/2000/svg"}
    labels = svg.get("aria-labelledby").split()
    title, desc = (svg.find(f"svg:*[@id='{label}']", names).text for label in labels)
    assert title.startswith("A group large enough for a question of its own was left out")
    assert "α after each call: 0.66, 1.33." in desc and "region Юг & Co: 2 in the room, 2 called" in desc
    assert len(svg.findall("svg:circle", names)) == 2
    style = svg.findtext("svg:style", namespaces=names)
    assert "prefers-color-scheme: dark" in style and "@media print" in style
    assert "var(" not in style and "http" not in style


def test_the_same_beacon_gives_everybody_the_same_standing(room: Path) -> None:
    first, again = run(room, "--json").stdout, run(room, "--json").stdout
    assert first == again
    standing = json.loads(first)["standing"]["left_out"]
    assert standing["orders"] == standing["better"] + standing["equal"] + standing["worse"] == 1_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"calls": []}, "room.json: calls: nothing was called"),
        ({"calls": ["roads", "roads"]}, "room.json: calls[1]: “roads” was already called"),
        (
            {"requests": [{"id": "q1", "author": "nobody"}]},
            "requests[0].author: “nobody” is not a journalist of this room",
        ),
    ],
)
def test_what_is_wrong_ends_the_command_in_one_line(room: Path, changes: dict[str, Any], message: str) -> None:
    room.write_text(json.dumps(ROOM | changes))
    result = run(room)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_a_chart_that_can_not_be_written_is_said(room: Path, tmp_path: Path) -> None:
    result = run(room, "--chart", tmp_path / "nowhere" / "chart.svg")
    assert result.exit_code == 2 and "chart.svg can't be written" in result.stderr

"""The pages' example is what the code gives, numbers, picture and all."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from docs.fairness_picture import EXAMPLE, PICTURE, picture
from typer.testing import CliRunner

from onrecord.cli.main import app
from onrecord.fairness.explain import decimal
from onrecord.fairness.files import read
from onrecord.fairness.floor import Floor, rank

PAGE = (Path(__file__).parents[2] / "docs/press-office/fairness.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows() -> None:
    command, shown = re.findall(r"```(?:sh)?\n(.*?)```", PAGE, flags=re.DOTALL)
    result = CliRunner().invoke(app, command.replace("docs/press-office/fairness.json", str(EXAMPLE)).split()[1:])
    assert "\n".join(line.rstrip() for line in result.stdout.splitlines()) == shown.rstrip()


def test_the_numbers_in_the_words_are_those_of_the_example() -> None:
    room = read([EXAMPLE]).room
    prices = {each.id: each.price for each in rank(Floor(room))}
    said = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    assert set(re.findall(r"\b\d+\.\d+\b", said)) == {decimal(prices[each]) for each in ("q1", "q4", "q5")}
    for each in (
        "By 0.333",
        "at 0.5 they can pay for q4",
        "brings her to 0.944; without it she would have waited until 1.",
    ):
        assert each in said.replace("\n", " ")
    assert (prices["q1"], prices["q4"]) == (Fraction(1, 3), Fraction(1, 2))
    newcomers = tuple(replace(each, start=Fraction(0)) for each in room.journalists)
    assert {each.id: each.price for each in rank(Floor(replace(room, journalists=newcomers)))}["q5"] == 1


def test_the_picture_is_the_one_of_the_example() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()

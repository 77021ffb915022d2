"""Days and times as each language of the interface writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import formats, translation
from django.utils.formats import date_format

from onrecord.pages import formats as ours

HOUSE = Path(ours.__file__).parents[2]
MOMENT = datetime(2026, 5, 14, 10, 41, 7, tzinfo=UTC)
LANGUAGES = sorted(path.parent.name for path in Path(ours.__file__).parent.glob("*/formats.py"))
NAMES = [name for name in vars(import_module(f"{ours.__name__}.en.formats")) if name.endswith("_FORMAT")]


def written(name: str, language: str) -> str:
    with translation.override(language):
        return date_format(MOMENT, name)


@pytest.mark.parametrize(
    ("language", "date", "moment", "time"),
    [
        ("en", "14 May 2026", "14 May 2026, 10:41", "10:41"),
        ("ru", "14\N{NBSP}мая 2026\N{NBSP}г.", "14\N{NBSP}мая 2026\N{NBSP}г., 10:41", "10:41"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, date: str, moment: str, time: str) -> None:
    assert written("DATE_FORMAT", language) == date
    assert written("DATETIME_FORMAT", language) == moment
    assert written("TIME_FORMAT", language) == time


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_format(language: str) -> None:
    """Django would print the name of one that is missing."""
    assert {name for name in NAMES if formats.get_format(name, lang=language) == name} == set()


def test_no_page_spells_a_format_out() -> None:
    spelled = re.compile(r"""(?:date|time):"([^"]+)"|(?:date|time)_format\([^'"]*["']([^"']+)["']""")
    found = {
        f"{path.relative_to(HOUSE)}: {name}"
        for path in (*HOUSE.glob("*/templates/**/*.*"), *HOUSE.glob("**/*.py"))
        for match in spelled.finditer(path.read_text())
        if (name := match[1] or match[2]) not in {*NAMES, "c", "U.u"}
    }
    assert found == set()

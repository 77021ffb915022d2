"""The tests' own house: what several tests use stands in a module of its own, and a file is read at one sitting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 400
"""Lines of a file of tests."""
FROM_A_TEST = re.compile(
    r"^\s*(from (tests[\w.]*|\.[\w.]*)\btest_\w+ import|from (tests|\.)[\w.]* import .*\btest_|import tests[\w.]*\.test_)"
)


def lines() -> Iterator[tuple[str, int, str]]:
    for path in sorted(HERE.rglob("*.py")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield path.relative_to(HERE).as_posix(), number, line


def test_nothing_is_imported_from_a_module_of_tests() -> None:
    """Not even by a script that stands in a string."""
    assert [f"{path}:{number}" for path, number, line in lines() if FROM_A_TEST.match(line)] == []


def test_no_file_is_too_long() -> None:
    longest = {path: number for path, number, _ in lines()}
    assert {path: length for path, length in longest.items() if length > LONGEST} == {}

"""Templates, static files and JavaScript keep to the floors of the house as Python does; the floors stand in pyproject.toml."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
HOUSE = PROJECT / "src" / "onrecord"
TAG = re.compile(r"{%\s*(extends|include|static|load)\s+(.*?)\s*%}")
QUOTED = re.compile(r"""^["']([^"']+)["']""")
JAVASCRIPT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
STYLE = re.compile(r"""@import\s+["']([^"']+)["']|\burl\(["']?(\.[^"')]+)""")
ELSEWHERE = {"i18n", "l10n", "static", "tz", "rules"}
"""Tag libraries of Django and others."""


def floors() -> list[set[str]]:
    """The rooms of each floor, the top one first. Rooms on one floor don't know each other."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [{room.strip().removeprefix("onrecord.") for room in layer.split("|")} for layer in layers]


def files(kind: str, *suffixes: str) -> Iterator[tuple[str, Path]]:
    """Every file in the folders called `kind`, with its room."""
    for path in sorted(HOUSE.glob(f"*/{kind}/**/*")):
        if path.suffix in suffixes:
            yield path.relative_to(HOUSE).parts[0], path


def named_in_templates() -> Iterator[tuple[Path, str, str, str]]:
    """What templates name: the template, its room, the kind of thing, its name."""
    for room, path in files("templates", ".html", ".txt", ".js"):
        for tag, rest in TAG.findall(path.read_text()):
            if tag == "load":
                for library in rest.split(" from ")[-1].split():
                    if library not in ELSEWHERE:
                        yield path, room, "templatetags", f"{library}.py"
            else:
                found = QUOTED.match(rest)
                assert found, f"{path}: {tag} {rest}: name it in quotation marks, so that it can be checked"
                yield path, room, "static" if tag == "static" else "templates", found[1]


def named_in_static_files() -> Iterator[tuple[Path, str, str, str]]:
    """What modules and style sheets name."""
    for room, path in files("static", ".js", ".css"):
        pattern = JAVASCRIPT if path.suffix == ".js" else STYLE
        folder = path.relative_to(HOUSE / room / "static").parent
        for found in pattern.finditer(path.read_text()):
            yield path, room, "static", posixpath.normpath(folder / next(filter(None, found.groups())))


def test_whatever_a_room_stores_has_migrations() -> None:
    """Django makes the tables of a room without migrations in tests, and nowhere else."""
    storing = [path.parent for path in HOUSE.glob("*/models.py") if "models.Model)" in path.read_text()]
    assert [room.name for room in storing if not (room / "migrations" / "__init__.py").exists()] == []


def owner(kind: str, name: str) -> str | None:
    found = [path.relative_to(HOUSE).parts[0] for path in HOUSE.glob(f"*/{kind}/{name}")]
    return found[0] if found else None


def test_templates_and_modules_name_only_what_is_theirs_or_on_a_floor_below() -> None:
    height = {room: -floor for floor, rooms in enumerate(floors()) for room in rooms}
    named = [*named_in_templates(), *named_in_static_files()]
    assert len(named) > 200
    wrong = []
    for path, room, kind, name in named:
        theirs = owner(kind, name)
        if theirs is None:
            wrong.append(f"{path.relative_to(HOUSE)} names {name}, which no room has")
        elif theirs != room and height[theirs] >= height[room]:
            wrong.append(f"{path.relative_to(HOUSE)} names {name} of {theirs}, which is on no floor below")
    assert not wrong, "\n".join(wrong)


def test_every_room_stands_on_a_floor() -> None:
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert rooms == {room for floor in floors() for room in floor}

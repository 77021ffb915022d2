"""The interface speaks plain English: no template and no message uses a word that docs/developers/words.md gave up."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "onrecord"
MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def given_up() -> list[str]:
    """The phrases in the first column of the last table of words.md."""
    table = (ROOT / "docs" / "developers" / "words.md").read_text().split("## Words we have stopped using")[1]
    rows = re.findall(r"^\| (.+?) \| .+ \|$", table, re.MULTILINE)[1:]
    return [phrase for row in rows for phrase in row.split(", ")]


def test_the_table_is_read() -> None:
    assert {"utterance", "e-mail", "the sound"} <= set(given_up())


def in_templates() -> Iterator[tuple[Path, str]]:
    """The text of every template, without tags, comments and the values put into it."""
    for path in sorted(SOURCE.glob("*/templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            text = re.sub(r"\{%\s*(?:trans|translate)\s+(['\"])(.*?)\1.*?%\}", r"\2", path.read_text())
            text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", " ", text, flags=re.DOTALL)
            yield path, re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.DOTALL)


def in_messages() -> Iterator[tuple[Path, str]]:
    """Every message that Python marks for translation."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKED:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield path, re.sub(r"\{\w*\}|%\(\w+\)s", " ", argument.value)


@pytest.mark.parametrize("said", [in_templates, in_messages])
def test_no_sentence_uses_a_word_that_was_given_up(said: Callable[[], Iterator[tuple[Path, str]]]) -> None:
    phrases = re.compile(r"\b(" + "|".join(map(re.escape, given_up())) + r")s?\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(SOURCE)}: “{match[0]}” in “{' '.join(text.split())[:120]}”"
        for path, text in said()
        for match in phrases.finditer(text)
    ]
    assert not found, "\n".join(found)

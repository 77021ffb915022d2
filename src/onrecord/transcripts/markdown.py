"""Markdown's signs in a transcript: taken off the words, and read where they mark a speaker."""

from __future__ import annotations

import re

from .labels import is_voice_mark, split_label

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
BOLD_LINE = re.compile(r"(\*\*|__)([^*_]{1,100}):?\1:?")
EMPHASISED_LABEL = re.compile(r"([*_])([^\s*_][^*_]{0,99}?)(?:(:)\1|\1(:))(?=\s|$)")


def plain(line: str) -> str:
    """The line without Markdown's signs."""
    if "\\" in line:
        line = re.sub(r"\\([\\`*_{}\[\]()#+.!|~>-])", r"\1", line)
    if "](" in line:
        line = re.sub(r"!?\[([^\]\[]{0,500})\]\([^()\s]{0,2000}\)", r"\1", line)
    if "**" in line or "__" in line or line[:1] == "#":
        line = re.sub(r"\*\*|__|^#{1,6}\s+", "", line)
    return EMPHASISED_LABEL.sub(r"\2:", line, count=1) if line[:1] in ("*", "_") else line


def lines_alone(lines: list[tuple[int, str]]) -> tuple[dict[int, str], dict[int, str]]:
    """(labels, headings) by line number, of the headings and bold lines that stand alone.

    One kind is used alike throughout a file: `## Ada Reyes` is a label where at least two of its kind, and half of
    them, could be one, and where labels with a colon aren't what the file uses. A heading that is none wasn't spoken.
    """
    found: dict[str, dict[int, str]] = {}
    with_colon = 0
    if not any(line.lstrip().startswith(("#", "**", "__")) for _, line in lines):
        return {}, {}
    for number, line in lines:
        stripped = line.strip()
        if heading := HEADING.fullmatch(stripped):
            found.setdefault(heading[1], {})[number] = plain(heading[2]).rstrip(":")
        elif bold := BOLD_LINE.fullmatch(stripped):
            found.setdefault("bold", {})[number] = bold[2].strip().rstrip(":")
        elif split_label(plain(stripped)):
            with_colon += 1
    labels: dict[int, str] = {}
    headings: dict[int, str] = {}
    for kind, texts in found.items():
        names = {number: text for number, text in texts.items() if is_voice_mark(text)}
        if len(names) >= 2 and 2 * len(names) >= len(texts) and len(names) > with_colon:
            labels |= names
        elif kind != "bold":
            headings |= texts
    return labels, headings

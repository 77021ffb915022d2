"""Words as they come in: browsers send CR LF between lines, the record has LF; and what nobody sees is none of them."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from onrecord.transcripts.unseen import without_unseen

BREAKS = re.compile(r"[\t\n]+")


def plain_lines(text: str) -> str:
    """The text with the record's line ends, and without what nobody sees."""
    return without_unseen(text.replace("\r\n", "\n"))


class Line(forms.CharField):
    """What is filled in, in one line: a name, a title, a reason."""

    def to_python(self, value: Any) -> str:
        return super().to_python(BREAKS.sub(" ", plain_lines(value)) if isinstance(value, str) else value) or ""


class Words(forms.CharField):
    """What is filled in, in an area of so many `rows`."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, "dir": "auto"}), **options)

    def to_python(self, value: Any) -> str:
        return super().to_python(plain_lines(value) if isinstance(value, str) else value) or ""

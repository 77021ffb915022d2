"""Words in several lines: browsers send CR LF between them, the record has LF."""

from __future__ import annotations

from typing import Any

from django import forms


def plain_lines(text: str) -> str:
    """The text with the record's line ends."""
    return text.replace("\r\n", "\n")


class Words(forms.CharField):
    """What is filled in, in an area of so many `rows`."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return plain_lines(super().to_python(value) or "")

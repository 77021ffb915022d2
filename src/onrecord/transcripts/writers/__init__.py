"""A document as a file somebody else can use: one module a format, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import Document
from .akn import to_akn
from .csv import to_csv
from .html import to_html
from .json import to_json
from .text import to_text
from .vtt import to_vtt

__all__ = ["FORMATS", "Writer", "to_akn", "to_csv", "to_html", "to_json", "to_text", "to_vtt"]


@dataclass(frozen=True, slots=True)
class Writer:
    """How a format's files end, how a server calls them, and what makes them (to be encoded as UTF-8)."""

    extension: str
    media_type: str
    write: Callable[[Document], str]


FORMATS: dict[str, Writer] = {
    "json": Writer(".json", "application/json", to_json),
    "text": Writer(".txt", "text/plain; charset=utf-8", to_text),
    "vtt": Writer(".vtt", "text/vtt; charset=utf-8", to_vtt),
    "html": Writer(".html", "text/html; charset=utf-8", to_html),
    "akn": Writer(".xml", "application/akn+xml", to_akn),
    "csv": Writer(".csv", "text/csv; charset=utf-8; header=present", to_csv),
}

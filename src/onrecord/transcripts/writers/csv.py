"""A table for spreadsheets: one row an utterance."""

from __future__ import annotations

import csv
import io

from ..model import Document
from ..table import FORMULA
from .telling import UNKNOWN, anchors, correction, names, one_line, xml_safe

COLUMNS = (
    "anchor",
    "speaker",
    "title",
    "outlet",
    "role",
    "language",
    "start_ms",
    "end_ms",
    "text",
    "corrections",
    "notes",
    "ground_rule",
)


def to_csv(document: Document) -> str:
    """A header and one row an utterance, separated by commas, lines ended by CRLF (RFC 4180)."""
    speakers = {speaker.key: speaker for speaker in document.speakers}
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for anchor, name, said in zip(anchors(document), names(document), document.utterances, strict=True):
        speaker = speakers.get(said.speaker or "")
        rows.writerow(
            [
                anchor,
                shown(one_line(name) if name != UNKNOWN else ""),
                shown(one_line(speaker.title if speaker else "")),
                shown(one_line(speaker.outlet if speaker else "")),
                said.role.value,
                shown(said.language),
                said.start_ms if said.start_ms is not None else "",
                said.end_ms if said.end_ms is not None else "",
                shown(said.text),
                shown("; ".join(f"{correction(was)}; before: “{one_line(was.text)}”" for was in said.revisions)),
                shown("; ".join(said.notes)),
                shown(one_line(said.ground_rule)),
            ]
        )
    return out.getvalue()


def shown(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run instead of show; our table reader removes it."""
    cell = xml_safe(cell)
    return "'" + cell if FORMULA.match(cell) else cell

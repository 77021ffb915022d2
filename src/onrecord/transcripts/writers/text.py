"""Plain text for people: labels in capitals, times, corrections in brackets."""

from __future__ import annotations

from ..model import Document, Role, Utterance
from .telling import UNKNOWN, clock, correction, names, one_line, paragraphs, standing, xml_safe


def to_text(document: Document) -> str:
    """Title, date and place, what kind of text it is, then `LABEL: [time] words`, a blank line between paragraphs.

    What stood before a correction follows the passage as `[corrected …; before: “…”]`.
    """
    day = document.date.isoformat() if document.date else ""
    head = [
        one_line(document.title),
        ", ".join(filter(None, (day, one_line(document.place)))),
        f"[{' '.join(standing(document))}]",
    ]
    spoken = [_spoken(utterance, name) for utterance, name in zip(document.utterances, names(document), strict=True)]
    end = [] if document.complete else ["[The source stops here.]"]
    return xml_safe("\n\n".join(["\n".join(filter(None, head)), *spoken, *end]) + "\n")


def _spoken(utterance: Utterance, name: str) -> str:
    label = one_line(name).upper().replace(":", " ")
    if name == UNKNOWN and utterance.role is Role.QUESTION:
        label = "QUESTION"
    time = f"[{clock(utterance.start_ms)}]" if utterance.start_ms is not None else ""
    notes = [f"[{correction(revision)}; before: “{one_line(revision.text)}”]" for revision in utterance.revisions]
    words = paragraphs(utterance.text)
    return "\n\n".join([" ".join(filter(None, (f"{label}:", time, *words[:1]))), *words[1:], *notes])

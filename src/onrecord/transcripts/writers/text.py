"""Plain text for people: labels in capitals, times, corrections in brackets. Our text reader reads it again."""

from __future__ import annotations

import re

from ..model import Document, Role, Utterance
from ..text import END, STOPS
from .telling import clock, correction, names, one_line, paragraphs, standing, xml_safe


def to_text(document: Document) -> str:
    """Title, date and place, what kind of text it is, then `LABEL: [time] words`, a blank line between paragraphs.

    A named asker is `QUESTION (Ada Reyes, Radio Tamra)`, an unnamed one `QUESTION`. What stood before a correction
    follows the passage as `[corrected …; before: “…”]`, and the rule that keeps its speaker's name out as `[ground rule: …]`.
    """
    day = document.date.isoformat() if document.date else ""
    head = [
        one_line(document.title),
        ", ".join(filter(None, (day, one_line(document.place)))),
        f"[{' '.join(standing(document))}]",
    ]
    titles = {speaker.key: speaker.office for speaker in document.speakers}
    spoken = [
        _spoken(utterance, _label(utterance, name, titles.get(utterance.speaker or "", "")))
        for utterance, name in zip(document.utterances, names(document), strict=True)
    ]
    end = END if document.complete else STOPS
    return xml_safe("\n\n".join(["\n".join(filter(None, head)), *spoken, end]) + "\n")


def _label(utterance: Utterance, name: str, title: str) -> str:
    if utterance.role is not Role.QUESTION:
        return one_line(name).upper().replace(":", " ")
    if utterance.speaker is None:
        return "QUESTION"
    asker = ", ".join(filter(None, (one_line(name), one_line(title))))
    return f"QUESTION ({re.sub('[():]', ' ', asker)})"


def _spoken(utterance: Utterance, label: str) -> str:
    time = f"[{clock(utterance.start_ms)}]" if utterance.start_ms is not None else ""
    notes = [f"[{correction(revision)}; before: “{one_line(revision.text)}”]" for revision in utterance.revisions]
    if utterance.ground_rule:
        notes.insert(0, f"[ground rule: {one_line(utterance.ground_rule)}]")
    words = paragraphs(utterance.text)
    return "\n\n".join([" ".join(filter(None, (f"{label}:", time, *words[:1]))), *words[1:], *notes])

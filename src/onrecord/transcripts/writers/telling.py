"""What every written form must tell in the same words: who, when, which passage, and how far to trust the text."""

from __future__ import annotations

import re

from ..model import Document, Revision

UNKNOWN = "Unknown"

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def anchors(document: Document) -> list[str]:
    """A name for each utterance, unique in the document: `u<index in the log>`, or `p<position>` without one."""
    taken: set[str] = set()
    names = []
    for position, utterance in enumerate(document.utterances, 1):
        name = f"u{utterance.index}"
        if utterance.index is None or name in taken:
            name = f"p{position}"
        taken.add(name)
        names.append(name)
    return names


def names(document: Document) -> list[str]:
    """For each utterance what its voice is called: the speaker's name, else the source's label, else `Unknown`."""
    speakers = {speaker.key: speaker.name for speaker in document.speakers}
    return [speakers.get(utterance.speaker or "") or utterance.label or UNKNOWN for utterance in document.utterances]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [line for part in re.split(r"\n\s*\n", text) if (line := " ".join(part.split()))]


def clock(milliseconds: int) -> str:
    """`1:02:03.500`: hours, minutes, seconds and milliseconds from the start of the recording."""
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"


def standing(document: Document) -> list[str]:
    """Sentences for the head: the standard of the text, whether it is complete, whether it was corrected."""
    corrected = sum(bool(utterance.revisions) for utterance in document.utterances)
    return [
        f"Status: {document.standard or 'not stated'}.",
        "Complete." if document.complete else "Incomplete: the source stops before the end.",
        *([f"Corrected passages: {corrected}; the earlier wording is kept."] if corrected else []),
        *([f"Passages not public or erased, so not in this text: {document.withheld}."] if document.withheld else []),
        *([f"Ground rules. {' '.join(map(one_line, document.ground_rules))}"] if document.ground_rules else []),
    ]


def correction(revision: Revision) -> str:
    """`corrected 2031-05-04 (transcription): misheard`."""
    about = f"corrected {revision.at}".strip() + (f" ({revision.kind})" if revision.kind else "")
    return one_line(f"{about}: {revision.reason}" if revision.reason else about)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def xml_safe(text: str) -> str:
    """The text with what no XML or HTML may hold replaced by U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def language_tag(code: str) -> str:
    """The code where it is a language tag, else nothing."""
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else ""

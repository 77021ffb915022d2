"""WebVTT captions: one cue an utterance, its voice in a voice span."""

from __future__ import annotations

from ..model import Document, Utterance
from .telling import anchors, names, one_line, paragraphs, standing, xml_safe


def to_vtt(document: Document) -> str:
    """The utterances with a time as cues, in order of their start; the others are counted in a note.

    Where no end was recorded a cue lasts until the next one begins, and the note says so.
    """
    timed, missing, open_ended = _times(document)
    remarks = standing(document)
    if missing:
        remarks.append(
            f"{len(missing)} of {len(document.utterances)} passages have no time on the recording "
            f"and are not in these captions: {', '.join(missing[:20])}{', …' if len(missing) > 20 else ''}."
        )
    if open_ended:
        remarks.append("Where no end was recorded, a cue lasts until the next one begins.")
    title = _note(document.title)
    blocks = [f"WEBVTT - {title}" if title else "WEBVTT", "NOTE " + _note(" ".join(remarks))]
    for start, end, anchor, name, utterance in timed:
        if utterance.ground_rule:
            blocks.append(f"NOTE Ground rule of {anchor}: {_note(utterance.ground_rule)}")
        words = "\n".join(_escaped(line) for line in paragraphs(utterance.text))
        blocks.append(f"{anchor}\n{_time(start)} --> {_time(end)}\n<v {_escaped(one_line(name))}>{words}</v>")
    return "\n\n".join(blocks) + "\n"


def _times(document: Document) -> tuple[list[tuple[int, int, str, str, Utterance]], list[str], bool]:
    """(cues by start, anchors of what has no time, whether an end had to be concluded)."""
    told = list(zip(anchors(document), names(document), document.utterances, strict=True))
    started = sorted(
        (entry for entry in told if entry[2].start_ms is not None), key=lambda entry: entry[2].start_ms or 0
    )
    cues, missing, open_ended = [], [anchor for anchor, _, said in told if said.start_ms is None], False
    following: int | None = None
    for anchor, name, said in reversed(started):
        start, end = said.start_ms or 0, said.end_ms
        if end is None and following is not None:
            end, open_ended = following, True
        # A cue must end after it starts; one that can't is no caption.
        if end is None or end <= start or not paragraphs(said.text):
            missing.append(anchor)
        else:
            cues.append((start, end, anchor, name, said))
        following = start if following is None or start < following else following
    return cues[::-1], missing, open_ended


def _time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"


def _note(text: str) -> str:
    return one_line(xml_safe(text)).replace("-->", "→")


def _escaped(text: str) -> str:
    return xml_safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

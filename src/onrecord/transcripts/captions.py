"""Reads WebVTT and SRT captions: cues of one voice become one block with the first start and the last end."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Caption

from .decode import MAX_BLOCKS, decode, refuse_too_many
from .labels import split_label
from .model import Block, Draft, TranscriptError, Warning

_VTT_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)\.(\d{1,3})"
_SRT_TIME = r"(\d{1,4}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_VTT_TIMING = re.compile(rf"\s*{_VTT_TIME}\s*-->\s*{_VTT_TIME}(?=\s|$)")
_SRT_TIMING = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}(?=\s|$)")
_MAX_LINES = 500_000
_LONGEST_CUE = 1_000_000
_MOST_STRAYS = 20
_ATTRIBUTES = r"(?:\s[^<>=]+=[^<>]*)?\s*/?"
_HTML = rf"</?(?:b|i|u|s|em|strong|font|span|p|div){_ATTRIBUTES}>"
_VOICE = re.compile(r"<(/?)v((?:\.[^\s<>]*)?(?:\s[^<>]*)?)>", re.IGNORECASE)
_VTT_TAG = re.compile(
    rf"</?(?:c|i|b|u|ruby|rt)(?:\.[^\s<>]*)?\s*>|</?lang(?:\.[^\s<>]*)?(?:\s[^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{{3}}>|{_HTML}",
    re.IGNORECASE,
)
_SRT_TAG = re.compile(rf"{_HTML}|\{{\\[^{{}}]*\}}", re.IGNORECASE)
"""Tags are what the formats and players know; anything else between < and > is words: `<inaudible>`."""
_BREAK = re.compile(rf"<br{_ATTRIBUTES}>", re.IGNORECASE)
_DASH = re.compile(r"[-–—]\s+(?=\S)")
_ROLLING = 0.5
"""Share of cues that begin with what the cue before showed, from which captions are taken to roll."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cue. Label None: the voice from before goes on."""

    label: str | None
    marked: bool
    words: list[str]


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    times: tuple[int, int]
    lines: list[_Line]


@dataclass(slots=True)
class _Turn:
    """What one voice says until another one does."""

    line: int
    label: str
    start_ms: int
    end_ms: int
    words: list[str] = field(default_factory=list)
    marked: bool = False
    """The voice was named by a `<v>` span, which holds for its own cue only."""


def read(raw: bytes, *, name: str) -> Draft:
    """The draft of a WebVTT or SRT file; raises TranscriptError naming the line of what is malformed.

    A new voice begins at a `<v Name>` span, at `>>`, at `NAME:` and, where a cue has several lines that begin
    with a dash, at each of them. Text that stands in no cue is left out with a warning, and so is what rolling
    captions show again.
    """
    source = decode(raw, name=name)
    lines = source.split("\n")
    if len(lines) > _MAX_LINES:
        raise TranscriptError(f"{name} has {len(lines):,} lines; import the captions of one session at a time")
    is_vtt = lines[0].startswith("WEBVTT")
    timings = _timings(lines, is_vtt=is_vtt, name=name)
    captions = _captions(source, is_vtt=is_vtt, name=name)
    draft = Draft(format="vtt" if is_vtt else "srt", blocks=[])
    if is_vtt:
        draft.title = lines[0].removeprefix("WEBVTT").strip(" \t-–—")
        draft.language = _language(lines)
        draft.warnings += _stray_text(lines)
    turns: list[_Turn] = []
    for cue in _each_word_once(list(_cues(captions, timings, is_vtt=is_vtt, name=name)), draft):
        _speak(turns, cue)
        if len(turns) > 2 * MAX_BLOCKS:
            break
    draft.blocks = [_block(turn) for turn in turns if turn.words]
    if not draft.blocks:
        raise TranscriptError(f"{name} has no caption with words in it; export the captions again")
    refuse_too_many(draft.blocks, name=name)
    return draft


def _timings(lines: list[str], *, is_vtt: bool, name: str) -> list[tuple[int, int, int]]:
    """(line, start, end) of every cue, in order."""
    pattern = _VTT_TIMING if is_vtt else _SRT_TIMING
    example = "00:01:02.500 --> 00:01:04.000" if is_vtt else "00:01:02,500 --> 00:01:04,000"
    found = []
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        match = pattern.match(line)
        if match is None:
            raise TranscriptError(f"{name}: “{line.strip()[:60]}” is not a cue timing; write {example}", line=number)
        start, end = _milliseconds(*match.groups()[:4]), _milliseconds(*match.groups()[4:])
        if end < start:
            raise TranscriptError(f"{name}: this cue ends before it starts; swap its two times", line=number)
        found.append((number, start, end))
    if not found:
        what = "a WebVTT file" if is_vtt else "captions (WebVTT begins with WEBVTT, SRT with 1)"
        raise TranscriptError(f"{name} does not look like {what}: no line has a timing like {example}")
    return found


def _milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _captions(source: str, *, is_vtt: bool, name: str) -> list[Caption]:
    # The library wants the first cue number in the first line.
    body = source if is_vtt else _srt_as_library_wants(source)
    try:
        parsed = webvtt.WebVTT.from_buffer(io.StringIO(body), format="vtt" if is_vtt else "srt")
    except (MalformedCaptionError, MalformedFileError) as error:
        raise TranscriptError(f"{name} could not be read as captions: {error}") from None
    return list(parsed.captions)


def _srt_as_library_wants(source: str) -> str:
    """Starting with a cue's number, and with milliseconds written out: the library reads `,5` as 5 ms."""
    lines = source.lstrip("\n ").split("\n")
    if "-->" in lines[0]:
        lines.insert(0, "1")
    return "\n".join(
        re.sub(r"[,.](\d{1,3})(?=\s|$)", lambda found: "," + found[1].ljust(3, "0"), line) if "-->" in line else line
        for line in lines
    )


def _language(lines: list[str]) -> str:
    for line in lines[1:20]:
        if not line.strip():
            break
        if match := re.match(r"Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$", line):
            return match[1]
    return ""


def _stray_text(lines: list[str]) -> list[Warning]:
    """A warning for every block of text that belongs to no cue, note, style or region."""
    strays = []
    begin, in_cue = 0, False
    for number, line in enumerate([*lines, ""], 1):
        if line:
            begin = begin or number
            in_cue = in_cue or "-->" in line
            continue
        if begin > 1 and not in_cue and not re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", lines[begin - 1]):
            strays.append(
                Warning("text outside any cue was left out; to keep it, remove the empty line above it", begin)
            )
        begin, in_cue = 0, False
    if len(strays) > _MOST_STRAYS:
        strays[_MOST_STRAYS:] = [Warning(f"and {len(strays) - _MOST_STRAYS:,} more texts outside any cue")]
    return strays


def _cues(captions: list[Caption], timings: list[tuple[int, int, int]], *, is_vtt: bool, name: str) -> Iterator[_Cue]:
    ours = iter(timings)
    for caption in captions:
        times = (caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds())
        # The library leaves out cues without words, so its cues are some of ours, in the same order.
        line = next((line for line, *time in ours if tuple(time) == times), None)
        if line is None:
            raise TranscriptError(f"{name}: a cue at {caption.start} has no timing line of its own")
        if len(caption.raw_text) > _LONGEST_CUE:
            raise TranscriptError(f"{name}: this cue has more than {_LONGEST_CUE:,} characters", line=line)
        text = _BREAK.sub("\n", caption.raw_text)
        yield _Cue(line, times, list(_voices(text) if is_vtt else _lines_of(_SRT_TAG.sub("", text))))


def _each_word_once(cues: list[_Cue], draft: Draft) -> list[_Cue]:
    """Where captions roll, as live captions do, each line is taken where it is first shown."""
    again = [0, *(_shown_again(before, cue) for before, cue in pairwise(cues))]
    new = [words for cue, words in zip(cues, again, strict=True) if words < sum(len(line.words) for line in cue.lines)]
    rolling = sum(map(bool, new))
    # Somebody may say the same word twice, and some cues are shown twice: one of each kind proves nothing.
    if not rolling or sum(map(bool, again)) < 2 or rolling < _ROLLING * (len(new) - 1):
        return cues
    draft.warnings.append(Warning(f"rolling captions: {sum(again):,} repeated words were imported once"))
    return [_without_first(cue, words) for cue, words in zip(cues, again, strict=True)]


def _shown_again(before: _Cue, cue: _Cue) -> int:
    """How many words at the beginning of `cue` are the last lines of the cue before, of the same `<v>` spans."""
    words = _voiced(cue.lines)
    for first in range(max(len(before.lines) - 4, 0), len(before.lines)):
        shown = _voiced(before.lines[first:])
        if shown and words[: len(shown)] == shown:
            return len(shown)
    return 0


def _voiced(lines: list[_Line]) -> list[tuple[str | None, str]]:
    return [(line.label if line.marked else None, word) for line in lines for word in line.words]


def _without_first(cue: _Cue, words: int) -> _Cue:
    lines = []
    for line in cue.lines:
        if words == 0:
            lines.append(line)
        elif words < len(line.words):
            lines.append(_Line(line.label if line.marked else None, line.marked, line.words[words:]))
        words = max(words - len(line.words), 0)
    return _Cue(cue.line, cue.times, lines)


def _voices(text: str) -> Iterator[_Line]:
    voice: str | None = None
    position = 0
    for tag in _VOICE.finditer(text):
        yield from _stretch(voice, text[position : tag.start()])
        position = tag.end()
        voice = None if tag[1] else _annotation(tag[2])
    yield from _stretch(voice, text[position:])


def _annotation(attributes: str) -> str:
    """`Ada Reyes` of `<v.loud Ada Reyes>`: the classes come first, without a space."""
    return " ".join(html.unescape(re.sub(r"^\.\S*", "", attributes)).split())


def _stretch(voice: str | None, text: str) -> Iterator[_Line]:
    text = html.unescape(_VTT_TAG.sub("", text))
    if voice:
        yield from (_Line(voice, True, line.split()) for line in text.split("\n"))
    else:
        yield from _lines_of(text)


def _lines_of(text: str) -> Iterator[_Line]:
    lines = [line.strip() for line in text.split("\n")]
    dashed = sum(bool(_DASH.match(line)) for line in lines) > 1
    for line in filter(None, lines):
        label: str | None = None
        if line.startswith((">>", "＞＞")):
            label, line = "", line.lstrip(">＞ ")
        elif dashed and (dash := _DASH.match(line)):
            label, line = "", line[dash.end() :]
        if labelled := split_label(line):
            label, line = labelled
        yield _Line(label, False, line.split())


def _speak(turns: list[_Turn], cue: _Cue) -> None:
    for said in cue.lines:
        last = turns[-1] if turns else None
        goes_on = last is not None and (
            (said.label is None and (not last.marked or not said.words))
            or (said.marked and last.marked and said.label == last.label)
        )
        if last is None or not goes_on:
            if not said.words and said.label is None:
                continue
            last = _Turn(cue.line, said.label or "", *cue.times, marked=said.marked)
            turns.append(last)
        if said.words:
            last.words += said.words
            last.end_ms = max(last.end_ms, cue.times[1])


def _block(turn: _Turn) -> Block:
    return Block(turn.line, turn.label, " ".join(turn.words), turn.start_ms, turn.end_ms)

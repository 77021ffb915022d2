"""A file becomes a document: which format it is, why, and what it says."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from onrecord.transcripts import akomantoso, captions, html, table, text
from onrecord.transcripts.decode import (
    MAX_BYTES,
    MAX_BYTES_OF_WORDS,
    encoding_of,
    left_out,
    refuse_binary,
    refuse_endless,
    too_large,
)
from onrecord.transcripts.interpret import interpret
from onrecord.transcripts.model import Block, Document, Draft, TranscriptError, Warning
from onrecord.transcripts.unseen import unseen_in, without_unseen

READERS: dict[str, Callable[..., Draft]] = {
    "text": text.read,
    "markdown": text.read,
    "html": html.read,
    "vtt": captions.read,
    "srt": captions.read,
    "akn": akomantoso.read,
    "csv": table.read,
}
SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".vtt": "vtt",
    ".srt": "srt",
    ".xml": "akn",
    ".akn": "akn",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "text",
}


def read_file(path: Path, *, format: str = "auto") -> Document:
    """The document in a file, of which no more is taken into memory than a transcript may have.

    Raises TranscriptError as `read` does and where it is no file, OSError where it can't be opened.
    """
    if not path.is_file():
        link = "a broken link" if path.is_symlink() and not path.exists() else "not a file"
        raise TranscriptError(f"{path.name} is {link}; give a transcript or a folder of transcripts")
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise too_large(os.fstat(file.fileno()).st_size, MAX_BYTES, name=path.name)
    return read(raw, name=path.name, format=format)


def read(raw: bytes, *, name: str, format: str = "auto") -> Document:
    """The document in `raw`. `format` is auto or one of READERS; `name` is used in messages and for its suffix.

    Raises TranscriptError, whose message begins with or names the file, where it can't be read as one.
    """
    if format != "auto" and format not in READERS:
        raise TranscriptError(f"there is no format “{format}”; use auto, {', '.join(READERS)}")
    if not raw.strip():
        raise TranscriptError(f"{name}: the file is empty; save the transcript again")
    refuse_binary(raw, name=name)
    chosen, because = (format, "you chose it with --format") if format != "auto" else detect(raw, name=name)
    largest = MAX_BYTES if chosen == "html" else MAX_BYTES_OF_WORDS
    if len(raw) > largest:
        raise too_large(len(raw), largest, name=name)
    draft = READERS[chosen](raw, name=name)
    _leave_out_unseen(draft, left_out(raw))
    refuse_endless(draft.blocks, name=name)
    if chosen in ("text", "markdown", "csv", "srt"):
        encoding = encoding_of(raw, name=name)
        if not encoding.startswith("utf"):
            draft.warnings.append(Warning(f"read as {encoding}, a guess from the bytes: check accented letters"))
    digest = hashlib.sha256(raw).hexdigest()
    return interpret(draft, source_name=without_unseen(name), source_sha256=digest, chosen_because=because)


def _leave_out_unseen(draft: Draft, found: Counter[str]) -> None:
    """Without what entities (`&#8203;`) stand for and nobody sees; told, together with what was `found` in the file."""

    def seen(text: str) -> str:
        found.update(unseen_in(text))
        return without_unseen(text)

    def seen_in(block: Block) -> Block:
        return replace(block, label=seen(block.label), text=seen(block.text), title=seen(block.title))

    draft.title, draft.place = seen(draft.title), seen(draft.place)
    draft.preface = [(line, seen(text)) for line, text in draft.preface]
    draft.blocks = [seen_in(block) for block in draft.blocks]
    if found:
        each = ", ".join(f"{code} ×{count}" for code, count in sorted(found.items())[:10])
        draft.warnings.append(Warning(f"invisible characters were left out: {each}"))


def detect(raw: bytes, *, name: str) -> tuple[str, str]:
    """The format of `raw`, and why it was chosen: what the file begins with counts before its name."""
    head = raw[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"WEBVTT"):
        return "vtt", "it begins with WEBVTT"
    if re.match(rb"\d+\r?\n\d{1,2}:\d\d:\d\d[,.]\d{3} --> ", head):
        return "srt", "it begins with a numbered cue"
    if b"akomaNtoso" in head:
        return "akn", "its root element is akomaNtoso"
    if re.match(rb"(?i)<!doctype html|<html|<head|<body|<article|<div|<p[ >]", head):
        return "html", "it begins with an HTML tag"
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix], f"its name ends in {suffix}"
    return "text", "no other format was recognised"

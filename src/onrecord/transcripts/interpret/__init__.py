"""From a draft to a document: who spoke, in which role, what is only suggested. One module a subject."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import py3langid

from onrecord.transcripts.interpret.askers import suggest_askers
from onrecord.transcripts.interpret.dates import find_date
from onrecord.transcripts.interpret.roles import assign_roles
from onrecord.transcripts.interpret.rules import suggest_rules
from onrecord.transcripts.interpret.speakers import Cast
from onrecord.transcripts.model import Block, Document, Draft, Role, TranscriptError, Utterance, Warning

NOTE = re.compile(r"[(\[<]([^()\[\]<>]{2,80})[)\]>]")
NOTE_WORDS = re.compile(
    r"(?i)inaudible|laugh|laughter|cross-?talk|applause|pause|aplausos|risas|inaudible|ininteligible|rires|gelächter"
    r"|unverständlich|неразборчиво|смех|аплодисменты|video|vídeo"
)
INTERRUPTED = re.compile(r"[—–-]\s*$")
MOST_WARNINGS = 200


def interpret(draft: Draft, *, source_name: str = "", source_sha256: str = "", chosen_because: str = "") -> Document:
    """The document a draft stands for. Raises TranscriptError where nobody says anything."""
    blocks = _after_interjections([block for block in draft.blocks if block.text.strip()], draft)
    if not blocks:
        raise TranscriptError(f"{source_name or 'the source'}: it has no spoken words")
    cast = Cast(blocks)
    roles = assign_roles(blocks, cast)
    suggestions = suggest_askers(blocks, roles, cast)
    warnings = list(draft.warnings)
    complete = _is_complete(draft, warnings)
    utterances = tuple(
        Utterance(
            text=block.text,
            role=role,
            speaker=cast.key_of(block),
            label=block.label,
            line=block.line,
            notes=tuple(note for note in NOTE.findall(block.text) if NOTE_WORDS.search(note)),
            suggestion=suggestion,
            language=block.language,
            start_ms=block.start_ms,
            end_ms=block.end_ms,
        )
        for block, role, suggestion in zip(blocks, roles, suggestions, strict=True)
    )
    return Document(
        title=_title(draft, source_name),
        format=draft.format,
        utterances=utterances,
        speakers=cast.speakers,
        date=draft.date or find_date([line for _, line in draft.preface[:12]], draft.title, source_name),
        place=draft.place,
        language=draft.language or _language(utterances),
        source_name=source_name,
        source_sha256=source_sha256,
        source_url=draft.source_url,
        complete=complete,
        same_person=cast.same_person(),
        rules=suggest_rules(draft, blocks),
        warnings=tuple(warnings[:MOST_WARNINGS]),
        chosen_because=chosen_because,
    )


def _after_interjections(blocks: list[Block], draft: Draft) -> list[Block]:
    """The words of a voice that was interrupted, broken off with a dash, and goes on in lower case, given back to it."""
    found = blocks[:1]
    for before, block in pairwise(blocks):
        shout, goes_on = _cut_where_lower(block.text) if INTERRUPTED.search(before.text) else (block.text, "")
        found.append(replace(block, text=shout))
        if goes_on:
            message = f"“{goes_on[:60]}” is read as {before.label or 'the previous speaker'} continuing after an interruption: check it"
            draft.warnings.append(Warning(message, block.line))
            found.append(replace(before, line=block.line, text=goes_on, start_ms=block.start_ms, end_ms=block.end_ms))
    return found


def _cut_where_lower(text: str) -> tuple[str, str]:
    paragraphs = text.split("\n\n")
    at = next((n for n, words in enumerate(paragraphs) if n and words[:1].islower()), len(paragraphs))
    return "\n\n".join(paragraphs[:at]), "\n\n".join(paragraphs[at:])


def _title(draft: Draft, source_name: str) -> str:
    if draft.title:
        return draft.title
    return next((line for _, line in draft.preface if len(line) > 3), source_name or "Untitled")


def _language(utterances: tuple[Utterance, ...]) -> str:
    """The language of most of what was said (py3langid), or empty where there is too little of it."""
    sample = " ".join(utterance.text[:2_000] for utterance in utterances if utterance.role is not Role.REMARK)[:20_000]
    sample = sample or " ".join(utterance.text[:2_000] for utterance in utterances)[:20_000]
    if len(sample) < 20:
        return ""
    return str(py3langid.classify(sample)[0])


def _is_complete(draft: Draft, warnings: list[Warning]) -> bool:
    """Incomplete where the family's end mark is missing, or the last words break off in the middle."""
    last = draft.blocks[-1]
    if draft.ended:
        return True
    if draft.ended is False:
        warnings.append(Warning("the file has no end mark, so it counts as incomplete", last.line))
        return False
    if re.search(r"[\w,;]\s*$", last.text) and len(last.text.split()) > 12:
        warnings.append(Warning("the file stops in the middle of a sentence, so it counts as incomplete", last.line))
        return False
    return True

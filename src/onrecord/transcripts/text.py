"""Plain text and Markdown: `---` blocks whose first line is the label, or labels at the beginning of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Date

from onrecord.transcripts.decode import LONGEST_BLOCK, MAX_LINES, decode, refuse_too_many
from onrecord.transcripts.labels import END_MARK, MARK, is_name_like, split_label
from onrecord.transcripts.markdown import lines_alone, plain
from onrecord.transcripts.model import Block, Draft, TranscriptError, Warning

FENCE = re.compile(r"-{3,}")
FRONT_MATTER = re.compile(r"([A-Za-z_]+):\s*(.*)")
CLOCK = re.compile(r"\[(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\.(\d{3}))?\]\s*")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]"
INITIALS = re.compile(
    rf"(?:{_CAPITAL}\.[\s-]?){{1,3}}(?:(?:de|del|la|da|dos|van|von|der|den|di|el|al)\s+){{0,2}}{_CAPITAL}[\w’'-]+(?:[\s]{_CAPITAL}[\w’'-]+){{0,2}}"
)
"""`P. Duval`, `В.Ферро`, `J.-P. de la Cruz Sol`."""
LETTER = re.compile(r"([QAРВRP])(?:\.-?:?|:|\s{2,})\s*(?=\S)")
DASHED = re.compile(r"([^\W\d_][^.:!?]{1,98})\.-\s+(?=\S)")
CLOSING_TIME = re.compile(r"(?i)(?:end\s+)?\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?\s?[A-Z]{2,4}T?")
"""A time alone on the last line says when it ended."""
ZEROS = re.compile(r"[-–—―]+\s*000\s*[-–—―]+")
END = "[End of transcript.]"
STOPS = "[The source stops here.]"
"""Our own texts end with one of these lines."""
TOLD = re.compile(r"\[(?:corrected .*; before: “.*”|ground rule: .*)\]")
"""What our own texts say of a passage that was corrected, or spoken on background."""
DIRECTION = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]\.?")


def read(raw: bytes, *, name: str) -> Draft:
    """The blocks of a text. Raises TranscriptError where it is no text or nobody in it speaks."""
    source = decode(raw, name=name)
    _refuse_wild_lines(source, name=name)
    is_markdown = name.lower().endswith((".md", ".markdown"))
    draft = Draft(format="markdown" if is_markdown else "text", blocks=[])
    lines = [(number, line.rstrip()) for number, line in enumerate(source.split("\n"), 1)]
    lines = _front_matter(lines, draft)
    marks = lines_alone(lines)
    lines = [(number, plain(line)) for number, line in lines]
    lines = _without_end(lines, draft)
    groups = _groups(lines)
    if len(groups) > 2 and 2 * sum(_is_block_label(group[0][1]) for group in groups[1:] if group) >= len(groups) - 2:
        _fenced(groups, draft)
    else:
        _labelled(lines, draft, *marks)
    refuse_too_many(draft.blocks, name=name)
    if not draft.blocks:
        raise TranscriptError(
            f"{name}: no speaker's label found. Put a label at the beginning of a line, like “ADA REYES: …” or “Q   …”, or "
            "alone on the first line of a block between lines of ---"
        )
    return draft


def _refuse_wild_lines(source: str, *, name: str) -> None:
    if (count := source.count("\n")) > MAX_LINES:
        raise TranscriptError(f"{name} has {count:,} lines; a transcript may have at most {MAX_LINES:,}")
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > LONGEST_BLOCK:
            raise TranscriptError(
                f"{name}: this line has {len(line):,} characters; a paragraph may have at most {LONGEST_BLOCK:,}",
                line=number,
            )


def _front_matter(lines: list[tuple[int, str]], draft: Draft) -> list[tuple[int, str]]:
    if not lines or lines[0][1].strip() != "---":
        return lines
    end = next((i for i, (_, line) in enumerate(lines[1:60], 1) if line.strip() == "---"), None)
    if end is None or not all(
        FRONT_MATTER.match(line) or not line.strip() or line[0] in " -" for _, line in lines[1:end]
    ):
        return lines
    for _, line in lines[1:end]:
        if found := FRONT_MATTER.match(line):
            value = (
                found[2]
                .strip()
                .strip("'\"")
                .replace("\\_", " ")
                .replace("\u00a0", " ")
                .replace("_", " " if found[1] == "title" else "_")
            )
            match found[1].lower():
                case "title":
                    draft.title = " ".join(value.split())
                case "date":
                    draft.date = _iso(value)
                case "source_url" | "url" | "link":
                    draft.source_url = found[2].strip().strip("'\"")
                case "language" | "lang":
                    draft.language = value
                case "place" | "location":
                    draft.place = value
    return lines[end + 1 :]


def _iso(value: str) -> Date | None:
    try:
        return Date.fromisoformat(value[:10])
    except ValueError:
        return None


def _without_end(lines: list[tuple[int, str]], draft: Draft) -> list[tuple[int, str]]:
    """Cut at the end mark, if one stands in the last fifth."""
    last = max((i for i, (_, line) in enumerate(lines) if line.strip()), default=0)
    for i in range(last, max(len(lines) * 4 // 5 - 1, -1), -1):
        mark = lines[i][1].strip()
        if i == last and CLOSING_TIME.fullmatch(mark):
            draft.ended = True
            draft.afterword = [lines[i]]
            return lines[:i]
        if i == last and mark == STOPS:
            draft.ended = False
            return lines[:i]
        if mark and mark != "---" and END_MARK.fullmatch(mark):
            draft.ended = True
            draft.afterword = [(number, line) for number, line in lines[i + 1 :] if line.strip()]
            return _without_inner_marks(lines[:i], draft)
    return lines


def _without_inner_marks(lines: list[tuple[int, str]], draft: Draft) -> list[tuple[int, str]]:
    """End marks before the last one (two conferences in one file, say) are no speech either."""
    kept = []
    for number, line in lines:
        if ZEROS.fullmatch(line.strip()):
            draft.warnings.append(Warning("there is an end mark here, but the file continues after it", number))
        else:
            kept.append((number, line))
    return kept


def _groups(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The lines that hold something, cut at the lines of `---`."""
    groups: list[list[tuple[int, str]]] = [[]]
    for number, line in lines:
        if FENCE.fullmatch(line.strip()):
            groups.append([])
        elif line.strip():
            groups[-1].append((number, line.strip()))
    return groups


def _is_block_label(line: str) -> bool:
    return len(line) <= 250 and (is_name_like(line) or line.isupper())


def _fenced(groups: list[list[tuple[int, str]]], draft: Draft) -> None:
    draft.preface = groups[0]
    if draft.ended is None:
        draft.ended = False  # the family closes with a mark; this file doesn't
    for group in groups[1:]:
        if not group:
            continue
        (first, label), words = group[0], group[1:]
        if not words and DIRECTION.fullmatch(label):
            draft.warnings.append(Warning(f"a note, not speech: {label}", first))
        elif not _is_block_label(label):
            draft.blocks.append(Block(first, "", "\n\n".join(text for _, text in group)))
        elif words:
            draft.blocks.append(Block(first, label, "\n\n".join(text for _, text in words)))
        else:
            draft.warnings.append(Warning(f"the label “{label}” has no words under it", first))


def _labelled(lines: list[tuple[int, str]], draft: Draft, alone: dict[int, str], headings: dict[int, str]) -> None:
    current: tuple[int, str, int | None] | None = None
    paragraphs: list[list[str]] = []
    letters = _letters(line.strip() for _, line in lines)

    def close() -> None:
        if current is None:
            return
        text = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
        if not text:
            draft.warnings.append(Warning(f"the label “{current[1]}” has no words after it", current[0]))
        elif DIRECTION.fullmatch(text) and not current[1]:
            draft.warnings.append(Warning(f"a note, not speech: {text}", current[0]))
        else:
            draft.blocks.append(Block(current[0], current[1], text, start_ms=current[2]))

    for number, line in lines:
        stripped = line.strip()
        label = (alone[number], "") if number in alone else _label(stripped, letters) if stripped else None
        if current and TOLD.fullmatch(stripped):
            draft.warnings.append(Warning(f"a note on the passage above, not speech: {stripped[:200]}", number))
            continue
        if number in headings:
            # Not spoken: in brackets, like a transcriber's note.
            label, stripped = None, stripped if current is None else f"[{stripped}]"
            paragraphs.append([])
        elif FENCE.fullmatch(stripped):
            stripped = ""
        if label:
            close()
            words, start = _timed(label[1])
            current, paragraphs = (number, label[0], start), [[words] if words else []]
        elif current is None:
            if stripped:
                draft.preface.append((number, stripped))
        elif not stripped:
            paragraphs.append([])
        else:
            paragraphs[-1].append(" ".join(stripped.split()))
    close()


def _letters(lines: Iterable[str]) -> set[str]:
    """The letters that stand for question and answer in a file, as in `Q. Why?`, and not for a first name only."""
    return {found[1] for line in lines if (found := LETTER.match(line)) and not _initialled(line)}


def _initialled(line: str) -> str | None:
    """`P. Duval` of `P. Duval: Is it open?`."""
    head, colon, words = line[:110].partition(":")
    return head if colon and INITIALS.fullmatch(head) and (not words or words[0].isspace()) else None


def _label(line: str, letters: set[str]) -> tuple[str, str] | None:
    if (name := _initialled(line)) and name[0] not in letters:
        return name, line[len(name) + 1 :].strip()
    if found := LETTER.match(line):
        return found[1], line[found.end() :]
    if (cut := split_label(line)) is not None:
        return cut
    if found := DASHED.match(line):
        if is_name_like(found[1]) or found[1].isupper():
            return found[1], line[found.end() :]
    head, colon, words = line[:110].partition(":")
    if colon and MARK.fullmatch(head) and (not words or words[0].isspace()):
        return head, line[len(head) + 1 :].strip()
    return None


def _timed(words: str) -> tuple[str, int | None]:
    found = CLOCK.match(words)
    if not found:
        return " ".join(words.split()), None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups())
    return words[found.end() :], ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths

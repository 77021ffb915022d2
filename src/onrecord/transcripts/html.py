"""Reads a transcript from a web page as offices publish them: the article's text, cut at the speakers' labels.

The page is only parsed, never run, and what leaves this module is text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date as Date

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from .decode import decode, refuse_too_many
from .html_article import HEADINGS, Line, article_of, characters_of, deleted, text_of
from .html_source import safe_source
from .labels import END_MARK, MAX_LABEL, is_name_like, split_label
from .model import Block, Draft, TranscriptError, Warning

_LONGEST_TITLE = 500
_NOT_SPEAKERS = frozenset(
    str.split(
        "contact date location note photo place source subject tags time topic update venue when where "
        "fecha lugar hora datum ort zeit date lieu heure data luogo local дата место время"
    )
)
_DATES = (
    ("time[datetime]", "datetime"),
    ("meta[property='article:published_time']", "content"),
    ("meta[name='DC.date' i], meta[name='dcterms.date' i], meta[name='date' i], meta[name='pubdate' i]", "content"),
)


@dataclass(frozen=True, slots=True)
class _Label:
    """A possible label at the head of a line. `marked` and `capitals` stand for themselves; `alone` (a heading or
    bold line) and `plain` (`Ada Reyes: …`) count where the page has nothing better, or for a label known by then."""

    name: str
    words: str
    sign: str


@dataclass(slots=True)
class _Turn:
    line: int
    label: str
    paragraphs: list[str] = field(default_factory=list)


def read(raw: bytes, *, name: str) -> Draft:
    """The draft of an HTML page; raises TranscriptError for pages without text and pages built to exhaust.

    Labels are taken where the page marks them: bold before a colon, `<dt>`, a heading or bold line of its own, and
    `NAME: words`. Lines above the first label are the preface, lines below an end mark the afterword. Without any
    label the article is one block, with a warning.
    """
    source = safe_source(_decoded(raw, name=name), name=name)
    try:
        page = LexborHTMLParser(source)
    except (SelectolaxError, ValueError) as error:
        raise TranscriptError(f"{name} could not be parsed as HTML: {error}") from None
    lines = article_of(page)
    if not lines:
        raise TranscriptError(
            f"{name} has no article text; save the page that shows the transcript, after it has loaded "
            "(some pages are filled in by a script)"
        )
    draft = Draft(format="html", blocks=[])
    _read_metadata(page, draft)
    draft.warnings += _left_out(page, lines)
    lines = [line for line in lines if line.tag != "h1" or line.text != draft.title]
    _cut(_without_end(lines, draft), draft)
    refuse_too_many(draft.blocks, name=name)
    return draft


def _left_out(page: LexborHTMLParser, lines: list[Line]) -> list[Warning]:
    """What the page says and the article doesn't, so that a person can look whether some of it was spoken."""
    told = [Warning(f"struck out on the page, so left out: “{words}”", number) for number, words in deleted(page)]
    missing = characters_of(page) - sum(sum(map(len, line.text.split())) for line in lines)
    if missing > 0:
        told.append(Warning(f"{missing:,} characters of the page were left out: menus, notices and hidden text"))
    return told


def _decoded(raw: bytes, *, name: str) -> str:
    """As `decode`, or in the encoding the page declares where its bytes alone leave it open."""
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", raw[:4096], re.IGNORECASE)
    return decode(raw, name=name, declared=declared[1].decode("ascii", "replace") if declared else "")


def _without_end(lines: list[Line], draft: Draft) -> list[Line]:
    """The lines above the end mark; the mark and what follows go to the afterword."""
    for index in range(max(len(lines) - 12, 1), len(lines)):
        if END_MARK.fullmatch(lines[index].text):
            draft.ended = True
            draft.afterword = [(line.number, line.text) for line in lines[index:]]
            return lines[:index]
    return lines


def _cut(lines: list[Line], draft: Draft) -> None:
    """Into preface and blocks, at the labels the page is found to use."""
    labels = _labels(lines)
    turns: list[_Turn] = []
    for line, label in zip(lines, labels, strict=True):
        if label is not None:
            turns.append(_Turn(line.number, label.name, [label.words] if label.words else []))
        elif not turns:
            draft.preface.append((line.number, line.text))
        else:
            _append(turns[-1].paragraphs, line)
    draft.blocks = [Block(turn.line, turn.label, "\n\n".join(turn.paragraphs)) for turn in turns if turn.paragraphs]
    if draft.blocks:
        return
    draft.warnings.append(Warning("no speaker's label was found; write each label as NAME: in bold or capitals"))
    paragraphs: list[str] = []
    for line in lines:
        _append(paragraphs, line)
    draft.preface = []
    draft.blocks = [Block(lines[0].number, "", "\n\n".join(paragraphs))] if lines else []


def _append(paragraphs: list[str], line: Line) -> None:
    # A heading amid speech was not spoken: in brackets, like a transcriber's note.
    text = f"[{line.text}]" if line.tag in HEADINGS else line.text
    if line.opens_paragraph or not paragraphs:
        paragraphs.append(text)
    else:
        paragraphs[-1] += " " + text


def _labels(lines: list[Line]) -> list[_Label | None]:
    """For each line the label it begins with, judged by what the whole page does."""
    names = {text for text, count in Counter(line.text for line in lines).items() if count > 1}
    for tag in HEADINGS:
        # Headings of one level are used alike: where most are names, the others are names too.
        headings = [line.text for line in lines if line.tag == tag]
        if len(headings) > 1 and sum(map(is_name_like, headings)) * 2 >= len(headings):
            names.update(headings)
    found = [_label(line, names=names) for line in lines]
    signs = Counter(label.sign for label in found if label)
    if signs["marked"] or signs["capitals"]:
        accepted = {"marked", "capitals"}
    elif signs["alone"] > 1:
        accepted = {"alone"}
    elif signs["plain"] > 1:
        accepted = {"plain"}
    else:
        accepted = set()
    known = {label.name.casefold() for label in found if label and label.sign in accepted}
    return [label if label and (label.sign in accepted or label.name.casefold() in known) else None for label in found]


def _label(line: Line, *, names: set[str]) -> _Label | None:
    text, bold = line.text, line.bold
    name, rest = bold.rstrip(":： "), text[len(bold) :].lstrip()
    if line.tag == "dt":
        return _Label(text.rstrip(":： "), "", "marked") if len(text) <= MAX_LABEL else None
    if bold and len(name) <= MAX_LABEL and (bold.endswith((":", "：")) or rest.startswith((":", "："))):
        speaks = name and name.casefold() not in _NOT_SPEAKERS and not re.search(r"[.!?;]\s|[!?]$", name)
        return _Label(name, rest.lstrip(":： "), "marked") if speaks else None
    if bold == text and text and len(text) <= MAX_LABEL and (is_name_like(text) or text in names):
        return _Label(text, "", "alone")
    if (split := split_label(text)) is None or split[0].casefold() in _NOT_SPEAKERS:
        return None
    return _Label(*split, "plain" if any(char.islower() for char in split[0]) else "capitals")


def _read_metadata(page: LexborHTMLParser, draft: Draft) -> None:
    titles = (
        *(text_of(node) for node in page.css("h1")[:3]),
        _attribute(page, "meta[property='og:title']", "content"),
        *(text_of(node) for node in page.css("title")[:1]),
    )
    draft.title = next((title for title in titles if 0 < len(title) <= _LONGEST_TITLE), "")
    draft.date = next(filter(None, (_date(_attribute(page, *where)) for where in _DATES)), None)
    draft.language = _attribute(page, "html[lang]", "lang")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", draft.language):
        draft.language = ""
    urls = (_attribute(page, "link[rel=canonical]", "href"), _attribute(page, "meta[property='og:url']", "content"))
    draft.source_url = next((url for url in urls if re.match(r"https?://[^\s/]", url)), "")


def _attribute(page: LexborHTMLParser, selector: str, attribute: str) -> str:
    node = page.css_first(selector)
    return " ".join((node.attributes.get(attribute) or "").split()) if node is not None else ""


def _date(value: str) -> Date | None:
    try:
        return Date.fromisoformat(value[:10])
    except ValueError:
        return None

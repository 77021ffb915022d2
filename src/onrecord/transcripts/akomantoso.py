"""Reads Akoma Ntoso debates (OASIS LegalDocML): speeches, questions and answers with their speakers.

Elements are known by their local names, so every version from 1.0 to 3.0 is read. The parser resolves no entity,
loads no DTD and reaches no network; a document type declaration, which Akoma Ntoso has no use for, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from datetime import date as Date
from typing import cast

from lxml import etree

from .decode import decode, refuse_too_many
from .model import Block, Draft, Role, TranscriptError, Warning

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:onrecord:transcript:1"
"""Namespace of the attributes for what the standard has no place for: `role`, `label`, `startMs`, `endMs`, `groundRule`."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPEECHES = {"speech": None, "question": Role.QUESTION, "answer": Role.ANSWER}
_PARAGRAPHS = frozenset(str.split("p li block tr heading subheading blockList item"))
_NOT_SPOKEN = frozenset(str.split("meta from num del noteRef"))
_NOTES = frozenset(str.split("remark authorialNote scene narrative summary"))
_HEADINGS = frozenset(str.split("heading subheading"))
_EMPTY = _PARAGRAPHS | frozenset(
    str.split("a answer b br eol from i img marker mref noteRef other question ref rref span speech sub sup td th u")
)
"""What may be empty without meaning a word; `<inaudible/>` means one."""
_MAX_TAGS = 1_000_000
_DECLARATION = re.compile(r"\s*<\?xml\s[^<>]{0,300}\?>")


def read(raw: bytes, *, name: str) -> Draft:
    """The draft of an Akoma Ntoso debate; raises TranscriptError naming the line of what is malformed.

    Start and end are milliseconds from the earliest `startTime` in the document. Scenes, narratives, remarks and
    headings become notes in brackets; `question` and `answer` give the role; what else has words in the sitting is
    a remark of nobody's. Numbers and what was deleted are left out with a warning.
    """
    root = _parsed(raw, name=name)
    if _local(root).lower() != "akomantoso":
        raise TranscriptError(
            f"{name} is XML, but its root is <{_local(root)}>, not <akomaNtoso>; export an Akoma Ntoso debate",
            line=_line(root),
        )
    draft = Draft(format="akn", blocks=[])
    _read_metadata(root, draft)
    draft.blocks = _blocks(root, draft, name=name)
    if not draft.blocks:
        raise TranscriptError(
            f"{name} has no <speech>, <question> or <answer> with words; a debate has them in its <debateBody>",
            line=_line(root),
        )
    refuse_too_many(draft.blocks, name=name)
    return draft


def _parsed(raw: bytes, *, name: str) -> etree._Element:
    declared = re.match(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']", raw)
    source = decode(raw, name=name, declared=declared[1].decode("ascii", "replace") if declared else "")
    for forbidden in ("<!DOCTYPE", "<!ENTITY"):
        if (at := source.find(forbidden)) >= 0:
            raise TranscriptError(
                f"{name} declares {forbidden[2:]}, which onrecord doesn't expand; remove the declaration",
                line=source.count("\n", 0, at) + 1,
            )
    if source.count("<") > _MAX_TAGS:
        raise TranscriptError(f"{name} has more than {_MAX_TAGS:,} tags; import one session at a time")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    # What is parsed is UTF-8 now, whatever the declaration says.
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), source, count=1)
    try:
        return etree.fromstring(body.encode(), parser)
    except etree.XMLSyntaxError as error:
        message = (error.msg or "no element found").split(", line")[0]
        raise TranscriptError(f"{name} is not well-formed XML: {message}", line=error.lineno or 1) from None


def _local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    # The published stubs leave the type of `sourceline` open.
    return cast("int | None", element.sourceline) or 1


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _read_metadata(root: etree._Element, draft: Draft) -> None:
    title = next(root.iter("{*}docTitle", "{*}FRBRtitle"), None)
    if title is not None:
        draft.title = _text(title) or title.get("value", "")
    draft.date = next(
        filter(None, (_date(node.get("date", "")) for node in root.iter("{*}FRBRdate", "{*}docDate"))), None
    )
    languages = (node.get("language", "") for node in root.iter("{*}FRBRlanguage"))
    draft.language = _language(next(languages, ""))
    draft.place = next((_text(node) for node in root.iter("{*}location")), "")
    draft.ended = False if any(node.get("status") == "incomplete" for node in root.iter("{*}debateBody")) else None
    urls = (node.get("value", "") for node in root.iter("{*}FRBRuri", "{*}FRBRalias"))
    draft.source_url = next((url for url in urls if re.match(r"https?://[^\s/]", url)), "")


def _date(value: str) -> Date | None:
    """The day; the year 1 stands for "unknown" in documents that must have a date."""
    try:
        day = Date.fromisoformat(value[:10])
    except ValueError:
        return None
    return day if day.year > 1 else None


def _language(code: str) -> str:
    return code if code != "und" and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else ""


def _blocks(root: etree._Element, draft: Draft, *, name: str) -> list[Block]:
    persons, roles = _shown(root, "TLCPerson"), _shown(root, "TLCRole")
    begin = min(filter(None, (_clock(node, "startTime", name=name) for node in root.iter())), default=None)
    found: list[tuple[etree._Element, list[str]]] = []
    for element in _parts(root):
        if _local(element) in _NOT_SPOKEN:
            _tell(element, draft)
            continue
        paragraphs = _paragraphs(element, draft)
        if not paragraphs:
            continue
        if _local(element) not in _NOTES | _HEADINGS:
            found.append((element, paragraphs))
        elif found:
            found[-1][1].append(f"[{' '.join(paragraphs)}]")
        else:
            draft.preface.append((_line(element), " ".join(paragraphs)))
    return [
        Block(
            line=_line(element),
            label=_from(element) or persons.get(element.get("by", "").lstrip("#"), ""),
            text="\n\n".join(paragraphs),
            start_ms=_milliseconds(element, "start", begin, name=name),
            end_ms=_milliseconds(element, "end", begin, name=name),
            role=_role(element),
            language=_language(element.get(XML_LANG, "")),
            title=roles.get(element.get("as", "").lstrip("#"), ""),
        )
        for element, paragraphs in found
    ]


def _shown(root: etree._Element, kind: str) -> dict[str, str]:
    """What the document calls each reference of a kind, by identifier; an unknown voice has no name."""
    shown = {node.get("eId") or node.get("id") or "": node.get("showAs", "") for node in root.iter("{*}" + kind)}
    return shown | {"unknown": ""}


def _parts(root: etree._Element) -> Iterator[etree._Element]:
    """The outermost speeches, the notes between them and, in the body, whatever else has words, in order."""
    boxes: set[etree._Element] = set()
    for speech in root.iter(*("{*}" + name for name in _SPEECHES)):
        for box in speech.iterancestors():
            if box in boxes:
                break
            boxes.add(box)
    waiting = [(root, False)]
    while waiting:
        element, in_body = waiting.pop()
        name = _local(element)
        if name in _SPEECHES or name in _NOTES or (in_body and element not in boxes):
            yield element
        elif name != "meta":
            waiting.extend((child, in_body or name == "debateBody") for child in reversed(element) if _local(child))


def _from(element: etree._Element) -> str:
    label = element.find("{*}from")
    return _text(label).rstrip(":： ") if label is not None else ""


def _paragraphs(element: etree._Element, draft: Draft) -> list[str]:
    """The spoken paragraphs of an element, with soft breaks joined and notes in brackets."""
    paragraphs: list[list[str]] = [[]]
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        name = _local(node)
        inner = node is not element
        if event == "start":
            if name in _PARAGRAPHS:
                paragraphs.append([])
            if inner and name in _NOT_SPOKEN:
                _tell(node, draft)
                walk.skip_subtree()
                continue
            if not len(node) and not node.text and name not in _EMPTY:
                paragraphs[-1].append(f"[{name}]")
            paragraphs[-1] += ["["] if inner and name in _NOTES else []
            paragraphs[-1].append(node.text or "")
            continue
        paragraphs[-1] += ["]"] if event == "end" and inner and name in _NOTES else []
        paragraphs[-1] += [" "] if name in ("eol", "br") else []
        if name in _PARAGRAPHS:
            paragraphs.append([])
        paragraphs[-1].append(node.tail or "" if inner else "")
    joined = (" ".join("".join(pieces).split()) for pieces in paragraphs)
    return [text for text in joined if text]


def _tell(element: etree._Element, draft: Draft) -> None:
    name, words = _local(element), _text(element)
    if name in ("num", "del") and words:
        draft.warnings.append(Warning(f"not spoken, so left out: <{name}> “{words[:200]}”", _line(element)))


def _role(element: etree._Element) -> Role | None:
    stated = element.get(f"{{{OURS}}}role", "")
    return Role(stated) if stated in set(Role) else _SPEECHES.get(_local(element), Role.REMARK)


def _clock(element: etree._Element, attribute: str, *, name: str) -> datetime | None:
    value = element.get(attribute)
    if value is None or _local(element) not in _SPEECHES:
        return None
    try:
        time = datetime.fromisoformat(value.strip())
    except ValueError:
        raise TranscriptError(
            f"{name}: {attribute}=“{value[:40]}” is not a date and time; write one like 2031-05-04T10:00:00Z",
            line=_line(element),
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _milliseconds(element: etree._Element, which: str, begin: datetime | None, *, name: str) -> int | None:
    ours = element.get(f"{{{OURS}}}{which}Ms", "")
    if re.fullmatch(r"[0-9]{1,12}", ours):
        return int(ours)
    time = _clock(element, f"{which}Time", name=name)
    if time is None or begin is None or time < begin:
        return None
    return round((time - begin).total_seconds() * 1000)

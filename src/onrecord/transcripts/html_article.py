"""The article of a web page as a reader sees it: its lines, without what is never speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .html_source import LINE
from .model import TranscriptError

_NEVER_SPEECH = frozenset(
    str.split(
        "del head noscript template object embed svg math canvas video audio picture map nav footer aside form button "
        "select dialog menu figure datalist"
    )
)
_NEVER_SPEECH_ROLES = frozenset(
    str.split("navigation banner note contentinfo search complementary dialog alert alertdialog menu menubar toolbar")
)
_WIDGET_WORDS = frozenset(
    str.split(
        "cookie cookies consent gdpr share sharing sharethis addtoany social breadcrumb breadcrumbs newsletter "
        "subscribe related sidebar advert adverts ads promo pagination pager skip skiplink comments toolbar navigation"
    )
)
_LAYOUT_WORDS = frozenset(str.split("has no with without layout page grid col column row is"))
_ARTICLES = (
    "[itemprop=articleBody]",
    ".entry-content, .body-content, .article-body, .article__body, .field--name-body, .field-name-body, .post-content",
    "article",
    "main, [role=main], #main-content, #content",
)
_MOST_CANDIDATES = 12
_LONGEST_LINE = 1_000_000
_BLOCKS = frozenset(
    str.split(
        "address article blockquote body center dd details div dl dt fieldset figcaption h1 h2 h3 h4 h5 h6 header hr "
        "html li main ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Line:
    """One line of the article as a reader sees it: a paragraph, or what stands between two `<br>`."""

    number: int
    tag: str
    opens_paragraph: bool
    text: str = ""
    bold: str = ""
    """The bold words it begins with."""


def article_of(page: LexborHTMLParser) -> list[Line]:
    """The lines of the part that holds most of the page's words; none where the page has no words."""
    body = page.body
    if body is None:
        return []
    whole = _lines(body, with_widgets=False)
    everything = _lines(body, with_widgets=True)
    # A page may call the box around its whole text "sidebar"; then the names mislead and we keep everything.
    with_widgets = _length(whole) * 3 < _length(everything)
    if with_widgets:
        whole = everything
    for selector in _ARTICLES:
        found = [_lines(node, with_widgets=with_widgets) for node in page.css(selector)[:_MOST_CANDIDATES]]
        largest = max(found, key=_length, default=[])
        if _length(largest) * 2 > _length(whole):
            return largest
    return whole


def _length(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _walk(root: LexborNode, left_out: Callable[[LexborNode], bool]) -> Iterator[tuple[LexborNode, bool]]:
    """(node, whether it opens) in document order, without recursion and without the elements that are `left_out`."""
    node: LexborNode | None = root
    while node is not None:
        if not (node.is_element_node and left_out(node)):
            yield node, True
            if node.first_child is not None:
                node = node.first_child
                continue
            yield node, False
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                yield node, False
        if node is None or node.mem_id == root.mem_id:
            return
        node = node.next


def _is_left_out(node: LexborNode, *, with_widgets: bool) -> bool:
    if node.tag in _NEVER_SPEECH:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in _NEVER_SPEECH_ROLES:
        return True
    if with_widgets or node.tag in ("html", "body", "main", "article"):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return any(
        not words.isdisjoint(_WIDGET_WORDS) and words.isdisjoint(_LAYOUT_WORDS)
        for words in (set(re.split(r"[-_]+", name)) for name in names)
    )


def _lines(root: LexborNode, *, with_widgets: bool) -> list[Line]:
    lines: list[Line] = []
    current: Line | None = None
    tag, number, bold, opens_paragraph = root.tag or "", 1, 0, True
    for node, opens in _walk(root, partial(_is_left_out, with_widgets=with_widgets)):
        if node.is_text_node:
            if not opens:
                continue
            text = node.text_content or ""
            lead = text[: len(text) - len(text.lstrip())]
            if text.strip() and current is None:
                current = Line(number + lead.count("\n"), tag, opens_paragraph)
                lines.append(current)
                opens_paragraph = False
            number += text.count("\n")
            if current is not None:
                if bold and current.bold == current.text:
                    current.bold += text
                current.text += text
            continue
        if opens and (noted := node.attributes.get(LINE)):
            number = int(noted)
        name = node.tag
        if name in ("b", "strong") or name in HEADINGS:
            bold += 1 if opens else -1
        if name in _BLOCKS:
            current, opens_paragraph = None, True
            tag = name if opens else ""
        elif name == "br" and opens:
            opens_paragraph = opens_paragraph or current is None
            current = None
    for line in lines:
        if len(line.text) > _LONGEST_LINE:
            raise TranscriptError(
                f"a paragraph of the page has {len(line.text):,} characters; it may have at most {_LONGEST_LINE:,}",
                line=line.number,
            )
        line.text, line.bold = _spaced(line.text), _spaced(line.bold)
    return lines


def _spaced(text: str) -> str:
    """With single spaces, but for the wide gap some offices leave after a bare `Q`."""
    if match := re.match(r"\s*(Q\.?)(?:\s{2,}|\s*\u00a0\s*)(?=\S)", text):
        return f"{match[1]}  {' '.join(text[match.end() :].split())}"
    return " ".join(text.split())


def characters_of(page: LexborHTMLParser) -> int:
    """How many characters but spaces the whole page has, those that are left out included."""
    return sum(sum(map(len, text.split())) for text in _everything(page.body)) if page.body is not None else 0


def deleted(page: LexborHTMLParser) -> list[tuple[int, str]]:
    """(line, how it begins) of what the page itself has struck out; the first of them, where they are many."""
    found = []
    for node in page.css("del")[:_MOST_CANDIDATES]:
        beginning = "".join(text[:200] for text in islice(_everything(node), 20))
        if words := " ".join(beginning.split()):
            found.append((int(node.attributes.get(LINE) or 1), words[:200]))
    return found


def _everything(root: LexborNode) -> Iterator[str]:
    return (node.text_content or "" for node, opens in _walk(root, lambda node: False) if opens and node.is_text_node)


def text_of(root: LexborNode) -> str:
    """What an element says, in one line."""
    nodes = (
        node for node, opens in _walk(root, partial(_is_left_out, with_widgets=True)) if opens and node.is_text_node
    )
    return " ".join("".join(node.text_content or "" for node in nodes).split())

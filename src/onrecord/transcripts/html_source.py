"""An HTML source made safe to parse, with every tag's source line on it.

An HTML parser that follows the standard can be made to exhaust time and memory by a small page: formatting left
open is opened again in every block that follows, once for each different set of attributes. So the source is
tokenised first and written anew from a few tags and attributes, all formatting without any; scripts, styles and
comments are left out on the way. What a tokeniser might be tricked about is dropped, never passed through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from .model import TranscriptError

MAX_TAGS = 80_000
"""Opening and closing; more than any day's transcript has. Parsing time grows with the square of their depth."""

MAX_DEPTH = 500
"""Of boxes one in another, those that close themselves not counted."""

LINE = "data-line"
"""The attribute that bears a tag's source line, on every tag but formatting."""

FORMATTING = frozenset(str.split("b big code em font i nobr s small strike strong tt u"))
_CLOSE_THEMSELVES = FORMATTING | frozenset(
    str.split(
        "area base br col colgroup dd dt embed hr img input li link meta option optgroup p param rp rt source tbody td "
        "tfoot th thead tr track wbr"
    )
)
_RAW_TEXT = frozenset(str.split("script style textarea title xmp iframe noembed noframes"))
_KEPT = frozenset(str.split("aria-hidden class content datetime hidden href id itemprop lang name property rel role"))

_KNOWN = frozenset(
    str.split(
        "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button "
        "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed "
        "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe "
        "img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes "
        "noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script "
        "search section select slot small source span strike strong style sub summary sup svg table tbody td template "
        "textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
    )
)
_WITHOUT_BARE_WORDS = FORMATTING | {"a", "q"}
"""Elements that have no attribute without a value: `<i think so>` is words."""

_OPENING = re.compile(r"<(?:!--|/?[A-Za-z])")
_TAG = re.compile(
    r"""<(/?)([A-Za-z][^\s/<>]*)
    ((?: [\s/]+ | = | [^\s/<>=]+ (?: \s*=\s* (?: "[^"]*" | '[^']*' | [^\s<>"'][^\s<>]* )? )? )*+)>""",
    re.VERBOSE,
)
_CLOSING = re.compile(r"</([A-Za-z][^\s/<>]*)")
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"'][^\s>]*)?)?""")
_COMMENT_END = re.compile(r"--!?>")


def safe_source(source: str, *, name: str) -> str:
    """The source with plain formatting, few attributes, no script, style or comment, and lines noted on tags.

    What only looks like a tag, as `<inaudible>` and `<five million` do, stays as words. Raises TranscriptError where there are more than MAX_TAGS tags or boxes lie deeper than MAX_DEPTH.
    """
    if next(islice(_OPENING.finditer(source), MAX_TAGS, None), None):
        raise TranscriptError(f"{name} has more than {MAX_TAGS:,} tags; save only the article")
    return "".join(_pieces(source, name=name))


def _pieces(source: str, *, name: str) -> Iterator[str]:
    position, line, depth = 0, 1, 0
    closed = {found[1].lower() for found in _CLOSING.finditer(source)}
    while opening := _OPENING.search(source, position):
        start = opening.start()
        yield source[position:start]
        if opening[0] == "<!--":
            # `<!-->` is a whole comment.
            end = _COMMENT_END.search(source, start + 2)
            if end is None:
                return
            line += source.count("\n", position, end.end())
            position = end.end()
            continue
        tag = _TAG.match(source, start)
        if tag is None or _is_words(tag, closed):
            if tag is None and source.find("<", start + 1) < 0 and _name_at(source, start) in _KNOWN:
                return  # the source ends inside this tag
            yield "&lt;"
            line += source.count("\n", position, start)
            position = start + 1
            continue
        line += source.count("\n", position, start)
        closing, tag_name = bool(tag[1]), tag[2].lower()
        after = tag.end()
        if tag_name in _RAW_TEXT and not closing:
            end = re.compile(rf"</{tag_name}(?=[\s/>])", re.IGNORECASE).search(source, after)
            if end is None:
                return
            if tag_name == "title":
                yield f"<title>{source[after : end.start()].replace('<', '&lt;')}</title>"
            after = end.start()
        elif tag_name not in _RAW_TEXT and re.fullmatch(r"[a-z][a-z0-9:-]*", tag_name):
            if tag_name not in _CLOSE_THEMSELVES:
                depth = max(depth - 1, 0) if closing else depth + 1
            if depth > MAX_DEPTH:
                raise TranscriptError(f"{name} has more than {MAX_DEPTH} nested tags; save only the article", line=line)
            yield _tag(tag_name, tag[3], closing=closing, line=line)
        line += source.count("\n", start, after)
        position = after
    yield source[position:]


def _is_words(tag: re.Match[str], closed: set[str]) -> bool:
    """Whether what stands between < and > is said: no element is called so, and nothing closes it."""
    name, attributes = tag[2].lower(), tag[3]
    if name in _WITHOUT_BARE_WORDS and not tag[1]:
        return bool(attributes.strip(" \t\n/")) and "=" not in attributes
    return name not in _KNOWN and name not in closed and "=" not in attributes and not re.search(r"[:-]", name)


def _name_at(source: str, start: int) -> str:
    name = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)").match(source, start)
    return name[1].lower() if name else ""


def _tag(tag_name: str, attributes: str, *, closing: bool, line: int) -> str:
    if closing:
        return f"</{tag_name}>"
    if tag_name in FORMATTING:
        return f"<{tag_name}>"
    kept = "".join(
        f' {key.lower()}="{html.escape(html.unescape(value.strip(chr(34) + chr(39))))}"'
        for key, value in _ATTRIBUTE.findall(attributes)
        if key.lower() in _KEPT
    )
    return f'<{tag_name} {LINE}="{line}"{kept}>'

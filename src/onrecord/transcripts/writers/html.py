"""One self-contained page for readers and printers: no script, nothing fetched, every passage with its anchor."""

from __future__ import annotations

import html
import re

from ..model import Document, Revision, Utterance
from .telling import anchors, clock, correction, language_tag, names, one_line, paragraphs, standing, xml_safe

_STYLE = """\
:root { color-scheme: light dark; font: 1.0625rem/1.6 ui-serif, Georgia, serif; }
body { max-width: 38rem; margin: 0 auto; padding: 2rem 1rem 6rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2, .told, .why { font-family: ui-sans-serif, system-ui, sans-serif; }
h2 { font-size: 1rem; margin: 2rem 0 0; }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover, h2 a:focus-visible { text-decoration: underline; }
.told, .why { font-size: .875rem; margin: 0; }
.told span + span::before, .told time::before { content: "· "; }
.question p { border-inline-start: 2px solid; padding-inline-start: .75rem; }
:target { outline: 2px solid; outline-offset: .5rem; }
p { margin: .5rem 0; }
ins { text-decoration: none; border-bottom: 1px dotted; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } p { orphans: 3; widows: 3; } }
"""


def to_html(document: Document) -> str:
    """The document as an HTML page; each utterance is a section with the id `u<index>`, corrections as del and ins."""
    title = one_line(document.title) or "Transcript"
    day = document.date.isoformat() if document.date else ""
    when = f'<time datetime="{day}">{day}</time>' if day else ""
    where = _text(one_line(document.place))
    told = zip(anchors(document), names(document), document.utterances, strict=True)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f"<html{_language(document.language)}>",
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{_text(title)}</title>",
            f"<style>\n{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            "<header>",
            f'<h1 dir="auto">{_text(title)}</h1>',
            *([f'<p class="told" role="note">{", ".join(filter(None, (when, where)))}</p>'] if when or where else []),
            f'<p class="told" role="note" lang="en">{_text(" ".join(standing(document)))}</p>',
            *_source(document.source_url),
            "</header>",
            *(_section(anchor, name, said) for anchor, name, said in told),
            *([] if document.complete else ['<p class="why" role="note" lang="en">The source stops here.</p>']),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _section(anchor: str, name: str, said: Utterance) -> str:
    times = "" if said.start_ms is None else f" <time>{clock(said.start_ms)}</time>"
    words = "\n".join(f'<p dir="auto">{_ins(said, _text(text))}</p>' for text in paragraphs(said.text))
    return "\n".join(
        [
            f'<section id="{anchor}" class="{said.role.value}" aria-labelledby="{anchor}-who"'
            f"{_language(said.language)}>",
            f'<h2 id="{anchor}-who" dir="auto"><a href="#{anchor}">{_text(one_line(name))}</a></h2>',
            f'<p class="told" role="note" lang="en"><span>{said.role.value}</span>{times}</p>',
            *([f'<p class="why" role="note">{_text(said.ground_rule)}</p>'] if said.ground_rule else []),
            *(_revision(was) for was in said.revisions),
            words,
            "</section>",
        ]
    )


def _ins(said: Utterance, words: str) -> str:
    return f"<ins{_moment(said.revisions[-1])}>{words}</ins>" if said.revisions else words


def _revision(was: Revision) -> str:
    struck = "\n".join(f'<p dir="auto"><del{_moment(was)}>{_text(text)}</del></p>' for text in paragraphs(was.text))
    return f'{struck}\n<p class="why" role="note" lang="en">{_text(correction(was))}</p>'


def _moment(was: Revision) -> str:
    stamp = r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?"
    return f' datetime="{was.at}"' if re.fullmatch(stamp, was.at, re.ASCII) else ""


def _source(url: str) -> list[str]:
    if not re.match(r"https?://", url):
        return []
    return [
        f'<p class="told" role="note" lang="en">Source: <a href="{_text(url)}" rel="noreferrer">{_text(url)}</a></p>'
    ]


def _language(code: str) -> str:
    return f' lang="{tag}"' if (tag := language_tag(code)) else ""


def _text(text: str) -> str:
    return html.escape(xml_safe(text))

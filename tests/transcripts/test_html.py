import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts import html
from onrecord.transcripts.model import TranscriptError

PAGE = """\
<!doctype html>
<html lang="en-GB"><head><title>Press office | Governor</title>
<link rel="canonical" href="https://press.example/2031/ferro"><meta property="article:published_time" content="2031-05-04T10:00Z">
<script>var a = "<p><b>SCRIPT:</b> no</p>"; if (i<b && 'x) {}</script></head>
<body class="page-with-sidebar"><nav><p>MENU: items</p></nav><div class="cookie-banner">COOKIES: accept all</div>
<main><h1>Governor Ferro meets
the press</h1>
<p>Tamra, 10:00</p>
<!-- a <b " comment: <p><b>COMMENT:</b> -->
<p><strong>GOVERNOR FERRO:</strong> Good morning.
  We <i>begin</i> &amp; &lt;end&gt;.</p>
<p onclick="alert(1)">Second paragraph: <a href="javascript:x">a link</a>.</p>
<h3>Questions</h3>
<p>
<b>Ada Reyes</b>: Why?<br>And when?<br><br>DOV SAND: Next.</p>
<p>Q&nbsp;&nbsp; Me?</p>
<p><del>He lied.</del> <script>evil()</script>Again.</p>
<div class="share-buttons">SHARE: Facebook</div>
<p>END 11:00 A.M.</p>
<p>Press office of Tamra</p>
</main><aside>ASIDE: x</aside><footer>FOOT: er</footer></body></html>
"""


def read(source):
    return html.read(source.encode(), name="page.html")


def said(source):
    return [(block.label, block.text) for block in read(source).blocks]


def test_a_page_is_cut_at_its_labels_and_loses_its_furniture():
    draft = read(PAGE)
    assert [(block.line, block.label, block.text) for block in draft.blocks] == [
        (10, "GOVERNOR FERRO", "Good morning. We begin & <end>.\n\nSecond paragraph: a link.\n\n[Questions]"),
        (15, "Ada Reyes", "Why? And when?"),
        (15, "DOV SAND", "Next."),
        (16, "Q", "Me?\n\nAgain."),
    ]
    assert draft.preface == [(8, "Tamra, 10:00")]
    assert draft.afterword == [(19, "END 11:00 A.M."), (20, "Press office of Tamra")]
    assert draft.ended is True


def test_title_date_language_and_address_come_from_the_page():
    draft = read(PAGE)
    assert draft.title == "Governor Ferro meets the press"
    assert draft.date == date(2031, 5, 4)
    assert draft.language == "en-GB"
    assert draft.source_url == "https://press.example/2031/ferro"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<dl><dt>Ada Reyes:</dt><dd>Why?</dd><dd>When?</dd><dt>Ferro</dt><dd>Now.</dd></dl>",
            [("Ada Reyes", "Why?\n\nWhen?"), ("Ferro", "Now.")],
        ),
        (
            "<h3>Ada Reyes</h3><p>Why?</p><h3>Governor Ferro</h3><p>Because.</p>",
            [("Ada Reyes", "Why?"), ("Governor Ferro", "Because.")],
        ),
        (
            "<p><b>ADA REYES</b></p><p>Why?</p><p><b>FERRO</b></p><p>No.</p>",
            [("ADA REYES", "Why?"), ("FERRO", "No.")],
        ),
        (
            "<p>Ada Reyes: Why?</p><p>He said: no.</p><p>Dov Sand: Next.</p>",
            [("Ada Reyes", "Why?\n\nHe said: no."), ("Dov Sand", "Next.")],
        ),
        (
            "<p>ВЕДУЩИЙ: Добрый день.</p><p>Богдан Лис: вопрос</p><p>ВЕДУЩИЙ: Да.</p>",
            [("ВЕДУЩИЙ", "Добрый день.\n\nБогдан Лис: вопрос"), ("ВЕДУЩИЙ", "Да.")],
        ),
        (
            "<table><tr><td><strong>Q:</strong></td><td>Why?</td></tr><tr><td><strong>A:</strong></td><td>So.</td></tr></table>",
            [("Q", "Why?"), ("A", "So.")],
        ),
        (
            "<p><strong>Date:</strong> 4 May</p><p><b>Émile Ñandú, Radio Tamra:</b> Où ?</p>",
            [("Émile Ñandú, Radio Tamra", "Où ?")],
        ),
    ],
)
def test_labels_are_found_as_pages_mark_them(source, expected):
    assert said(source) == expected


def test_without_labels_the_article_is_one_block_and_says_so():
    draft = read("<h2>Statement</h2><p>We open the road.</p><p>Soon.</p>")
    assert [(block.label, block.text) for block in draft.blocks] == [("", "[Statement]\n\nWe open the road.\n\nSoon.")]
    assert "no speaker's label" in draft.warnings[0].message


def test_a_page_whose_box_is_called_sidebar_keeps_its_text():
    assert said("<div class=sidebar><p>ADA REYES: Why?</p><p>FERRO: No.</p></div>") == [
        ("ADA REYES", "Why?"),
        ("FERRO", "No."),
    ]


def test_the_declared_charset_is_used():
    raw = '<meta charset="iso-8859-2"><p>PYTANIE: Dlaczego zamknięty żółty most?</p>'.encode("iso-8859-2")
    assert html.read(raw, name="a.html").blocks[0].text == "Dlaczego zamknięty żółty most?"


@pytest.mark.parametrize("source", ["", "<p> </p>", "<script>ADA: x</script>", "<!-- ADA: x", "<p", "<title>x</title>"])
def test_a_page_without_text_is_refused(source):
    with pytest.raises(TranscriptError, match="no article text"):
        read(source)


N = 39_000
HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep within the limit": "<div>" * N + "x" + "</div>" * N,
    "stray ends deep inside": "<div>" * N + "</p>" * N + "x",
    "scopes": "<div><marquee></div></marquee>" * (N // 2) + "x",
    "formatting": "".join(f"<font a={i}>" for i in range(N)) + "<p>x" * N,
    "smuggled formatting": "".join(f'<div x"y> <font a={i}> ">' for i in range(N // 2)) + "<p>x" * N,
    "misnested": "<b><div>" * N + "x",
    "open quotes": '<b "' * 4_000_000,
    "open comments": "<!--" * 4_000_000,
    "open titles": "<title>" * 70_000,
    "widgets": "<div class=share>" * N + "x",
    "articles": "<article>" * N + "x",
    "one long line": "<p>" + "A: x " * 3_900_000,
    "spaces": "<p>" + " " * 19_000_000 + "x",
    "too large": "x" * 50_000_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end_within_seconds(source):
    started = time.process_time()
    try:
        draft = read(source)
    except TranscriptError:
        pass
    else:
        assert "<" not in "".join(block.text for block in draft.blocks[:10])
    assert time.process_time() - started < 15


TAGS = """<p> </p> <b> </b> <h2> </h2> <dt> <dd> <br> <article> <main> <script> </script> <style> <title> </title>
<!-- --> <svg> <template> <table> <tr> <td> ADA: x &lt; &#0; &amp <a\u00a0href= " ' > < = / Q ж END <plaintext> <textarea>"""
PIECES = st.sampled_from(TAGS.split())


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=50).map(lambda pieces: "".join(pieces).encode())))
def test_arbitrary_bytes_are_read_or_refused(raw):
    try:
        draft = html.read(raw, name="page.html")
    except TranscriptError:
        return
    assert all(block.text and block.line >= 1 for block in draft.blocks)


@given(st.lists(st.text("ab\n <>&\"'", max_size=20), min_size=1, max_size=6))
def test_what_a_script_holds_never_survives(parts):
    marked = "".join(f"<p>x{i}</p><script>{part.replace('</', '')}SECRET</script>" for i, part in enumerate(parts))
    text = "".join(block.text for block in read(marked).blocks)
    assert "SECRET" not in text
    assert all(f"x{i}" in text for i in range(len(parts)))

"""No word is lost because it looks like a tag, and what is left out on purpose is told."""

from __future__ import annotations

import pytest

from onrecord.transcripts.model import Document, Role
from onrecord.transcripts.reading import read

MARKED = (
    "We did <inaudible> promise <crosstalk, two voices> that, and it costs <5 million or <five million. <b and c> <x"
)

FILES = {
    "a.vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada Reyes>{MARKED}\n",
    "b.vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\nAda Reyes: {MARKED}\n\n00:05.000 --> 00:06.000\n<v Bohdan Lis>Yes.\n",
    "a.srt": f"1\n00:00:01,000 --> 00:00:04,000\nAda Reyes: {MARKED}\n",
    "a.html": f"<p><b>Ada Reyes:</b> {MARKED}</p><p><b>Bohdan Lis:</b> <i>Yes</i>.</p>",
    "b.html": f"<p><b>Ada Reyes:</b> {MARKED}",
    "a.md": f"**Ada Reyes:** {MARKED}\n\n**Bohdan Lis:** Yes.\n",
    "a.txt": f"Ada Reyes: {MARKED}\n\nBohdan Lis: Yes.\n",
    "a.csv": f'speaker,text\nAda Reyes,"{MARKED}"\n',
    "a.xml": "<akomaNtoso><debate><debateBody><speech><from>Ada Reyes</from><p>"
    + MARKED.replace("<", "&lt;")
    + "</p></speech></debateBody></debate></akomaNtoso>",
}


def told(document: Document) -> str:
    return "\n".join(warning.message for warning in document.warnings)


@pytest.mark.parametrize("name", FILES)
def test_words_that_look_like_a_tag_are_words(name: str) -> None:
    first = read(FILES[name].encode(), name=name).utterances[0]
    assert (first.label, first.text) == ("Ada Reyes", MARKED)
    assert set(first.notes) == {"inaudible", "crosstalk, two voices"}


def test_the_tags_of_captions_and_pages_are_no_words() -> None:
    vtt = "<v.loud Ada Reyes><lang en>We</lang> <c.x>did</c> <i>not</i> <00:00:01.500><ruby>say<rt>x</rt></ruby><br/>so</v>"
    srt = r'{\an8}<font color="#fff">We</font> <b>did</b> <i>not</i> <U>say</U>x<br>so'
    page = "<p><b>Ada Reyes:</b> We <o:p></o:p><font color=red>did</font> <cite>not</cite> <x-note>say</x-note>x <foo>so</foo></p>"
    for source, name in (
        (f"WEBVTT\n\n00:01.000 --> 00:02.000\n{vtt}\n", "a.vtt"),
        (f"1\n00:00:01,000 --> 00:00:02,000\n{srt}\n", "a.srt"),
        (page, "a.html"),
    ):
        assert read(source.encode(), name=name).utterances[0].text == "We did not sayx so", name


def test_what_a_page_strikes_out_or_hides_is_told() -> None:
    page = "<nav>Home, about us</nav><p><b>ADA REYES:</b> Why? <del>He lied.</del></p>\n<p hidden>Because of rain.</p>"
    document = read(page.encode(), name="a.html")
    assert document.utterances[0].text == "Why?"
    assert "struck out on the page, so left out: “He lied.”" in told(document)
    assert "33 characters of the page were left out" in told(document)
    plain = read(b"<p><b>ADA</b>: Why?</p><p><b>S</b>OL: <i>So</i>.</p>", name="a.html")
    assert "left out" not in told(plain)


def test_all_parts_of_a_sitting_are_in_its_record() -> None:
    body = """<debateSection><num>7</num><heading>Funding</heading>
<question><from>Ada Reyes</from><p>Is it <inaudible/> funded? <del>No.</del></p></question>
<other><p>The governor read a letter: <remark>aloud</remark></p><p>nothing is funded before June.</p></other>
<heading>Bridge</heading><p>Paper tabled.</p>
<speechGroup><speech><from>Governor Ferro</from><p>Yes.</p></speech></speechGroup></debateSection>"""
    source = f"<akomaNtoso><debate><debateBody>{body}</debateBody></debate></akomaNtoso>"
    document = read(source.encode(), name="a.xml")
    assert [(said.role, said.label, said.text) for said in document.utterances] == [
        (Role.QUESTION, "Ada Reyes", "Is it [inaudible] funded?"),
        (Role.REMARK, "", "The governor read a letter: [aloud]\n\nnothing is funded before June.\n\n[Bridge]"),
        (Role.REMARK, "", "Paper tabled."),
        (Role.ANSWER, "Governor Ferro", "Yes."),
    ]
    assert "left out: <num> “7”" in told(document)
    assert "left out: <del> “No.”" in told(document)


ROLLING = [
    ("good<00:00:00.960><c> morning</c><00:00:02.159><c> the</c> bridge", "good morning the bridge"),
    ("good morning the bridge", ""),
    ("good morning the bridge\nopens<00:00:03.760><c> in</c> May", "opens in May"),
    ("opens in May", ""),
    ("opens in May\n>> ADA REYES: May I ask", "ADA REYES: May I ask"),
    (">> ADA REYES: May I ask\nwhy, why", "why, why"),
]


def cues(texts: list[str]) -> str:
    return "\n\n".join(["WEBVTT", *(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{text}" for n, text in enumerate(texts))])


def test_captions_that_roll_say_each_line_once() -> None:
    document = read(cues([shown for shown, _ in ROLLING]).encode(), name="a.vtt")
    assert [(said.label, said.text) for said in document.utterances] == [
        ("", "good morning the bridge opens in May"),
        ("ADA REYES", "May I ask why, why"),
    ]
    assert "rolling captions" in told(document)
    growing = read(cues(["the", "the harbour", "the harbour opens", "in May"]).encode(), name="a.vtt")
    assert growing.utterances[0].text == "the harbour opens in May"


def test_rolling_captions_in_a_voice_span_are_taken_once_as_well() -> None:
    ferro = "<v Governor Ferro>"
    texts = [
        f"{ferro}Three schools",
        f"{ferro}Three schools\nin Brodna and Pelm",
        f"{ferro}in Brodna and Pelm\nand in Harn",
        "<v Ada Reyes>and in Harn?",
    ]
    document = read(cues(texts).encode(), name="a.vtt")
    assert [said.text for said in document.utterances] == [
        "Three schools in Brodna and Pelm and in Harn",
        "and in Harn?",
    ], "who repeats another's words says them"
    assert [document.speaker(said).name for said in document.utterances] == ["Governor Ferro", "Ada Reyes"]  # type: ignore[union-attr]
    assert "rolling captions" in told(document)


def test_what_somebody_says_again_is_said_again() -> None:
    texts = ["No.", "No.", "No. Never.", "What of the bridge?", "It stays.", "It stays."]
    document = read(cues(texts).encode(), name="a.vtt")
    assert document.utterances[0].text == " ".join(texts)
    assert "rolling" not in told(document)


def test_a_voice_goes_on_after_an_interjection() -> None:
    source = """CHAIR SOL: What the port needs now—

SEVERAL REPORTERS: Is a date!

is patience, and a crane.

It has none.

JOURNALIST: Will there be a date?
"""
    document = read(source.encode(), name="a.txt")
    assert [(said.label, said.text) for said in document.utterances] == [
        ("CHAIR SOL", "What the port needs now—"),
        ("SEVERAL REPORTERS", "Is a date!"),
        ("CHAIR SOL", "is patience, and a crane.\n\nIt has none."),
        ("JOURNALIST", "Will there be a date?"),
    ]
    assert "read as CHAIR SOL continuing after an interruption" in told(document)

"""What nobody sees in a file is left out and told; what some scripts need stays."""

from __future__ import annotations

import pytest

from onrecord.transcripts.reading import read

HIDDEN = "\u202e\u2066\u200b\u2060\ufeff\U000e0041"
NEEDED = "می\u200cخواهم क्\u200dष 👩\u200d🚀 \u200f!\u200e \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ENTITIES = "".join(f"&#{ord(char)};" for char in HIDDEN)

FILES = {
    "a.txt": f"{HIDDEN}The {HIDDEN}harbour\n\n{HIDDEN}ADA {HIDDEN}REYES: Why{HIDDEN}? {NEEDED}\n",
    "a.md": f"---\ntitle: The {HIDDEN}harbour\n---\n**ADA {HIDDEN}REYES:** Why{HIDDEN}? {NEEDED}\n",
    "a.html": f"<h1>The {ENTITIES}harbour</h1><p><b>ADA {HIDDEN}REYES:</b> Why{ENTITIES}? {NEEDED}</p>",
    "a.vtt": f"WEBVTT - The {HIDDEN}harbour\n\n00:01.000 --> 00:02.000\n<v ADA {HIDDEN}REYES>Why{ENTITIES}? {NEEDED}\n",
    "a.xml": f"<akomaNtoso><debate><preface><p><docTitle>The {ENTITIES}harbour</docTitle></p></preface><debateBody>"
    f"<speech by='#a'><from>ADA {ENTITIES}REYES</from><p>Why{HIDDEN}? {NEEDED}</p></speech></debateBody></debate></akomaNtoso>",
    "a.csv": f"speaker,text\nADA {HIDDEN}REYES,Why{HIDDEN}? {NEEDED}\n",
    "a.srt": f"1\n00:00:01,000 --> 00:00:02,000\nADA {HIDDEN}REYES: Why{HIDDEN}? {NEEDED}\n",
}


@pytest.mark.parametrize("name", FILES)
def test_what_nobody_sees_is_no_word_no_name_and_no_title(name: str) -> None:
    document = read(FILES[name].encode(), name=f"{HIDDEN}{name}")
    [said] = document.utterances
    assert (said.text, said.label) == (f"Why? {NEEDED}", "ADA REYES")
    assert document.title == ("The harbour" if name not in ("a.csv", "a.srt") else name)
    [told] = [one.message for one in document.warnings if "invisible characters" in one.message]
    assert all(f"U+{ord(char):04X} ×" in told for char in HIDDEN)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_nothing_to_hide_is_told_nothing_of(encoding: str) -> None:
    document = read(f"ADA REYES: Why? {NEEDED}\r\nADA REYES: So.\r\n".encode(encoding), name="a.txt")
    assert [one.message for one in document.warnings] == []

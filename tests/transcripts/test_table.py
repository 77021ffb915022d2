import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts import table
from onrecord.transcripts.model import Role, TranscriptError


def read(source):
    return table.read(source.encode(), name="rows.csv")


def test_a_row_is_a_block_and_quoted_words_keep_paragraphs_and_lines():
    draft = read(
        "Speaker,Text,Role,Start,End,Language,Title\n"
        'Ada Reyes:,"Why, and\nwhen?\n\nSay.",question,0:01,0:02.5,en,Radio Tamra\n'
        "\n"
        "Ferro,Because.,A,65.5,,en,\n"
    )
    first, second = draft.blocks
    assert (first.line, first.label, first.title) == (2, "Ada Reyes", "Radio Tamra")
    assert (first.text, first.role, first.language) == ("Why, and when?\n\nSay.", Role.QUESTION, "en")
    assert (first.start_ms, first.end_ms) == (1000, 2500)
    assert (second.line, second.role, second.start_ms, second.end_ms) == (7, Role.ANSWER, 65500, None)
    assert draft.language == "en"


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("orador;texto;inicio;rol", ";"),
        ("Спикер\tТекст\tНачало\tРоль", "\t"),
        ("Sprecher|Wortlaut|Beginn|Rolle", "|"),
        ("Intervenant,Texte,Début,Rôle", ","),
        ("SPEAKER_NAME,Transcript,Start (ms),type", ","),
    ],
)
def test_columns_are_known_in_several_languages_and_separators(header, delimiter):
    start = "1000" if "ms" in header else "00:00:01"
    draft = read(f"{header}\n{delimiter.join(['Bohdan Lis', 'Почему?', start, 'вопрос'])}\n")
    (block,) = draft.blocks
    assert (block.label, block.text, block.start_ms, block.role) == ("Bohdan Lis", "Почему?", 1000, Role.QUESTION)
    assert draft.format == ("tsv" if delimiter == "\t" else "csv")


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("a,b\n1,2", 1, "no column of words: its header has “a”, “b”"),
        ("", 1, "no row with words"),
        ("speaker,text\n", 1, "no row with words"),
        ("speaker,text,start\nAda,Why,noon", 2, "column “start”: “noon” is not a time"),
        ("speaker,text,start,end\nAda,Why,2,1", 2, "column “end”.*swap"),
        ("speaker,text,role\n\nAda,Why,boss", 3, "column “role”: “boss” is not a role"),
        ("speaker,text,language\nAda,Why,English!", 2, "column “language”"),
        ("speaker,text\nAda,Why, and when?", 2, "3 columns, but the header has 2"),
        ('speaker,text\nAda,"Why', 2, "not a well-formed table"),
        ("speaker,text\nAda,\0", 2, "NUL"),
        ("text," + "," * 1_000_000, 1, "header row is"),
        ("text\n" + "a," * 1_000_000, 2, "1000000 columns"),
        ('text\n"' + "x" * 200_000 + '"', 2, "field larger than field limit"),
    ],
)
def test_what_is_wrong_is_refused_with_line_and_column(source, line, what):
    with pytest.raises(TranscriptError, match=what) as refused:
        read(source)
    assert refused.value.line == line


def test_millions_of_rows_are_refused_within_seconds():
    started = time.process_time()
    with pytest.raises(TranscriptError, match="50,000 blocks"):
        read("speaker,text\n" + "a,b\n" * 4_000_000)
    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    ["speaker,text\n", "text;start\n", "a", ",", ";", '"', "\n", "\t", "0:01", "ж", "'=", "|", " "]
)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())))
def test_arbitrary_bytes_are_read_or_refused(raw):
    try:
        draft = table.read(raw, name="rows.csv")
    except TranscriptError:
        return
    assert all(block.text for block in draft.blocks)

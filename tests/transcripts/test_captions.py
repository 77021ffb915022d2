import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts import captions
from onrecord.transcripts.model import TranscriptError

VTT = """\
WEBVTT - Governor Ferro meets the press
Language: en

NOTE made by hand

1
00:00:01.000 --> 00:00:03.000
<v Governor Ferro>Good morning &amp;
welcome.

00:00:03.000 --> 00:00:05.500
<v.loud Governor Ferro>We begin.</v> <v Ada Reyes>Why <i>now</i>?</v>

00:00:06.000 --> 00:00:07.000
Nobody is named here.

01:01:05.000 --> 01:01:07.000 align:start
>> DOV SAND: Next.
>> Me?
"""

SRT = """\

1
00:00:01,5 --> 00:00:03,000
- Good morning.
- <i>Buenos días.</i>

2
00:00:03,000 --> 00:00:05,000
ВЕДУЩИЙ: In 2031 the
road closed.

It reopened; 5 < 6.

3
00:00:05,000 --> 00:00:06,000

4
00:00:06,000 --> 00:00:07,000
Not by us.
"""


def read(source):
    return captions.read(source.encode(), name="cues")


def said(draft):
    return [(block.line, block.label, block.text, block.start_ms, block.end_ms) for block in draft.blocks]


def test_cues_of_one_voice_are_one_block_with_first_start_and_last_end():
    draft = read(VTT)
    assert draft.format == "vtt"
    assert (draft.title, draft.language) == ("Governor Ferro meets the press", "en")
    assert said(draft) == [
        (7, "Governor Ferro", "Good morning & welcome. We begin.", 1000, 5500),
        (11, "Ada Reyes", "Why now?", 3000, 5500),
        (14, "", "Nobody is named here.", 6000, 7000),
        (17, "DOV SAND", "Next.", 3665000, 3667000),
        (17, "", "Me?", 3665000, 3667000),
    ]
    assert draft.warnings == []


def test_srt_knows_dashes_labels_empty_cues_and_empty_lines_within_a_cue():
    draft = read(SRT)
    assert draft.format == "srt"
    assert said(draft) == [
        (3, "", "Good morning.", 1500, 3000),
        (3, "", "Buenos días.", 1500, 3000),
        (8, "ВЕДУЩИЙ", "In 2031 the road closed. It reopened; 5 < 6. Not by us.", 3000, 7000),
    ]


def test_words_that_stand_in_no_cue_are_warned_about_with_their_line():
    draft = read("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\nlost words\n\nSTYLE\n::cue{}\n")
    assert [(warning.line, "outside any cue" in warning.message) for warning in draft.warnings] == [(6, True)]


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("WEBVTT\n\n00:00:01 --> 00:00:02\nHello", 3, "write 00:01:02.500 --> 00:01:04.000"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello", 3, "write 00:01:02.500"),
        ("WEBVTT\n\n00:61:01.000 --> 00:62:02.000\nHello", 3, "not a cue timing"),
        ("1\n00:00:01,000 -> 00:00:02,000\nA\n\n2\n00:00:03 --> x\nB", 6, "write 00:01:02,500"),
        ("1\n00:00:09,000 --> 00:00:02,000\nHello", 2, "swap its two times"),
        ("WEBVTT\n\nHello", None, "no line has a timing"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", None, "no caption with words"),
        ("Hello", None, "does not look like captions"),
        ("Credits\n\n1\n00:00:01,000 --> 00:00:02,000\nHello", None, "could not be read"),
    ],
)
def test_malformed_captions_are_refused_where_they_are_wrong(source, line, what):
    with pytest.raises(TranscriptError, match=what) as refused:
        read(source)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "source",
    [
        "WEBVTT\n\n" + "-->\n" * 3_000_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 5_000_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v a>x<v b>y" * 1_000_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "1\n" * 8_000_000,
    ],
    ids=["arrows", "open tags", "voices", "numbers"],
)
def test_captions_built_to_exhaust_are_refused_within_seconds(source):
    started = time.process_time()
    with pytest.raises(TranscriptError):
        read(source)
    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "00:01.000 --> 00:02.000",
        "00:00:01,000 --> 00:00:02,000",
        "-->",
        "1",
        "NOTE",
        "STYLE",
        "REGION",
        "<v Ada>",
        "</v>",
        "<",
        ">",
        ">>",
        "- a",
        "ADA: ",
        "&lt;",
        "&#0;",
        "ж",
        "\t",
        "x y",
        "{\\an8}",
    ]
)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())))
def test_arbitrary_bytes_are_read_or_refused(raw):
    try:
        draft = captions.read(raw, name="cues")
    except TranscriptError:
        return
    assert all(block.text and block.start_ms <= block.end_ms for block in draft.blocks)

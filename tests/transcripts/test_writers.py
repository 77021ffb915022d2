import csv
import io
import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from onrecord.transcripts import akomantoso, captions, html, table
from onrecord.transcripts.model import (
    Document,
    Revision,
    Role,
    RuleSuggestion,
    SamePerson,
    Speaker,
    Suggestion,
    TranscriptError,
    Utterance,
    Warning,
)
from onrecord.transcripts.reading import read
from onrecord.transcripts.writers import FORMATS, to_akn, to_csv, to_html, to_json, to_text, to_vtt
from onrecord.transcripts.writers.json import from_json

CORRECTED = Revision("Зачем закрыли дорогу?", "transcription", "misheard", "2031-05-04T10:07:00Z")

DOCUMENT = Document(
    title="Governor Ferro & the press <13th>",
    format="text",
    utterances=(
        Utterance("Good morning.\n\nSit down --> now.", Role.STATEMENT, "ferro", start_ms=0, end_ms=2000, index=3),
        Utterance(
            "Почему дорога закрыта?",
            Role.QUESTION,
            "lis",
            language="ru",
            start_ms=2000,
            index=7,
            revisions=(CORRECTED,),
            suggestion=Suggestion("Bohdan Lis", "blog", 12),
        ),
        Utterance('=HYPERLINK("http://x")', Role.ANSWER, start_ms=5000, end_ms=3_726_050),
        Utterance("Nächste Frage [laughter]", Role.REMARK, label="MODERATOR", notes=("laughter",)),
    ),
    speakers=(
        Speaker("ferro", "Governor Ferro <script>alert(1)</script>", "Governor"),
        Speaker("lis", "Bohdan Lis", "blogger", ("Q", "BOHDAN LIS")),
    ),
    date=date(2031, 5, 4),
    place="Tamra",
    language="en",
    complete=False,
    source_url="https://press.example/2031",
    source_name="ferro.txt",
    same_person=(SamePerson("lis", "ferro", "alike"),),
    rules=(RuleSuggestion("embargo", "Embargoed until noon.", 2),),
    warnings=(Warning("look here", 4),),
    standard="as delivered",
)
EMPTY = Document("", "text", (), ())


def words(blocks):
    return [unicodedata.normalize("NFC", word) for block in blocks for word in block.text.split()]


def labels(draft):
    return [block.label for block in draft.blocks]


printable = st.characters(exclude_categories=("Cc", "Cs"))
names = st.text(printable, max_size=12)
texts = st.lists(st.text(printable, min_size=1, max_size=30), min_size=1, max_size=3).map("\n\n".join)


@st.composite
def documents(draw):
    """A document of any words, with times that follow each other."""
    speakers = tuple(Speaker(f"s{i}", name, draw(names)) for i, name in enumerate(draw(st.lists(names, max_size=3))))
    keys = st.sampled_from([None, *(speaker.key for speaker in speakers)])
    utterances = tuple(
        Utterance(text, draw(st.sampled_from(Role)), draw(keys), draw(names), start_ms=i * 1000, end_ms=i * 1000 + 900)
        for i, text in enumerate(draw(st.lists(texts.filter(str.strip), min_size=1, max_size=5)))
    )
    return Document(
        draw(names), "text", utterances, speakers, draw(st.none() | st.dates(date(1900, 1, 1))), draw(names)
    )


@pytest.fixture(scope="module")
def akn_schema(shared):
    return etree.XMLSchema(etree.parse(shared("schemas/akomantoso/akomantoso30.xsd")))


@given(documents())
def test_the_same_words_come_back_from_every_table_debate_and_caption(document):
    said = words(document.utterances)
    assert words(table.read(to_csv(document).encode(), name="a.csv").blocks) == said
    assert words(akomantoso.read(to_akn(document).encode(), name="a.xml").blocks) == said
    assert words(captions.read(to_vtt(document).encode(), name="a.vtt").blocks) == said


@given(documents())
def test_roles_and_times_come_back_from_table_and_debate(document):
    expected = [(said.role, said.start_ms, said.end_ms) for said in document.utterances]
    for draft in (
        table.read(to_csv(document).encode(), name="a.csv"),
        akomantoso.read(to_akn(document).encode(), name="a.xml"),
    ):
        assert [(block.role, block.start_ms, block.end_ms) for block in draft.blocks] == expected


@given(documents())
def test_json_gives_back_the_very_document(document):
    composed = json.loads(unicodedata.normalize("NFC", json.dumps(to_json(document), ensure_ascii=False)))
    assert to_json(from_json(to_json(document).encode(), name="a.json")) == composed or "\u0338" in composed


def test_json_holds_corrections_suggestions_and_index():
    assert from_json(to_json(DOCUMENT).encode(), name="a.json") == DOCUMENT
    whole = json.loads(to_json(DOCUMENT))
    assert whole["schema"] == "onrecord.transcript/1"
    question = whole["document"]["utterances"][1]
    assert question["index"] == 7
    assert question["revisions"][0]["text"] == "Зачем закрыли дорогу?"
    assert question["suggestion"]["name"] == "Bohdan Lis"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("", "not JSON"),
        ('{\n"schema": }', "line 2"),
        ("[]", "must be “onrecord.transcript/1”"),
        ('{"schema": "onrecord.transcript/1"}', "member “document”"),
        ('{"schema": "onrecord.transcript/1", "document": {"title": "x"}}', "member “format”"),
        (to_json(DOCUMENT).replace('"question"', '"shout"'), "member “utterances.1.role”"),
        ('"\\ud800"', "surrogates"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_json_that_is_no_document_is_refused_with_the_member(source, what):
    with pytest.raises(TranscriptError, match=what):
        from_json(source.encode(), name="a.json")


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_no_json_document(raw):
    with pytest.raises(TranscriptError):
        from_json(raw, name="a.json")


@pytest.mark.parametrize("document", [DOCUMENT, EMPTY, replace(DOCUMENT, complete=True, language="no such language")])
def test_the_debate_is_valid_akoma_ntoso(document, akn_schema):
    akn_schema.assertValid(etree.fromstring(to_akn(document).encode()))


@given(documents(), st.text(max_size=20))
def test_the_debate_of_any_document_is_valid(akn_schema, document, wild):
    document = replace(
        document, title=wild, source_url=wild, utterances=(*document.utterances, Utterance(wild, Role.ANSWER))
    )
    akn_schema.assertValid(etree.fromstring(to_akn(document).encode()))


def test_the_debate_keeps_names_offices_languages_and_what_stood_before_a_correction():
    draft = akomantoso.read(to_akn(DOCUMENT).encode(), name="a.xml")
    assert labels(draft) == ["Governor Ferro <script>alert(1)</script>", "Bohdan Lis", "", "MODERATOR"]
    assert [block.title for block in draft.blocks] == ["Governor", "blogger", "", ""]
    assert draft.blocks[1].language == "ru"
    assert (draft.title, draft.date, draft.place, draft.ended) == (DOCUMENT.title, DOCUMENT.date, "Tamra", False)
    assert draft.source_url == "https://press.example/2031"
    notes = etree.fromstring(to_akn(DOCUMENT).encode()).findall(".//{*}note")
    assert [" ".join("".join(note.itertext()).split()) for note in notes] == [
        "corrected 2031-05-04T10:07:00Z (transcription): misheard Зачем закрыли дорогу?"
    ]


def test_captions_are_read_by_webvtt_with_voices_and_times():
    cues = list(webvtt.WebVTT.from_string(to_vtt(DOCUMENT), strict=True))
    assert [(cue.identifier, cue.start, cue.end) for cue in cues] == [
        ("u3", "00:00:00.000", "00:00:02.000"),
        ("u7", "00:00:02.000", "00:00:05.000"),
        ("p3", "00:00:05.000", "01:02:06.050"),
    ]
    assert cues[1].voice == "Bohdan Lis"
    assert "<script>" not in cues[0].raw_text


def test_captions_say_which_utterances_have_no_time_and_which_end_was_concluded():
    note = to_vtt(DOCUMENT).split("\n\n")[1]
    assert note.startswith("NOTE Status: as delivered. Incomplete")
    assert "1 of 4 passages have no time" in note
    assert "p4" in note
    assert "lasts until the next one begins" in note


@given(st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)), max_size=8))
def test_cues_start_in_order_and_end_after_they_start(times):
    document = replace(
        EMPTY, utterances=tuple(Utterance("x", Role.REMARK, start_ms=start, end_ms=end) for start, end in times)
    )
    source = to_vtt(document)
    cues = list(webvtt.WebVTT.from_string(source, strict=True))
    starts = [cue.start_time.in_milliseconds() for cue in cues]
    assert starts == sorted(starts)
    assert all(cue.end_time.in_milliseconds() > cue.start_time.in_milliseconds() for cue in cues)
    missing = len(times) - len(cues)
    assert (f"{missing} of {len(times)} passages have no" in source) is (missing > 0)


def test_a_table_guards_formulas_and_gives_back_the_words():
    rows = list(csv.DictReader(io.StringIO(to_csv(DOCUMENT))))
    assert rows[2]["text"].startswith("'=")
    assert rows[1]["corrections"].endswith("before: “Зачем закрыли дорогу?”")
    assert [row["anchor"] for row in rows] == ["u3", "u7", "p3", "p4"]
    draft = table.read(to_csv(DOCUMENT).encode(), name="a.csv")
    assert draft.blocks[2].text == '=HYPERLINK("http://x")'
    assert labels(draft)[1:] == ["Bohdan Lis", "", "MODERATOR"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\u200e=", "\u3000＝"])
def test_a_cell_that_a_spreadsheet_might_run_is_words_and_comes_back(sign):
    words = sign + "HYPERLINK(1)"
    document = replace(EMPTY, utterances=(Utterance(words, Role.REMARK, notes=(words,), language=sign),))
    source = to_csv(document)
    [row] = csv.DictReader(io.StringIO(source))
    assert {row["text"], row["notes"], row["language"]} == {"'" + words, "'" + sign}
    assert table.read(source.replace(f"'{sign},", ",").encode(), name="a.csv").blocks[0].text == words.strip()


def test_text_says_its_standard_first_and_marks_labels_times_and_corrections():
    text = to_text(DOCUMENT)
    head, first, *rest = text.split("\n\n")
    assert head.endswith(
        "[Status: as delivered. Incomplete: the source stops before the end. "
        "Corrected passages: 1; the earlier wording is kept.]"
    )
    assert first == "GOVERNOR FERRO <SCRIPT>ALERT(1)</SCRIPT>: [0:00:00.000] Good morning."
    assert rest[:3] == [
        "Sit down --> now.",
        "QUESTION (Bohdan Lis, blogger): [0:00:02.000] Почему дорога закрыта?",
        "[corrected 2031-05-04T10:07:00Z (transcription): misheard; before: “Зачем закрыли дорогу?”]",
    ]
    assert rest[-1] == "[The source stops here.]\n"


def test_a_complete_text_is_not_called_incomplete():
    for write in (to_text, to_vtt, to_html, to_akn):
        assert "ncomplete" not in write(replace(DOCUMENT, complete=True))
        assert "stops" not in write(replace(DOCUMENT, complete=True))


def test_the_page_shows_corrections_anchors_and_languages():
    page = LexborHTMLParser(to_html(DOCUMENT))
    question = page.css_first("section#u7")
    assert question.attributes["lang"] == "ru"
    assert question.css_first("del").text() == "Зачем закрыли дорогу?"
    assert question.css_first("ins").text() == "Почему дорога закрыта?"
    assert question.css_first("h2 a").attributes["href"] == "#u7"
    assert [section.id for section in page.css("section")] == ["u3", "u7", "p3", "p4"]
    assert page.css_first("h1").text() == DOCUMENT.title
    assert page.css_first("html").attributes["lang"] == "en"


@given(documents(), st.text(max_size=30))
def test_nothing_anyone_said_becomes_markup(document, wild):
    attack = f"{wild}<script>1</script>\"'><img src=x onerror=1>"
    utterance = Utterance(attack, Role.QUESTION, None, attack, language=attack, revisions=(Revision(*[attack] * 4),))
    document = replace(
        document, title=attack, place=attack, language=attack, source_url=attack, utterances=(utterance,)
    )
    page = LexborHTMLParser(to_html(document))
    assert not page.css("script, img, iframe, link, [onerror], [src]")
    assert len(page.css("section")) == 1
    shown = " ".join(inserted.text() for inserted in page.css("section > p > ins"))  # a blank line begins a new one
    assert attack.split()[-1] in shown


def test_our_own_page_is_read_again():
    draft = html.read(to_html(replace(DOCUMENT, complete=True)).encode(), name="a.html")
    assert draft.title == DOCUMENT.title
    assert [(block.label, block.text) for block in draft.blocks] == [
        ("Governor Ferro <script>alert(1)</script>", "Good morning.\n\nSit down --> now."),
        ("Bohdan Lis", "Почему дорога закрыта?"),
        ("Unknown", '=HYPERLINK("http://x")'),
        ("MODERATOR", "Nächste Frage [laughter]"),
    ]


def test_anchors_stay_unique_when_an_index_repeats():
    document = replace(EMPTY, utterances=tuple(Utterance("x", Role.REMARK, index=i) for i in (4, 4, None)))
    assert [section.id for section in LexborHTMLParser(to_html(document)).css("section")] == ["u4", "p2", "p3"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_any_document_as_utf8(name):
    writer = FORMATS[name]
    assert writer.extension.startswith(".")
    for document in (DOCUMENT, EMPTY):
        assert writer.write(document).encode()
    assert "Почему дорога закрыта?" in writer.write(DOCUMENT)


SENTENCES = [
    "We have opened three schools.",
    "The bridge at Brodna stays closed, as I said: until May.",
    "In 2031 it will be paid for (laughter) by the region.",
    "— And the ferry?",
    "¿Y la escuela del valle?",
    "Дорога в Тамру открыта.",
    "*So* it is.",
    "1. The road; 2. the bridge.",
    "=SUM(A1) is no answer <b>at all</b> & never was.",
    "-- that is",
]
spoken = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).flatmap(
    lambda said: st.sampled_from([" ", "\n\n"]).map(lambda gap: f"Well, {gap.join(said)}")
)


@st.composite
def conferences(draw):
    """A conference as the cast holds it: a welcome, a statement, then questions with their answers."""
    speakers = (
        Speaker("dov", "Moderator"),
        Speaker("ferro", "Governor Ferro"),
        Speaker("ada", "Ada Reyes", "Radio Tamra"),
        Speaker("lis", "Bohdan Lis"),
    )
    said = [(Role.REMARK, "dov"), (Role.STATEMENT, "ferro")]
    for asker in draw(st.lists(st.sampled_from([None, None, "ada", "lis"]), min_size=1, max_size=6)):
        said += [(Role.QUESTION, asker), (Role.ANSWER, "ferro")]
    utterances = tuple(
        Utterance(
            draw(spoken) + (" Why?" if role is Role.QUESTION else " So."),
            role,
            key,
            "QUESTION" if key is None else "",
            start_ms=i * 1000,
            end_ms=i * 1000 + 900,
        )
        for i, (role, key) in enumerate(said)
    )
    met = tuple(speaker for speaker in speakers if any(u.speaker == speaker.key for u in utterances))
    return Document(
        "Governor Ferro meets the press", "text", utterances, met, date(2031, 5, 4), complete=draw(st.booleans())
    )


def retold(document, *, roles):
    """What a reader must find again: voice, words and, where the format says them, roles, in order."""
    known = {speaker.key: speaker.name for speaker in document.speakers}
    return [
        (known.get(said.speaker or ""), said.text.split(), said.role if roles else None) for said in document.utterances
    ]


@given(conferences())
@pytest.mark.parametrize(
    ("format", "roles"), [("text", True), ("csv", True), ("akn", True), ("html", False), ("vtt", False)]
)
def test_what_we_write_we_read(format, roles, document):
    writer = FORMATS[format]
    again = read(writer.write(document).encode(), name=f"a{writer.extension}")
    assert retold(again, roles=roles) == retold(document, roles=roles)
    if format in ("text", "html", "akn"):
        assert (again.title, again.date) == (document.title, document.date)
    if format in ("text", "akn"):
        assert again.complete is document.complete
    if format in ("text", "csv", "akn", "vtt"):
        assert [said.start_ms for said in again.utterances] == [said.start_ms for said in document.utterances]


def test_a_corrected_text_is_read_without_what_stood_before():
    again = read(to_text(DOCUMENT).encode(), name="a.txt")
    assert again.utterances[1].text == "Почему дорога закрыта?"
    assert again.warnings[0].message.startswith("a note on the passage above")

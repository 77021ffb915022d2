import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts import akomantoso
from onrecord.transcripts.model import Role, TranscriptError

DEBATE = """\
<?xml version="1.0"
  encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="d"><meta>
<identification source="#x"><FRBRWork><FRBRdate date="2031-05-04" name="x"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="en"/></FRBRExpression></identification>
<references source="#x"><TLCPerson eId="ferro" href="/f" showAs="Governor Ferro"/><TLCRole eId="gov" href="/g" showAs="Governor"/></references></meta>
<preface><p><docTitle>Ferro meets <b>the</b> press</docTitle></p></preface>
<debateBody><debateSection eId="s"><heading>Road</heading><narrative>The session opens.</narrative>
<speech by="#ferro" as="#gov" startTime="2031-05-04T10:00:00Z" endTime="2031-05-04T10:00:02.5Z"><from>The Governor:</from>
<p>Good <!-- c -->morning<remark type="laughter">laughter</remark>.</p><p>Sit<eol/>down <del>not this</del>now.</p></speech>
<scene>Noise</scene>
<question by="#bohdan" xml:lang="ru" startTime="2031-05-04T12:00:05+02:00"><p>Почему?</p></question>
<answer by="#ferro"><p>Because.</p></answer></debateSection></debateBody></debate></akomaNtoso>
"""


def read(source):
    return akomantoso.read(source.encode(), name="debate.xml")


def debate(inner):
    return f"<akomaNtoso><debate><debateBody>{inner}</debateBody></debate></akomaNtoso>"


def test_speeches_questions_and_answers_are_blocks_with_names_roles_and_times():
    governor, question, answer = read(DEBATE).blocks
    assert (governor.line, governor.label, governor.title, governor.role) == (9, "The Governor", "Governor", None)
    assert governor.text == "Good morning[laughter].\n\nSit down now.\n\n[Noise]"
    assert (governor.start_ms, governor.end_ms) == (0, 2500)
    assert (question.label, question.text, question.role, question.language) == ("", "Почему?", Role.QUESTION, "ru")
    assert (question.start_ms, question.end_ms) == (5000, None)
    assert (answer.label, answer.text, answer.role) == ("Governor Ferro", "Because.", Role.ANSWER)


def test_metadata_is_read():
    draft = read(DEBATE)
    assert (draft.title, draft.date, draft.language) == ("Ferro meets the press", date(2031, 5, 4), "en")
    assert draft.preface == [(8, "Road"), (8, "The session opens.")]


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "utf-8-sig"])
def test_the_declared_encoding_is_read(encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    source = f'<?xml version="1.0" encoding="{declared}"?>{debate("<speech><p>Да</p></speech>")}'
    assert akomantoso.read(source.encode(encoding), name="a.xml").blocks[0].text == "Да"


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("<akomaNtoso>\n<debate>\n</akomaNtoso>", 3, "not well-formed"),
        ("", 1, "not well-formed"),
        ("<html/>", 1, "its root is <html>"),
        (debate(""), 1, "no <speech>"),
        (debate('\n<speech startTime="noon"><p>x</p></speech>'), 2, "startTime=“noon”"),
        ("<!DOCTYPE akomaNtoso [<!ENTITY a 'b'>]><akomaNtoso>&a;</akomaNtoso>", 1, "DOCTYPE"),
        (f'\n<!DOCTYPE a SYSTEM "file:///etc/passwd">{debate("")}', 2, "remove the declaration"),
        (debate("<speech><p>&undeclared;</p></speech>"), 1, "undeclared"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(source, line, what):
    with pytest.raises(TranscriptError, match=what) as refused:
        read(source)
    assert refused.value.line == line


def entity_bomb():
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 100}">' for i in range(30))
    return f"<!DOCTYPE a [{entities}]><akomaNtoso>&a29;</akomaNtoso>"


HOSTILE = {
    "billion laughs": entity_bomb().encode(),
    "billion laughs in UTF-16": entity_bomb().encode("utf-16"),
    "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]><a>{"&a;" * 50_000}</a>'.encode(),
    "external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><akomaNtoso>&x;</akomaNtoso>',
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
    "deep speech": debate("<speech>" + "<p>" * 100_000).encode(),
    "attributes": b"<a " + b"".join(b'a%d="1" ' % i for i in range(1_000_000)) + b"/>",
    "many elements": debate("<speech><p>x</p></speech>" + "<scene>s</scene>" * 1_000_000).encode(),
    "long text": debate(f"<speech><p>{'x' * 19_000_000}</p></speech>").encode(),
    "too large": debate("x" * 50_000_000).encode(),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused_within_seconds(raw):
    started = time.process_time()
    with pytest.raises(TranscriptError):
        akomantoso.read(raw, name="a.xml")
    assert time.process_time() - started < 5


def test_many_notes_after_one_speech_take_linear_time():
    started = time.process_time()
    draft = read(debate("<speech><p>x</p></speech>" + "<scene>s</scene>" * 100_000))
    assert draft.blocks[0].text.count("[s]") == 100_000
    assert time.process_time() - started < 10


PIECES = st.sampled_from(
    [
        "<akomaNtoso>",
        "</akomaNtoso>",
        "<debate>",
        "</debate>",
        "<speech by='#a'>",
        "</speech>",
        "<p>",
        "</p>",
        "<from>",
        "</from>",
        "<!-- x -->",
        "<?pi x?>",
        "&amp;",
        "&#1;",
        "<scene>",
        "</scene>",
        "words ",
        "ж",
        "<![CDATA[x]]>",
        "\n",
    ]
)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
        st.lists(PIECES, max_size=10).map(lambda pieces: debate(f"<speech>{''.join(pieces)}</speech>").encode()),
    )
)
def test_arbitrary_bytes_are_read_or_refused(raw):
    try:
        draft = akomantoso.read(raw, name="a.xml")
    except TranscriptError:
        return
    assert all(block.text for block in draft.blocks)

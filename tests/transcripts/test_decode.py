import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts.decode import MAX_BLOCKS, MAX_BYTES, decode, encoding_of, refuse_too_many
from onrecord.transcripts.model import Block, TranscriptError

RUSSIAN = "ВЕДУЩИЙ: Добрый день. Начинаем.\nБогдан Лис: Губернатор, почему дорога в Тамру закрыта уже третий год?\n"
SPANISH = "PREGUNTA: ¿Por qué está cerrada la carretera?\nGOBERNADOR: “Mañana” —así, en serio— se abrirá.\n"
FRENCH = "QUESTION : Où êtes-vous allé, et à quel coût ? L’été dernier, le cœur de la région…\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-32"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (SPANISH, "windows-1252"),
        (FRENCH, "windows-1252"),
        ("FRAGE: Wann öffnet die Brücke? Schöne Grüße\n", "iso-8859-1"),
    ],
)
def test_text_is_read_in_the_encoding_it_was_written_in(text, encoding):
    assert decode(text.encode(encoding), name="a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("PYTANIE: Dlaczego most jest zamknięty? Już trzeci rok, żółta łódź.", "windows-1250"),
        ("Ερώτηση: Γιατί είναι κλειστός ο δρόμος;", "windows-1253"),
        ("質問: なぜ道路は閉鎖されているのですか。", "shift-jis"),
        ("질문: 도로는 왜 폐쇄되었습니까?", "euc-kr"),
    ],
)
def test_an_encoding_that_can_not_be_told_is_refused_with_byte_line_and_remedy(text, encoding):
    raw = b"first line\r\n\r\n" + text.encode(encoding)
    with pytest.raises(TranscriptError, match=r"byte 0x[0-9a-f]{2} is not UTF-8.*Save it as UTF-8") as refused:
        decode(raw, name="a.txt")
    assert refused.value.line == 3


def test_a_declared_encoding_is_believed_where_the_bytes_leave_it_open():
    raw = "zamknięty żółta łódź".encode("iso-8859-2")
    assert decode(raw, name="a.html", declared="ISO-8859-2") == "zamknięty żółta łódź"
    with pytest.raises(TranscriptError):
        decode(raw, name="a.html", declared="punycode")


def test_utf8_wins_over_a_wrong_declaration():
    assert encoding_of("Émile".encode(), name="a.html", declared="windows-1251") == "utf-8"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "DOCX"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"line\nA\x00B\x00", "UTF-16 without a byte order mark"),
        (bytes(range(1, 32)), "control characters"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_not_text_is_named_and_refused(raw, what):
    with pytest.raises(TranscriptError, match=what):
        decode(raw, name="upload.bin")


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(TranscriptError, match=f"{MAX_BYTES + 1:,} bytes"):
        decode(b"x" * (MAX_BYTES + 1), name="big.txt")


def test_more_blocks_than_any_conference_has_are_refused_at_their_line():
    blocks = [Block(line, "", "x") for line in range(1, MAX_BLOCKS + 2)]
    with pytest.raises(TranscriptError) as refused:
        refuse_too_many(blocks, name="a.txt")
    assert refused.value.line == MAX_BLOCKS + 1
    refuse_too_many(blocks[:-1], name="a.txt")


def test_newlines_and_composition_are_normalised_and_stray_controls_dropped():
    raw = ("Jose\u0301\r\nA\rB\x0cC\u2028D " + "words " * 100 + "\x08end").encode()
    text = decode(raw, name="a.txt")
    assert text.startswith("José\nA\nB C D ")
    assert text.endswith("words end")


def test_a_long_run_of_combining_marks_is_refused_fast():
    started = time.process_time()
    with pytest.raises(TranscriptError, match="combining marks"):
        decode(("x\na" + "\u0301\u0316" * 2_000_000).encode(), name="a.txt")
    assert time.process_time() - started < 5


@given(st.binary(max_size=400))
def test_any_bytes_decode_to_clean_text_or_are_refused(raw):
    try:
        text = decode(raw, name="a.txt")
    except TranscriptError:
        return
    assert text.splitlines() == text.removesuffix("\n").split("\n") or not text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=200))
def test_utf8_text_keeps_every_character_that_is_seen(text):
    decoded = decode(text.encode(), name="a.txt")
    assert unicodedata.normalize("NFC", decoded) == unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def test_composition_never_undoes_a_tag():
    assert decode("<p>\u0338Jose\u0301</p>".encode(), name="a.html") == "<p>\u0338José</p>"

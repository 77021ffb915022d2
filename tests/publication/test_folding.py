"""Letters that are the same to a reader are the same to a search, and what is marked is what stands there."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onrecord.proceedings import entries
from onrecord.publication import folding
from onrecord.publication.folding import folded, spans
from tests import cast
from tests.words import answer

SOFT, UNBROKEN, WIDE = "\u00ad", "\u2011", "\u202f"


@pytest.mark.parametrize(
    ("said", "query", "marked"),
    [
        ("Rio de la Plata, о’кей", "о'кей", "о’кей"),
        ("Здоровʼя понад усе", "здоров'я", "Здоровʼя"),
        ("Здоров'я понад усе", "здоров’я", "Здоров'я"),
        ("Её ёлка зелёная", "елка", "ёлка"),
        ("Ее елка зеленая", "ёлка", "елка"),
        ("un café à Łódź", "CAFE", "café"),
        ("un café à Łódź", "lodz", "Łódź"),
        ("un cafe a Lodz", "café łódź", "cafe"),
        (f"die Bundes{SOFT}straße", "bundesstrasse", f"Bundes{SOFT}straße"),
        ("die Bundesstrasse", "Straße", "strasse"),
        (f"Rostov{UNBROKEN}on{UNBROKEN}Don", "rostov-on-don", f"Rostov{UNBROKEN}on{UNBROKEN}Don"),
        ("the \ufb01rst \ufb02oor", "first", "\ufb01rst"),
        ("ﬁve", "i", "ﬁ"),
        ("مُدَرِّسَةٌ جديدة", "مدرسة", "مُدَرِّسَةٌ"),
        ("مدرسة جديدة", "مُدَرِّسَةٌ", "مدرسة"),
        ("ΟΔΟΣ", "οδός", "ΟΔΟΣ"),
        (f"4{WIDE}000 km", '"4 000 km"', "4 000 km"),
        ("İstanbul, ılık", "istanbul", "İstanbul"),
    ],
)
def test_a_reader_finds_what_is_the_same_to_them(
    transactional_db: None, client: Client, said: str, query: str, marked: str
) -> None:
    edition = cast.edition()
    entries.start_session(edition.log)
    entries.speak(edition.log, answer(said))
    page = client.get(f"/{edition.path}/record/find/", {"q": query}).content.decode()
    assert unicodedata.normalize("NFC", marked) in re.findall(r"<mark>([^<]*)</mark>", page.replace("&#x27;", "'"))


@pytest.mark.parametrize(("said", "query"), [("мой", "мои"), ("Київ", "Киів"), ("कुल", "कल"), ("がく", "かく")])
def test_another_letter_stays_another(said: str, query: str) -> None:
    assert folded(query) not in folded(said)


WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "aéеёﬁßﷺ\u00ad\u0301َ'’-‑ ½ŉ…", max_size=60
)


@given(text=WRITTEN, start=st.integers(0, 60), length=st.integers(1, 20))
def test_what_is_marked_folds_to_what_was_looked_for(text: str, start: int, length: int) -> None:
    text = unicodedata.normalize("NFC", text)
    assert folded(text) == "".join(map(folded, text))
    looked_for = folded(text[start : start + length])
    if not looked_for:
        return
    found = list(spans(re.compile(re.escape(looked_for)), text))
    assert found, "what stands there is found"
    assert all(looked_for in folded(text[begin:end]) for begin, end in found)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(found))
    assert all(0 <= begin < end <= len(text) for begin, end in found)


def test_one_of_every_sign_there_is_leaves_little_in_memory_and_folds_as_before() -> None:
    some = "Здоровʼя ﬁve Straße Łódź مُدَرِّسَةٌ"
    before = folded(some)
    folded("".join(chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000))
    assert len(folding._FOLDING) <= folding.MOST_SIGNS + 20
    assert folded(some) == before

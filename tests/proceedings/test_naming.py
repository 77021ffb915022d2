"""What may name a speaker on background, in every script, and what doesn't."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.proceedings.contents import Voice
from onrecord.proceedings.naming import PARTICLE, may_name

NAMED = [
    ("Li Wei", "Mr Li said so."),
    ("Li Wei", "MR LI SAID SO."),
    ("LI Wei", "It was Li's word."),
    ("Li Wei", "mr li said it himself"),
    ("li wei", "Li said so."),
    ("Wu Jun", "Wu: the number is wrong."),
    ("Oh Se-hoon", "Mr Oh said so."),
    ("Le Thi Hoa", "Mrs Le said so."),
    ("Al Gore", "Al said so."),
    ("Kim Ung", "Сказала: у Kimа"),
    ("Ana de Souza", "Souza's own word."),
    ("Ana de Souza", "Ana said so."),
    ("ana de souza", "So said Ana, de Souza."),
    ("Omar Al-Sayed", "sayed said so"),
    ("la", "La said so."),
    ("José Núñez", "Nunez said so."),
    ("Jose Nunez", "Núñez said so."),
    ("Governor Ferro", "It was FERRO's assistant."),
    ("Governor Ferro", "It was Fer\u00adro."),
    ("Анна Петрова", "Это сказал Петров."),
    ("Анна Петрова", "слова петровой"),
    ("Фёдор Достоевский", "Поправка Достоевского."),
    ("Фёдор Достоевский", "Федор сказал."),
    ("Роман Ким", "По просьбе Кима."),
    ("Лариса Цой", "Цой сказала."),
    ("Ана де Соуза", "Соуза сказала."),
    ("李伟", "因为李伟先生说了"),
    ("李 伟", "因为李伟先生说了"),
    ("田中 太郎", "これは田中さんの言葉です"),
    ("이재명", "그것은 이재명에게서 나왔다"),
    ("สมชาย ใจดี", "คุณสมชายพูดแล้ว"),
    ("วิชัย", "คุณวิชัยพูดแล้ว"),
    ("नरेन्द्र मोदी", "यह मोदी ने कहा"),
    ("محمد علي", "قال محمّد ذلك"),
    ("محمد علي", "قال علي ذلك"),
    ("أحمد حسن", "قيل ذلك وأحمد يعرفه"),
    ("محمد علي", "والعلي قال ذلك"),
    ("דוד לוי", "כך אמר לוי"),
    ("דוד כהן", "נאמר על ידי הכהן"),
    ("გიორგი გელაშვილი", "თქვა გელაშვილმა"),
]
UNNAMED = [
    ("Ana de Souza", "It was decided after the session."),
    ("Ana de Souza", "Decided by the office."),
    ("Ana de Souza", "An analysis of the tape: a better source, and the sound was bad."),
    ("Ana de Souza", "Foi a decisão de todos."),
    ("Li Wei", "We listened again."),
    ("Li Wei", "Listened to again: the limit was misheard, and the weight."),
    ("Omar Al-Sayed", "All words were misheard. Also the number."),
    ("Omar al-Sayed", "Al final, otra palabra."),
    ("Ludwig von Moos", "Von Anfang an verhört."),
    ("Eva Moran", "One word more was missing; the sentence was even longer, this morning."),
    ("Ана де Соуза", "Де-факто это не так, дело в другом."),
    ("李伟", "行李的数目听错了"),
    ("محمد علي", "سُمِعَ العدد خطأً"),
    ("이재명", "이 말은 잘못 들었다"),
]


@pytest.mark.parametrize(("name", "reason"), NAMED)
def test_a_reason_that_names_the_speaker_is_found(name: str, reason: str) -> None:
    assert may_name(reason, Voice(name=name))


@pytest.mark.parametrize(("name", "reason"), UNNAMED)
def test_an_ordinary_reason_names_nobody(name: str, reason: str) -> None:
    assert not may_name(reason, Voice(name=name))


def test_title_and_outlet_name_the_speaker_too() -> None:
    voice = Voice(name="Ada Reyes", title="Vice-Governor", outlet="RT")
    assert may_name("The vice governor's number.", voice) and may_name("RT said so.", voice)
    assert not may_name("A part of the report was misheard.", voice)
    assert may_name("副總統這樣說", Voice(name="X Y", title="總統"))
    assert not may_name("Ferro said so.", None)


letters = st.sampled_from(
    ["abcdefghijklmnoprstuvwyz", "абвгдежзиклмнопрстуфхцчшэюя", "αβγδεζηθικλμνξοπρστυφχψω", "աբգդեզըթժիլխ"]
).flatmap(lambda alphabet: st.text(st.sampled_from(alphabet), min_size=2, max_size=9))
text = st.text(max_size=40)


@given(first=letters, family=letters, before=text, after=text)
def test_a_name_as_it_is_written_is_found_in_whatever_is_said(first: str, family: str, before: str, after: str) -> None:
    voice = Voice(name=f"{first.capitalize()} {family.capitalize()}")
    for word in (family.capitalize(), family.upper(), first.capitalize()):
        assert may_name(f"{before} {word} {after}", voice)


@given(family=letters, ending=st.text(st.sampled_from("aeiyuаеиуом"), max_size=2))
def test_a_name_is_found_in_any_ending(family: str, ending: str) -> None:
    assume(not PARTICLE.fullmatch(family))
    name = family.capitalize()
    assert may_name(f"… {name}{ending}.", Voice(name=name))
    if len(name) > 4:
        assert may_name(f"… {name[:-2]}{ending}.", Voice(name=name))

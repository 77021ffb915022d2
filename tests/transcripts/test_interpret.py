from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.transcripts.model import Document, Role, TranscriptError
from onrecord.transcripts.reading import read


def doc(text: str, name: str = "a.txt") -> Document:
    return read(text.encode(), name=name)


def roles(document: Document) -> list[str]:
    return [utterance.role.value for utterance in document.utterances]


def test_statement_question_answer_and_a_moderator_are_told_apart() -> None:
    document = doc(
        "MODERATOR: Welcome.\n\nGOVERNOR FERRO: Good morning to you all.\n\nQ   Ada Reyes, from Radio Tamra. Why three schools?\n\n"
        "GOVERNOR FERRO: The fourth is late.\n\nQ   And when does it open?\n\nGOVERNOR FERRO: In May.\n\nEND\n"
    )
    assert roles(document) == ["remark", "statement", "question", "answer", "question", "answer"]
    assert [u.suggestion.name if u.suggestion else None for u in document.utterances if u.role is Role.QUESTION] == [
        "Ada Reyes"
    ] * 2
    assert document.speakers[1].name == "GOVERNOR FERRO" or document.speakers[1].name == "Governor Ferro"


def test_a_name_is_carried_until_another_one_comes() -> None:
    document = doc(
        "PREGUNTA: Soy Inés Calderón, de El Faro del Valle. ¿Cuándo abre la escuela?\n\nGOBERNADORA FERRO: Pronto.\n\n"
        "PREGUNTA: ¿Y el puente sobre el río, cuándo se termina de verdad?\n\nGOBERNADORA FERRO: En mayo.\n\n"
        "PREGUNTA: Tomás Rey, de Radio Tamra. ¿Y el agua?\n\nGOBERNADORA FERRO: También.\n"
    )
    names = [u.suggestion.name if u.suggestion else None for u in document.utterances if u.role is Role.QUESTION]
    assert names == ["Inés Calderón", "Inés Calderón", "Tomás Rey"]


def test_short_shouts_after_a_question_are_nobodys() -> None:
    document = doc("Q   Ada Reyes with Radio Tamra. Why?\n\nQ   The bridge!\n\nGOVERNOR FERRO: One at a time.\n")
    assert [u.suggestion is None for u in document.utterances if u.role is Role.QUESTION] == [False, True]


FERRO = "GOVERNOR FERRO: We have looked into it."
NAMED = f"Q   Ada Reyes with Radio Tamra. Why three schools?\n\n{FERRO}\n\nQ   And the fourth?"


def asked_by(text: str) -> list[str | None]:
    found = (u for u in doc(text).utterances if u.role is Role.QUESTION)
    return [u.suggestion.name if u.suggestion else None for u in found]


@pytest.mark.parametrize(
    "ending",
    [
        f"{FERRO} Go ahead, Bohdan.\n\nQ   What about the bridge?",
        f"{FERRO} Who’s next? In the back.\n\nQ   What about the bridge?",
        f"{FERRO} Yes, Bohdan.\n\nQ   What about the bridge?",
        f"{FERRO} ―A ver, ¿quién más? La compañera―.\n\nQ   ¿Y el puente?",
        f"{FERRO}\n\nQ   Good morning, Governor. What about the bridge?",
        f"{FERRO}\n\nQ   Buenos días, gobernadora. ¿Y el puente?",
        f"{FERRO}\n\nQ   (Inaudible)",
        f"{FERRO}\n\nINTERLOCUTOR: What about the bridge?",
    ],
)
def test_a_carried_name_ends_where_the_floor_changes_hands(ending: str) -> None:
    assert asked_by(f"{NAMED}\n\n{ending}\n") == ["Ada Reyes", "Ada Reyes", None]


def test_a_carried_name_ends_with_the_askers_thanks() -> None:
    text = f"{NAMED}\n\n{FERRO}\n\nQ   Thank you, Governor.\n\n{FERRO}\n\nQ   What about the bridge?\n"
    assert asked_by(text) == ["Ada Reyes"] * 3 + [None]


def test_after_a_shout_only_a_longer_question_is_the_askers_again() -> None:
    text = (
        f"{NAMED}\n\nQ   The bridge!\n\n{FERRO}\n\nQ   When?\n\n{FERRO}\n\n"
        "Q   As I was saying, Governor, when will the fourth of the schools be open to everyone in the valley?\n"
    )
    assert asked_by(text) == ["Ada Reyes", "Ada Reyes", None, None, "Ada Reyes"]


def test_no_name_is_carried_without_end() -> None:
    assert asked_by(NAMED + f"\n\n{FERRO}\n\nQ   And the fifth?" * 40).count("Ada Reyes") == 13


@pytest.mark.parametrize(
    ("text", "name", "outlet"),
    [
        ("Gracias, gobernadora ―Inés Calderón, de El Faro, perdón―. ¿Y el puente?", "Inés Calderón", "El Faro"),
        ("Buenos días, presidenta Inés Calderón, de El Faro. ¿Y el puente?", "Inés Calderón", "El Faro"),
        ("Tomás Rey, corresponsal de Radio Tamra. ¿Y el puente?", "Tomás Rey", "Radio Tamra"),
        ("Buenos días. Inés, del Faro del Valle. ¿Y el puente?", "Inés", "Faro del Valle"),
    ],
)
def test_a_name_given_in_passing_is_found(text: str, name: str, outlet: str) -> None:
    document = doc(f"PREGUNTA: {text}\n\nGOVERNOR FERRO: Pronto.\n")
    suggestion = document.utterances[0].suggestion
    assert suggestion
    assert (suggestion.name, suggestion.outlet) == (name, outlet)


def test_who_is_called_by_name_and_outlet_is_suggested() -> None:
    text = f"{NAMED}\n\nMODERATOR: Can we do Bohdan Lis from Brodna Blog, please?\n\nQ   Hi, thank you. What about the bridge?\n"
    assert asked_by(text)[-1] == "Bohdan Lis"


@pytest.mark.parametrize(
    "text", ["Gracias, de verdad. ¿Cuándo?", "Buenos días, Presidenta. ¿Cuándo?", "So, from Brodna to the lake: when?"]
)
def test_politeness_is_no_name(text: str) -> None:
    document = doc(f"PREGUNTA: {text}\n\nGOVERNOR FERRO: Pronto.\n")
    assert document.utterances[0].suggestion is None


def test_labels_that_differ_in_case_and_accent_are_one_person_and_others_are_only_suggested() -> None:
    document = doc("GOBERNADOR LÓPEZ: Uno.\n\nGobernador Lopez: Dos.\n\nSECRETARIO LÓPEZ: Tres.\n")
    assert document.utterances[0].speaker == document.utterances[1].speaker
    assert document.utterances[2].speaker != document.utterances[0].speaker


def test_labels_in_other_languages_and_scripts() -> None:
    document = doc("ВОПРОС: Когда откроют мост?\n\nФ.Ферро: В мае.\n\nВОПРОС: А школу?\n\nФ.Ферро: Осенью.\n")
    assert roles(document) == ["question", "answer", "question", "answer"]


def test_front_matter_and_markdown_signs_are_not_speech() -> None:
    document = doc(
        "---\ntitle: 'A day'\ndate: '2026-05-14'\n---\n\nBrodna\n\n**ADA REYES:** Why *three*?\n\n**GOVERNOR FERRO:** It is\nlate.\n",
        "a.md",
    )
    assert (document.title, str(document.date), len(document.utterances)) == ("A day", "2026-05-14", 2)
    assert document.utterances[1].text == "It is late."


def test_notes_stay_in_their_place() -> None:
    document = doc("Q   Why (inaudible) three?\n\nGOVERNOR FERRO: Late. (Laughter.)\n")
    assert document.utterances[0].notes == ("inaudible",)
    assert "(inaudible)" in document.utterances[0].text


def test_a_rule_announced_at_the_start_is_suggested_with_its_sentence() -> None:
    document = doc(
        "MODERATOR: Good morning. This call is on background, attributable to a regional official. Thank you.\n\nQ   Why?\n"
    )
    assert [(rule.rule, rule.sentence) for rule in document.rules] == [
        ("background", "This call is on background, attributable to a regional official.")
    ]


def test_the_spanish_for_however_is_no_embargo() -> None:
    assert doc("GOBERNADORA FERRO: Sin embargo, falta el puente.\n\nPREGUNTA: ¿Cuándo?\n").rules == ()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"Nobody speaks here.\n", "no speaker's label"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x00\x01\x02", "binary"),
    ],
)
def test_what_is_no_transcript_is_refused_in_words(raw: bytes, says: str) -> None:
    with pytest.raises(TranscriptError, match=f"(?i){says}"):
        read(raw, name="a.txt")


def test_too_much_is_refused_at_once() -> None:
    with pytest.raises(TranscriptError, match="at most"):
        read(b"x" * 50_000_000, name="a.txt")
    with pytest.raises(TranscriptError):
        read(b"ADA REYES: Why?\n\n" * 100_000, name="a.txt")


def test_the_choice_of_format_is_explained() -> None:
    assert (
        doc("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada Reyes>Why?\n", "a.txt").chosen_because == "it begins with WEBVTT"
    )


LINES = st.lists(
    st.sampled_from(
        [
            "ADA REYES: Why three",
            "Q   And when",
            "more words here",
            "",
            "---",
            "GOVERNOR FERRO: So",
            "(laughter)",
            "—000—",
            "x" * 200,
        ]
    ),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_no_word_after_the_first_label_is_lost(lines: list[str]) -> None:
    if lines.count("---") >= 2 or "—000—" in lines:
        return
    try:
        document = doc("\n".join(lines))
    except TranscriptError:
        return
    first = next(i for i, line in enumerate(lines) if line.startswith(("ADA", "Q ", "GOV")))
    words = " ".join(
        line.partition(": ")[2] if line.startswith(("ADA", "GOV")) else line.removeprefix("Q   ")
        for line in lines[first:]
    )
    kept = " ".join(utterance.text for utterance in document.utterances)
    assert kept.split() == [word for word in words.split() if word != "---"] or "---" in lines


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.vtt", "a.srt", "a.xml", "a.csv"]))
def test_no_bytes_make_it_fail_in_another_way(raw: bytes, name: str) -> None:
    try:
        read(raw, name=name)
    except TranscriptError:
        pass


def told(document: Document) -> list[tuple[str, str | None, str]]:
    """(role, speaker's name, words) of each utterance."""
    names = {speaker.key: speaker.name for speaker in document.speakers}
    return [(u.role.value, names.get(u.speaker or ""), u.text) for u in document.utterances]


def test_a_mark_with_a_name_is_a_question_by_that_person() -> None:
    document = doc(
        "FERRO: Guten Morgen.\n\nFRAGE REYES: Wann?\n\nANTWORT FERRO: Im Mai.\n\nQUESTION (Bohdan Lis, Radio Tamra): And?\n\n"
        "ANTWORT FERRO: Ja.\n\nQ (Bohdan Lis): Why?\n\nQUESTION (off mic): Who?\n\nQUESTION FROM THE FLOOR: How?\n"
    )
    assert told(document) == [
        ("statement", "Ferro", "Guten Morgen."),
        ("question", "Reyes", "Wann?"),
        ("answer", "Ferro", "Im Mai."),
        ("question", "Bohdan Lis", "And?"),
        ("answer", "Ferro", "Ja."),
        ("question", "Bohdan Lis", "Why?"),
        ("question", None, "Who?"),
        ("question", None, "How?"),
    ]
    assert [speaker.title for speaker in document.speakers] == ["", "", "Radio Tamra"]


def test_a_reporter_by_office_is_no_asker() -> None:
    document = doc("Q   Why?\n\nREPORTERA Y CRONISTA, ADA REYES: Muchas gracias.\n")
    assert [role for role, _, _ in told(document)] == ["question", "answer"]


@pytest.mark.parametrize(
    "text",
    [
        "# The day\n\n## Governor Ferro\n\nGood morning.\n\n## Ada Reyes\n\nWhy *three*?\n\n## Governor Ferro\n\nBecause.\n",
        "# The day\n\n**Governor Ferro**\n\nGood morning.\n\n**Ada Reyes:**\nWhy *three*?\n\n**Governor Ferro**\n\nBecause.\n",
        "# The day\n\n*Governor Ferro:* Good morning.\n\n_Ada Reyes_: Why *three*?\n\n*Governor Ferro:* Because.\n",
        "# The day\n\nGOVERNOR FERRO: Good morning.\n\n---\n\nADA REYES: Why *three*?\n\n---\n\nGOVERNOR FERRO: Because.\n",
    ],
    ids=["headings", "bold lines", "emphasis", "rules between"],
)
def test_markdown_labels_are_read_as_people_write_them(text: str) -> None:
    assert [(name, words) for _, name, words in told(doc(text, "a.md"))] == [
        ("Governor Ferro", "Good morning."),
        ("Ada Reyes", "Why *three*?"),
        ("Governor Ferro", "Because."),
    ]


def test_a_heading_amid_speech_is_a_note() -> None:
    document = doc(
        "## Statement\n\nFERRO: Good morning.\n\n## Questions and Answers\n\nQ: Why?\n\nFERRO: So.\n", "a.md"
    )
    assert [words for _, _, words in told(document)] == ["Good morning.\n\n[Questions and Answers]", "Why?", "So."]

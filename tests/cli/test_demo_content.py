from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onrecord.cli.demo.play import BEFORE_START
from onrecord.cli.demo.script import CONTENT, Script, duration
from onrecord.proceedings.contents import UtteranceSpoken, Voice
from onrecord.proceedings.fold import State, follow
from onrecord.record.contents import Content
from onrecord.record.folds import Recorded
from onrecord.transcripts.reading import read

SCRIPT: dict[str, Any] = tomllib.loads((CONTENT / "13.toml").read_text(encoding="utf-8"))
SPEAKERS = {speaker["key"]: speaker for speaker in SCRIPT["speaker"]}
TURNS = {turn["id"]: turn for turn in SCRIPT["turn"]}
PASSAGES = [(turn["id"], number) for turn in SCRIPT["turn"] for number in range(len(turn["say"]))]
ARCHIVE = ("10.txt", "11.md", "12.html")


def test_every_turn_has_an_id_of_its_own_and_a_speaker_who_is_listed() -> None:
    assert len(TURNS) == len(SCRIPT["turn"])
    assert len(SPEAKERS) == len(SCRIPT["speaker"])
    assert {turn["speaker"] for turn in SCRIPT["turn"]} == set(SPEAKERS) | {"unknown"}


def test_every_turn_has_a_role_and_words() -> None:
    for turn in SCRIPT["turn"]:
        assert turn["role"] in ("statement", "question", "answer", "remark"), turn["id"]
        assert turn["say"], turn["id"]
        for words in turn["say"]:
            assert 1 <= len(words.split()) <= 60, (turn["id"], words)


def test_roles_fit_those_who_take_them() -> None:
    allowed = {
        "principal": {"statement", "answer"},
        "moderator": {"remark"},
        "asker": {"question", "remark"},
    }
    for turn in SCRIPT["turn"]:
        if turn["speaker"] == "unknown":
            assert turn["role"] == "question"
        else:
            assert turn["role"] in allowed[SPEAKERS[turn["speaker"]]["role"]], turn["id"]


def test_eight_exchanges_each_begin_with_a_question_have_one_asker_and_an_answer() -> None:
    exchanges: dict[int, list[dict[str, Any]]] = {}
    for turn in SCRIPT["turn"]:
        assert ("exchange" in turn) == (turn["role"] in ("question", "answer")), turn["id"]
        if "exchange" in turn:
            exchanges.setdefault(turn["exchange"], []).append(turn)
    assert list(exchanges) == list(range(1, 9))
    for turns in exchanges.values():
        assert turns[0]["role"] == "question"
        assert len({turn["speaker"] for turn in turns if turn["role"] == "question"}) == 1
        assert len({turn["topic"] for turn in turns}) == 1
        assert turns[-1]["role"] == "answer"


def test_the_log_counts_the_exchanges_as_the_script_does() -> None:
    """Played into a log, no follow-up opens an exchange of its own and no asker runs into the next."""
    state, said = State(), list[Content]()
    for identifier, number in PASSAGES:
        turn = TURNS[identifier]
        who = SPEAKERS.get(turn["speaker"])
        voice = Voice(name=who["name"], outlet=who.get("outlet")) if who else None
        said.append(UtteranceSpoken(role=turn["role"], text=turn["say"][number], standard="draft", speaker=voice))
        entry = Recorded(len(said) - 1, "utterance.spoken", None, said[-1])
        state, _ = follow(state, entry, said.__getitem__)
        if "exchange" in turn:
            assert state.exchange is not None
            assert state.exchange.number == turn["exchange"], identifier
    assert state.exchanges == 8


def test_one_asker_is_unknown_and_speaks_once() -> None:
    unknown = [turn for turn in SCRIPT["turn"] if turn["speaker"] == "unknown"]
    assert [len(turn["say"]) for turn in unknown] == [1]


def test_acts_come_after_what_they_are_about_and_fit_its_words() -> None:
    for act in SCRIPT["act"]:
        after = PASSAGES.index((act["after_turn"], act["after_passage"]))
        if "turn" not in act:
            continue
        assert PASSAGES.index((act["turn"], act["passage"])) <= after
        words = TURNS[act["turn"]]["say"][act["passage"]]
        if act["do"] == "correct":
            assert words.count(act["was"]) == 1
            assert act["was"] != act["now"]
        if act["do"] == "a reader asks":
            assert act["words"] in words


def test_the_play_shows_every_kind_of_act() -> None:
    assert {act["do"] for act in SCRIPT["act"]} == {
        "correct",
        "translate",
        "a reader asks",
        "answer the reader",
        "set a ground rule",
        "wait",
    }
    assert {act.get("rule") for act in SCRIPT["act"]} == {None, "on the record", "background", "off the record"}
    assert any("embargo_seconds" in act for act in SCRIPT["act"])


def test_the_prepared_text_differs_from_what_was_said_where_it_says_so() -> None:
    said = next(turn["say"] for turn in SCRIPT["turn"] if turn["role"] == "statement")
    for number, words in SCRIPT["prepared"]["otherwise"].items():
        assert said[int(number)] != words


def test_a_name_that_is_corrected_is_written_wrong_nowhere_else() -> None:
    everything = " ".join(words for turn in SCRIPT["turn"] for words in turn["say"])
    assert len(re.findall(r"\bVerhn\b", everything)) == 1


def test_region_codes_have_the_form_of_iso_3166_2() -> None:
    for speaker in SCRIPT["speaker"]:
        assert ("region" in speaker) == (speaker["role"] == "asker"), speaker["key"]
        if "region" in speaker:
            assert re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", speaker["region"]), speaker["key"]


def test_what_a_newcomer_sees_live_takes_less_than_eight_minutes() -> None:
    script = Script()
    live = script.passages()[script.behind :]
    assert 6 * 60 < BEFORE_START + sum(duration(*passage) for passage in live) < 7.75 * 60


def test_the_conference_takes_place_today_and_is_in_its_middle() -> None:
    """The statement, two questions with their answers, a correction and a stretch off the record lie behind."""
    script = Script()
    assert abs(script.edition["date"] - datetime.now(UTC).date()) <= timedelta(days=1)
    turns = {turn["id"]: turn for turn, _ in script.passages()[: script.behind]}
    assert {turn.get("exchange") for turn in turns.values()} == {None, 1, 2}
    assert "statement" in {turn["role"] for turn in turns.values()}
    done = [act for act in SCRIPT["act"] if act["after_turn"] in turns]
    assert {act["do"] for act in done} >= {"correct", "translate", "a reader asks"}
    assert [act["rule"] for act in done if "rule" in act][-2:] == ["off the record", "on the record"]


def test_the_first_two_minutes_show_an_embargo_that_ends_and_words_on_background() -> None:
    script = Script()
    begins, seen = BEFORE_START, list[str]()
    for turn, number in script.passages()[script.behind :]:
        begins += duration(turn, number)
        seen += [act["do"] for act in script.acts_after(turn["id"], number) if begins < 120]
        if turn["id"] == "a3c":
            assert begins < 120
    assert "answer the reader" in seen
    assert all(act.get("embargo_seconds", 0) < 120 for act in SCRIPT["act"])


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("10.txt", r"^---\nQUESTION\nAda Reyes, from Radio Tamra\.(?s:.*)^—000—\n\Z"),
        ("11.md", r"\A---\ntitle: (?s:.*)^Q    Ada Reyes with Radio Tamra\.(?s:.*)^\d\d:\d\d A\.M\.\n\Z"),
        ("12.html", r"<p><strong>GOVERNOR FERRO:</strong> (?s:.*)<p>###</p>"),
    ],
)
def test_each_archive_file_bears_the_marks_of_its_format(name: str, mark: str) -> None:
    assert re.search(mark, (CONTENT / name).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_markdown_file_is_wrapped_as_its_office_wraps() -> None:
    lines = (CONTENT / "11.md").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 72


@pytest.mark.parametrize("name", ARCHIVE)
def test_the_archive_is_complete_and_its_askers_are_suggested(name: str) -> None:
    document = read((CONTENT / name).read_bytes(), name=name)
    assert document.complete
    assert document.date is not None
    assert document.title.startswith("Press conference for regional media, ")
    assert document.language in ("", "en")
    assert 45 <= len(document.utterances) <= 70
    named = {utterance.suggestion.name for utterance in document.utterances if utterance.suggestion}
    assert {"Ada Reyes", "Bohdan Lis"} <= named
    assert len(named) >= 9


def test_only_the_eleventh_edition_announces_a_ground_rule() -> None:
    rules = {name: [rule.rule for rule in read((CONTENT / name).read_bytes(), name=name).rules] for name in ARCHIVE}
    assert rules == {"10.txt": [], "11.md": ["background"], "12.html": []}


def test_the_editions_follow_each_other_a_year_apart() -> None:
    dates = [read((CONTENT / name).read_bytes(), name=name).date for name in ARCHIVE]
    assert [date.year for date in dates if date] == [2023, 2024, 2025]
    assert SCRIPT["edition"]["number"] == 13

from __future__ import annotations

import re
import tomllib

from onrecord.cli.demo import CONTENT
from onrecord.transcripts.reading import read

SCRIPT = tomllib.loads((CONTENT / "13.toml").read_text())


def test_every_turn_has_an_id_and_a_speaker() -> None:
    ids = [turn["id"] for turn in SCRIPT["turn"]]
    assert len(ids) == len(set(ids))
    known = {speaker["key"] for speaker in SCRIPT["speaker"]} | {"unknown"}
    assert {turn["speaker"] for turn in SCRIPT["turn"]} <= known


def test_eight_questions_are_asked() -> None:
    assert len([turn for turn in SCRIPT["turn"] if re.fullmatch(r"q\d", turn["id"])]) == 8


def test_corrections_fit_the_words_they_correct() -> None:
    said = {turn["id"]: turn["say"] for turn in SCRIPT["turn"]}
    for correction in SCRIPT["correction"]:
        assert correction["was"] in said[correction["turn"]][correction["passage"]]
        assert correction["after_turn"] in said


def test_region_codes_have_the_form_of_iso_3166_2() -> None:
    for speaker in SCRIPT["speaker"]:
        assert re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", speaker.get("region", "XX-1"))


def test_the_archive_is_complete_and_its_askers_are_suggested() -> None:
    for name in ("10.txt", "11.md", "12.html"):
        document = read((CONTENT / name).read_bytes(), name=name)
        assert document.complete, name
        assert document.date is not None
        named = {utterance.suggestion.name for utterance in document.utterances if utterance.suggestion}
        assert {"Ada Reyes", "Bohdan Lis"} <= named, (name, named)
    assert [rule.rule for rule in read((CONTENT / "11.md").read_bytes(), name="11.md").rules] == ["background"]

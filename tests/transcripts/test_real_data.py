"""Real transcripts, as public offices published them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onrecord.transcripts.model import Document, Role
from onrecord.transcripts.reading import read

Shared = Callable[[str], Path]


def documents(folder: Path) -> dict[Path, Document]:
    return {
        file: read(file.read_bytes(), name=file.name)
        for file in sorted(folder.rglob("*.*"))
        if file.suffix in (".txt", ".md")
    }


def test_press_conferences_in_blocks(shared: Shared) -> None:
    found = documents(shared("data/mananeras"))
    assert len(found) > 90
    for file, document in found.items():
        assert document.language == "es", file
        assert document.date is not None, file
        assert document.date.strftime("%Y-%m/%d") == f"{file.parent.name}/{file.name[:2]}", file
        assert document.complete == ("000" in file.read_text()[-40:]), file
        assert not any("—000" in utterance.text for utterance in document.utterances)
    askers = [u for d in found.values() for u in d.utterances if u.role is Role.QUESTION and u.suggestion]
    assert len(askers) > 3_000
    assert len({one.suggestion.name for one in askers if one.suggestion}) > 100


def test_briefings_gaggles_and_calls(shared: Shared) -> None:
    found = documents(shared("data/wh-briefings"))
    assert len(found) > 80
    for file, document in found.items():
        assert document.language == "en", file
        assert str(document.date) == file.name[:10], file
        assert document.complete, file
        assert document.source_url.startswith("https://"), file
        assert any(utterance.role is Role.ANSWER for utterance in document.utterances), file
        if "background-press-call" in file.name:
            assert {rule.rule for rule in document.rules} & {"background", "embargo"}, file


def test_a_file_cut_in_the_middle_is_incomplete(shared: Shared) -> None:
    file = sorted(shared("data/mananeras").rglob("*.txt"))[0]
    whole = file.read_bytes().decode()
    document = read(whole[: len(whole) // 2].encode(), name=file.name)
    assert not document.complete
    assert any("incomplete" in warning.message for warning in document.warnings)

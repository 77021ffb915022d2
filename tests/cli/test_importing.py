"""A folder of transcripts, as offices keep them: what goes in, what doesn't, and what is said of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.transcripts.reading import read
from tests.server import onrecord

DATED = "Press conference of 14 May 2026\n\nMODERATOR: Good morning.\n\nGOVERNOR FERRO: Three schools have opened.\n"
UNDATED = "ADA REYES: Good morning.\n\nQ   Why now?\n\nADA REYES: It is time.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def imported(home: Path, folder: Path, *options: str) -> list[dict[str, Any]]:
    found = onrecord(home, "import", folder, "--series", "regional-media", "--json", *options)
    assert found.returncode == 0, found.stderr
    reports: list[dict[str, Any]] = json.loads(found.stdout)
    return reports


def test_a_file_named_with_an_underscore_goes_in_with_its_folder(tmp_path: Path, folder: Path) -> None:
    (folder / "2_25.txt").write_text(UNDATED)
    (folder / "b.txt").write_text(DATED)
    reports = imported(tmp_path / "home", folder)
    assert [one["edition"] for one in reports] == ["regional-media/2-25", "regional-media/2026-05-14"]


def test_what_is_no_transcript_is_named(tmp_path: Path, folder: Path) -> None:
    (folder / "a.txt").write_text(DATED)
    (folder / "minutes.DOCX").write_bytes(b"PK\x03\x04")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "scan.pdf").write_bytes(b"%PDF-")
    told = onrecord(tmp_path / "home", "import", folder, "--series", "s")
    assert told.returncode == 0
    assert "2 not read: minutes.DOCX, photo.jpg; save Word, PDF and similar files as plain text or HTML" in told.stderr
    reports = imported(tmp_path / "home", folder)
    assert [("skipped" in one, Path(one["file"]).name) for one in reports] == [
        (False, "a.txt"),
        (True, "minutes.DOCX"),
        (True, "photo.jpg"),
    ]
    (folder / "a.txt").unlink()
    nothing = onrecord(tmp_path / "home", "import", folder, "--series", "s")
    assert nothing.returncode == 2 and "(only minutes.DOCX, photo.jpg)" in nothing.stderr


@pytest.mark.parametrize("source", [DATED, UNDATED])
def test_a_copy_that_was_saved_anew_or_corrected_is_told_and_adds_nothing(
    source: str, tmp_path: Path, folder: Path
) -> None:
    source += "\nGOVERNOR FERRO: " + "The fourth is late, for the heating does not hold its pressure. " * 3
    home = tmp_path / "home"
    (folder / "a.txt").write_text(source)
    [first] = imported(home, folder)
    (folder / "a.txt").write_text(source.replace("\n", "\r\n") + "\r\n")
    for options in (["--dry-run"], []):
        [copy] = imported(home, folder, *options)
        assert (copy["edition"], copy["new"], copy["same_words"]) == (first["edition"], False, 1.0)
        assert "nothing was added" in copy["warnings"][0]["message"]
    (folder / "a.txt").write_text(source.replace("pressure. ", "pressure, ", 1))
    told = onrecord(home, "import", folder, "--series", "regional-media")
    assert f"% of its words are the same as in {first['edition']}" in told.stderr and "--again" in told.stderr
    assert "0 imported, 1 already here" in told.stderr
    [second] = imported(home, folder, "--again")
    assert (second["edition"], second["new"]) == (f"{first['edition']}-2", True)
    [third] = imported(home, folder, "--again")
    assert third["new"] is False, "the very same file adds nothing, whatever is asked for"


def test_another_session_of_the_day_is_an_edition_of_its_own(tmp_path: Path, folder: Path) -> None:
    (folder / "a.txt").write_text(DATED)
    (folder / "b.txt").write_text(
        DATED.replace("Three schools have opened", "The bridge stays closed until the autumn")
    )
    assert [one["new"] for one in imported(tmp_path / "home", folder)] == [True, True]


def labels(source: str) -> list[str]:
    document = read(source.encode(), name="a.txt")
    return [said.label for said in document.utterances]


def test_a_courtesy_title_is_taken_off_only_where_a_name_begins() -> None:
    source = "\n\n".join(f"{name}: Is it open?" for name in ("Tom Okafor", "William Sol", "Mr. Jim Duval", "M. Ñandú"))
    names = [speaker.name for speaker in read(source.encode(), name="a.txt").speakers]
    assert names == ["Tom Okafor", "William Sol", "Jim Duval", "M. Ñandú"]


def test_initials_before_a_surname_are_no_question_and_no_answer() -> None:
    names = ["A. Reyes", "P. Duval", "R. Sol", "В.Ферро", "J.-P. de la Cruz Sol", "É. Ñandú"]
    assert labels("\n\n".join(f"{name}: Is it open?" for name in names)) == names
    assert labels("Q. Why?\n\nA. Yes: we will.\n\nQ. And?\n\nA. Soon.\n") == ["Q", "A", "Q", "A"]
    assert labels("P.- ¿Por qué?\n\nR.- Sí.\n\nP.: ¿Y?\n\nR.: No.\n") == ["P", "R", "P", "R"]


def test_an_outlet_keeps_its_initials_its_number_and_its_domain() -> None:
    outlets = ["the L.A. Courier", "Channel 9 Tamra", "Tamra24.com", "Canal 11", "Radio Tamra"]
    asked = "\n\n".join(f"Q   Ines Duval from {outlet}. Why now?\n\nGOVERNOR FERRO: It is time." for outlet in outlets)
    document = read(asked.encode(), name="a.txt")
    assert [said.suggestion.outlet for said in document.utterances if said.suggestion] == outlets


def test_a_refusal_names_the_file_once_and_counts_as_people_do(tmp_path: Path, folder: Path) -> None:
    (folder / "a.txt").write_text(DATED.replace("Good", "Good\u200b"))
    (folder / "b.txt").write_bytes(b"%PDF-1.7 no transcript")
    (folder / "c.txt").write_text("")
    (folder / "d.csv").write_text("speaker,text\nAda Reyes,Why?\nAda Reyes,Why,now\n")
    told = onrecord(tmp_path / "home", "import", folder, "--series", "regional-media").stderr
    refused = [line for line in told.splitlines() if line.startswith(f"{folder}/")]
    assert len(refused) == 3
    assert [(line.count("b.txt"), line.count("c.txt"), line.count("d.csv")) for line in refused] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    assert f"{folder}/c.txt: the file is empty" in told and f"{folder}/d.csv, line 3: " in told
    assert "1 warning (--json" in told

"""Files made to exhaust, or that are no transcripts: each ends in a clear refusal or a document, in bounded memory."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import pytest

from tests import forking
from tests.server import environment, onrecord

MORE = 256_000_000
"""Bytes that reading a file may take beyond what the started program has (py3langid's model is some 80 MB of it)."""

READ = f"""
import resource, sys
from pathlib import Path
import py3langid
from onrecord.transcripts.model import TranscriptError
from onrecord.transcripts.reading import read_file
used = next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmSize"))
resource.setrlimit(resource.RLIMIT_AS, (used + {MORE}, used + {MORE}))
try:
    print(len(read_file(Path(sys.argv[1])).utterances), "passages")
except TranscriptError as error:
    print(error)
"""


def filled(unit: str, size: int, *, head: str = "", tail: str = "") -> bytes:
    return (head + unit * (size // len(unit.encode())) + tail).encode()


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("a.txt", b"0" * 50_000_000)
    return archive.getvalue()


SAID = "Why is the road to Brodna closed, and until when? "
TURN = f"ADA REYES: {SAID * 20}\n\n"
CUE = f"00:00:01.000 --> 00:00:02.000\n<v Ada Reyes>{SAID * 20}\n\n"
SPEECH = f"<speech><p>{SAID * 20}</p></speech>\n"
DEBATE = {"head": "<akomaNtoso><debate><debateBody>", "tail": "</debateBody></debate></akomaNtoso>"}
LABELS = [" ".join(("ADA", *letters)) for letters in product(ascii_uppercase, ascii_uppercase, "ABCDEFGHIJ")]
BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 100}">' for i in range(30))

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "50 MB of text": ("a.txt", lambda: filled(TURN, 50_000_000), "at most 20,000,000"),
    "50 MB of HTML": ("a.html", lambda: filled(f"<p><b>ADA:</b> {SAID}</p>", 50_000_000), "at most 20,000,000"),
    "50 MB of XML": ("a.xml", lambda: filled(SPEECH, 50_000_000, **DEBATE), "at most 20,000,000"),
    "50 MB of captions": ("a.vtt", lambda: filled(CUE, 50_000_000, head="WEBVTT\n\n"), "at most 20,000,000"),
    "50 MB of table": ("a.csv", lambda: filled(f"Ada,{SAID}\n", 50_000_000, head="speaker,text\n"), "at most 20,0"),
    "19 MB of text": ("a.txt", lambda: filled(TURN, 19_000_000), "at most 10,000,000"),
    "as much text as may be": ("a.txt", lambda: filled(TURN, 9_900_000), "passages"),
    "as much HTML as may be": ("a.html", lambda: filled(f"<p><b>ADA:</b> {SAID * 40}</p>\n", 19_900_000), "passages"),
    "as much XML as may be": ("a.xml", lambda: filled(SPEECH, 9_900_000, **DEBATE), "passages"),
    "as many captions as may be": ("a.vtt", lambda: filled(CUE, 9_900_000, head="WEBVTT\n\n"), "one passage has"),
    "as much table as may be": (
        "a.csv",
        lambda: filled(f'Ada,"{SAID * 20}"\n', 9_900_000, head="speaker,text\n"),
        "passages",
    ),
    "tags only": ("a.html", lambda: filled("<p>", 19_000_000), "more than 80,000 tags"),
    "one paragraph of 19 MB": ("a.html", lambda: filled(SAID, 19_000_000, head="<p>"), "line 1.*1,000,000"),
    "one line of 9 MB": ("a.txt", lambda: filled(SAID, 9_000_000, head="ADA: "), "line 1.*at most 200,000"),
    "9 million lines": ("a.txt", lambda: b"\n" * 9_000_000 + b"ADA: x", "at most 200,000"),
    "9 million lines of a heading": ("a.md", lambda: filled("# x\n", 9_000_000), "at most 200,000"),
    "100,000 labels": (
        "a.txt",
        lambda: "".join(f"{label} {letter}: x\n" for label in LABELS for letter in ascii_uppercase[:16]).encode(),
        "line 5000.: .*more than 50,000 blocks",
    ),
    "6,760 speakers": ("a.txt", lambda: "".join(f"{label}: x\n" for label in LABELS).encode(), "6760 passages"),
    "binary": ("a.txt", lambda: bytes(range(256)) * 30_000, "binary"),
    "NUL bytes": ("a.txt", lambda: b"ADA: x\n\0\n", "line 2: .*NUL"),
    "UTF-16": ("a.txt", lambda: filled(TURN, 3_000_000).decode().encode("utf-16"), "passages"),
    "UTF-16 without a mark": ("a.txt", lambda: TURN.encode("utf-16-le"), "UTF-16 without a byte order mark"),
    "Latin-1": ("a.txt", lambda: "PREGUNTA: ¿Por qué está así?\n\nFERRO: Mañana.\n".encode("latin-1"), "2 passages"),
    "a million nested HTML tags": ("a.html", lambda: b"<div>" * 1_000_000, "more than 80,000 tags"),
    "70,000 nested HTML tags": ("a.html", lambda: b"<div>" * 70_000 + b"ADA: x", "more than 500 nested tags"),
    "a million nested XML tags": ("a.xml", lambda: b"<akomaNtoso>" + b"<a>" * 1_000_000, "more than 1,000,000 tags"),
    "900,000 nested XML tags": ("a.xml", lambda: b"<akomaNtoso>" + b"<a>" * 900_000, "not well-formed"),
    "entity bomb": ("a.xml", lambda: f"<!DOCTYPE a [{BOMB}]><akomaNtoso>&a29;</akomaNtoso>".encode(), "DOCTYPE"),
    "a zip": ("a.txt", zipped, "ZIP"),
    "nothing": ("a.txt", lambda: b"", "empty"),
    "blank lines": ("a.txt", lambda: b"\n \n" * 100_000, "empty"),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux tells it")
@pytest.mark.parametrize(("name", "made", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_or_read_in_bounded_memory(
    name: str, made: Callable[[], bytes], says: str, tmp_path: Path
) -> None:
    import re

    (tmp_path / name).write_bytes(made())
    found = forking.run(
        [sys.executable, "-c", READ, tmp_path / name],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2_000:]
    assert re.search(says, found.stdout), found.stdout


def test_a_folder_of_hostile_files_is_refused_file_by_file_and_the_good_ones_stay(tmp_path: Path) -> None:
    import json

    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a-good.txt").write_text("GOVERNOR FERRO: Good morning.\n\nQ   Why?\n\nGOVERNOR FERRO: So.\n\nEND\n")
    (folder / "b-link.txt").symlink_to(folder / "nowhere.txt")
    (folder / "c-large.html").write_bytes(filled(f"<p>ADA: {SAID}</p>", 50_000_000))
    (folder / "d-bomb.xml").write_text(f"<!DOCTYPE a [{BOMB}]><akomaNtoso>&a29;</akomaNtoso>")
    (folder / "e-nul.txt").write_bytes(b"ADA: x\n\0\n")
    (folder / "f-good.csv").write_text("speaker,text,role\nAda Reyes,Why?,question\n")
    found = onrecord(tmp_path / "home", "import", folder, "--series", "s", "--json")
    assert found.returncode == 1
    reports = json.loads(found.stdout)
    assert [(Path(report["file"]).name, "error" in report) for report in reports] == [
        ("a-good.txt", False),
        ("b-link.txt", True),
        ("c-large.html", True),
        ("d-bomb.xml", True),
        ("e-nul.txt", True),
        ("f-good.csv", False),
    ]
    assert "broken link" in reports[1]["error"]
    listed = json.loads(onrecord(tmp_path / "home", "editions", "--json").stdout)
    assert {one["path"] for one in listed} == {report["edition"] for report in reports if report["edition"]}
    told = onrecord(tmp_path / "home", "import", folder, "--series", "s").stderr
    assert re.search(r"e-nul\.txt contains NUL bytes.*\(line 2\)", told)
    assert "0 imported, 2 already here, 4 refused" in told

"""Whatever somebody sends is refused with a reason or becomes pixels, soon and without much memory."""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import pytest
from PIL import Image

from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import BYTES_OF_MEMORY, LONGEST_SIDE
from onrecord.uploads.making import pictures_of
from tests.uploads.files import SAYS
from tests.uploads.hostile import HOSTILE


def outcome(content: bytes) -> tuple[Fault | None, list[bytes]]:
    try:
        return None, pictures_of(content)
    except Unfit as unfit:
        return unfit.fault, []


def used() -> float:
    """Seconds of work of all processes so far that were decoders."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def test_there_are_many() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_or_harmless(name: str) -> None:
    make, expected = HOSTILE[name]
    content = make()
    before = used()
    fault, pictures = outcome(content)
    assert fault in expected
    assert used() - before <= 10
    for one in pictures:
        assert_only_pixels(one)


def assert_only_pixels(picture: bytes) -> None:
    for hidden in (SAYS.encode(), b"Exif", b"ICC_PROFILE", b"<script", b"PK\x03\x04", b"%PDF"):
        assert hidden not in picture
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.format == "JPEG" and opened.mode == "RGB"
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        assert max(opened.size) <= LONGEST_SIDE
        opened.load()


def test_the_process_gets_no_more_memory_than_a_document_needs() -> None:
    take = f"from onrecord.uploads import process; process._confine(); bytearray({BYTES_OF_MEMORY})"
    assert "MemoryError" in subprocess.run([sys.executable, "-c", take], capture_output=True, text=True).stderr

"""Documents as people have them become pictures in which they can be read."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from onrecord.uploads import decoding
from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import AT_ONCE, LONGEST_SIDE, WAITING
from onrecord.uploads.making import COMMAND, ENVIRONMENT, pictures_of
from tests.uploads.files import heic, jpeg, notes, pdf, picture, png

RED, WHITE = (254, 0, 0), (255, 255, 255)


def opened(content: bytes) -> list[Image.Image]:
    return [Image.open(io.BytesIO(one)) for one in pictures_of(content)]


def close(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("make", [jpeg, png, heic])
def test_a_picture_stays_as_it_is(make: object) -> None:
    (found,) = opened(make())  # type: ignore[operator]
    assert close(found.getpixel((5, 5)), RED)


def test_each_page_of_a_pdf_is_a_picture() -> None:
    pages = opened(pdf(pages=3))
    assert [page.size for page in pages] == [(1414, LONGEST_SIDE)] * 3
    assert close(pages[2].getpixel((400, 1600)), RED) and close(pages[2].getpixel((1300, 100)), WHITE)


def test_a_picture_taken_sideways_is_turned() -> None:
    (found,) = opened(jpeg(picture((60, 40)), exif=notes(orientation=6)))
    assert found.size == (40, 60)


def test_a_large_picture_is_made_smaller() -> None:
    (found,) = opened(jpeg(picture((4000, 3000))))
    assert found.size == (2000, 1500)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16"])
def test_a_picture_of_any_kind_of_pixels_is_seen_on_white(mode: str) -> None:
    clear = {"RGBA": (255, 0, 0, 0), "LA": (0, 0), "P": 0, "1": 1, "L": 255, "I;16": 65535}
    image = picture((30, 30), mode, clear[mode])
    (found,) = opened(png(image, **({"transparency": 0} if mode == "P" else {})))
    assert close(found.getpixel((15, 15)), WHITE)


def test_what_else_it_may_be_is_told() -> None:
    with pytest.raises(Unfit) as refused:
        pictures_of(b"GIF89a" + bytes(100))
    assert (refused.value.fault, refused.value.found) == (Fault.KIND, "gif")


def test_the_process_has_nothing_of_the_servers_and_can_write_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ONRECORD_SECRET", "kestrel")
    code = (
        "import os, resource; from onrecord.uploads.process import _confine; _confine()\n"
        "assert 'ONRECORD_SECRET' not in os.environ\n"
        "try:\n    bytearray(2**30)\n    print('memory')\nexcept MemoryError: pass\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"try:\n    open({str(tmp_path / 'a')!r}, 'w').write('x' * 9000)\n    print('disk')\nexcept OSError: pass\n"
    )
    found = subprocess.run([*COMMAND[:2], "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert (found.stdout, found.stderr, COMMAND[0]) == ("", "", sys.executable)


def test_no_more_wait_than_there_is_room_for() -> None:
    """Each of them has a turn of the server's; readers and desks need turns, too."""
    many, ready = 3 * WAITING, threading.Barrier(3 * WAITING)
    told: list[Fault | None] = []

    def send() -> None:
        ready.wait()
        try:
            pictures_of(png())
            told.append(None)
        except Unfit as unfit:
            told.append(unfit.fault)

    threads = [threading.Thread(target=send) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) == {None, Fault.BUSY}
    assert told.count(None) >= AT_ONCE
    assert pictures_of(png()), "there is room again"


def test_one_picture_on_every_page_does_not_become_more_than_is_kept() -> None:
    noise = jpeg(Image.frombytes("RGB", (2000, 2000), random.Random(5).randbytes(12_000_000)), quality=30)
    head = (
        b"<</Type/XObject/Subtype/Image/Width 2000/Height 2000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    )
    shown = head + b"/Length %d>>stream\n%b\nendstream" % (len(noise), noise)
    on_each = b"q 500 0 0 500 0 0 cm /I Do Q"
    sent = pdf(pages=20, size=(500, 500), content=on_each, resources="<</XObject<</I 24 0 R>>>>", objects=(shown,))
    assert len(sent) < 2 * 2**20
    with pytest.raises(Unfit) as refused:
        list(decoding.pictures(sent))
    assert refused.value.fault == Fault.LONG

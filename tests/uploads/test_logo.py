"""A logo becomes a small picture of our own, whatever was sent."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import LOGO, MOST_BYTES_OF_A_LOGO
from onrecord.uploads.making import logo_of
from tests.uploads.files import SAYS, jpeg, noise, notes, pdf, picture, png


@pytest.mark.parametrize("sent", [png(noise(900, 900)), png(picture((3000, 40))), jpeg(noise(320, 120)), pdf(pages=2)])
def test_it_is_small_in_every_respect(sent: bytes) -> None:
    made = logo_of(sent)
    image = Image.open(io.BytesIO(made))
    assert image.format == "JPEG" and len(made) <= MOST_BYTES_OF_A_LOGO
    assert image.width <= LOGO[0] and image.height <= LOGO[1]


def test_nothing_that_came_with_it_is_left() -> None:
    made = logo_of(jpeg(picture((60, 40)), exif=notes(orientation=6)))
    assert SAYS.encode() not in made and not Image.open(io.BytesIO(made)).getexif()


@pytest.mark.parametrize(("sent", "fault"), [(b"", Fault.EMPTY), (b"<svg/>", Fault.KIND), (png()[:60], Fault.BROKEN)])
def test_what_is_no_picture_is_refused(sent: bytes, fault: Fault) -> None:
    with pytest.raises(Unfit) as refused:
        logo_of(sent)
    assert refused.value.fault == fault

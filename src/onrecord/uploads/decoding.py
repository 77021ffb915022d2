"""From a file's bytes to pictures: in the process made for it alone (`process`), and never in the server's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

import filetype
import pi_heif
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageOps, UnidentifiedImageError

from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import (
    LOGO,
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_BYTES_OF_A_LOGO,
    MOST_BYTES_OF_ALL,
    MOST_PAGES,
    MOST_PIXELS,
    NARROWEST,
)

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
PICTURES = {
    "image/jpeg": ["JPEG"],
    "image/png": ["PNG"],
    "image/apng": ["PNG"],
    "image/heic": ["HEIF"],
    "image/heif": ["HEIF"],
}
"""What we take beside PDF, each with the formats that may decode it: no other decoder ever sees what was sent."""
POINTS_TO_PIXELS = 4.0
"""The most by which a page is enlarged: 288 to the inch."""


def pictures(content: bytes) -> Iterator[bytes]:
    """The pages of a document as JPEG, one after the other. Raises Unfit; and whatever a decoder raises for a broken file.

    A few bytes may stand on every page, so what is made is counted as well as what was sent.
    """
    size = 0
    for one in _each(content):
        size += len(one)
        if size > MOST_BYTES_OF_ALL:
            raise Unfit(Fault.LONG)
        yield one


def _each(content: bytes) -> Iterator[bytes]:
    if not content:
        raise Unfit(Fault.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unfit(Fault.LARGE)
    kind = filetype.guess(content)
    if kind is not None and kind.mime == "application/pdf":
        yield from map(_jpeg, _pages(content))
    elif kind is not None and kind.mime in PICTURES:
        yield _jpeg(_picture(content, PICTURES[kind.mime]))
    else:
        raise Unfit(Fault.KIND, kind.extension if kind is not None else "")


def logo(content: bytes) -> bytes:
    """The first page as a JPEG that every page can carry, as good as its bytes allow. Raises as `pictures` does."""
    small = Image.open(io.BytesIO(next(pictures(content))))
    small.thumbnail(LOGO)
    for quality in (92, 85, 75, 60, 45, 30, 15):
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality, optimize=True)
        if len(out.getvalue()) <= MOST_BYTES_OF_A_LOGO:
            return out.getvalue()
    raise Unfit(Fault.LARGE)


def _pages(content: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Unfit(Fault.LOCKED if locked else Fault.BROKEN) from None
    if len(document) > MOST_PAGES:
        raise Unfit(Fault.PAGES)
    if not len(document):
        raise Unfit(Fault.BROKEN)
    for number in range(len(document)):
        page = document[number]
        longest, shortest = max(page.get_size()), min(page.get_size())
        if shortest < 1 or shortest < longest * NARROWEST:
            raise Unfit(Fault.BROKEN)
        scale = min(LONGEST_SIDE / longest, POINTS_TO_PIXELS)
        yield page.render(scale=scale, may_draw_forms=False).to_pil()
        page.close()


def _picture(content: bytes, formats: list[str]) -> Image.Image:
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=formats)
    except Image.DecompressionBombError:
        raise Unfit(Fault.PIXELS) from None
    except UnidentifiedImageError:
        raise Unfit(Fault.BROKEN) from None
    if image.width * image.height > MOST_PIXELS:
        raise Unfit(Fault.PIXELS)
    return image


def _jpeg(image: Image.Image) -> bytes:
    """Pixels on white, in a picture of our own: nothing else that came with them is left."""
    small = _shades(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with suppress(Exception):  # a broken note on how the camera was held
        ImageOps.exif_transpose(small, in_place=True)
    made = Image.new("RGB", small.size, "white")
    made.paste(small.convert("RGB"), mask=small.getchannel("A") if "A" in small.getbands() else None)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=85)
    return out.getvalue()


def _shades(image: Image.Image) -> Image.Image:
    """The picture with colours that can be mixed, as making it smaller does."""
    if image.mode.startswith("I"):  # sixteen bits a pixel, which `convert` would cut off at the brightest of eight
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L") if image.mode == "1" else image

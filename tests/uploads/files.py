"""Files to send: documents as people have them, and the parts that hostile ones are made of."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image

SAYS = "kestrel"
"""A word that hides in what is sent, and may stand in nothing that we keep."""


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB", colour: Any = None) -> Image.Image:
    return Image.new(mode, size, colour if colour is not None else "red")


def noise(width: int, height: int) -> Image.Image:
    """What no compression makes small."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def jpeg(image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", **more)
    return out.getvalue()


def png(image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", **more)
    return out.getvalue()


def heic(image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image or picture((64, 64))).save(out, **more)
    return out.getvalue()


def other(kind: str) -> bytes:
    """The picture in a format that we don't take."""
    out = io.BytesIO()
    picture().save(out, kind)
    return out.getvalue()


def notes(orientation: int = 1) -> bytes:
    """What a camera says of a picture: where it was taken, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SAYS
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 42.0, 0.0), 3: "E", 4: (20.0, 30.0, 0.0)})
    return exif.tobytes()


def png_of(width: int, height: int, *, colour: int = 0, rows: int | None = None, extra: bytes = b"") -> bytes:
    """A PNG made by hand, row by row: as wide as its head says, with as many `rows` as are wanted."""
    bytes_a_pixel = {0: 1, 2: 3, 6: 4}[colour]
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    packing, packed = zlib.compressobj(1), b""
    for _ in range(height if rows is None else rows):
        packed += packing.compress(bytes(1 + width * bytes_a_pixel))
    packed += packing.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def pdf(
    *,
    pages: int = 1,
    size: tuple[float, float] = (595, 842),
    content: bytes = b"1 0 0 rg 100 100 200 200 re f",
    catalog: str = "",
    trailer: str = "",
    resources: str = "<<>>",
    filter: str = "",
    objects: tuple[bytes, ...] = (),
    count: int | None = None,
) -> bytes:
    """A PDF with `pages` that all have the same content; `objects` follow as number 4 + pages and so on."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    stream = b"<</Length %d%s>>stream\n%b\nendstream" % (len(content), filter.encode(), content)
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents 3 0 R/Resources {resources}>>"
    made = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {pages if count is None else count}>>".encode(),
        stream,
        *[page.encode()] * pages,
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(made, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + one + b"endobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(made) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    end = f"trailer<</Size {len(made) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + table + end.encode()

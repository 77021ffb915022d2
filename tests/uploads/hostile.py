"""Files that somebody sends who means no good, or whose program is broken; each with what may become of it.

None stands for: it becomes pictures, and nothing of what hid in it is left.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from onrecord.uploads.faults import Fault
from tests.uploads.files import SAYS, chunk, heic, jpeg, notes, other, pdf, picture, png, png_of

WORD = SAYS.encode()
HTML = b"<!doctype html><script>alert('%b')</script>" % WORD
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>%b</script></svg>' % WORD
XXE = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
ANY = (Fault.BROKEN, Fault.LONG, Fault.PIXELS, None)
"""However it ends, it ends soon, and the server goes on."""

Made = Callable[[], bytes]


def zipped(content: bytes = HTML) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", content)
    return out.getvalue()


def locked() -> bytes:
    secret = "00" * 32
    encrypt = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{secret}>/U<{secret}>/P -4>>/ID[<{'11' * 16}><{'11' * 16}>]"
    return pdf(trailer=encrypt)


def with_action(action: str) -> Made:
    return lambda: pdf(catalog=f"/OpenAction<<{action}>>")


def packed(content: bytes) -> Made:
    return lambda: pdf(content=zlib.compress(content), filter="/Filter/FlateDecode")


def with_image(width: int, height: int) -> Made:
    data = zlib.compress(bytes(10_000_000))
    image = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
        f"/Filter/FlateDecode/Length {len(data)}>>stream\n"
    ).encode() + data + b"\nendstream"  # fmt: skip
    return lambda: pdf(content=b"600 0 0 800 0 0 cm /I Do", resources="<</XObject<</I 5 0 R>>>>", objects=(image,))


def into_itself() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 10>>stream\n/F Do /F Do\nendstream"
    return pdf(content=b"/F Do /F Do", resources="<</XObject<</F 5 0 R>>>>", objects=(form,))


def jpeg_of(width: int, height: int) -> bytes:
    """A picture that says it is larger than it is."""
    plain = bytearray(jpeg())
    at = plain.index(b"\xff\xc0") + 5
    plain[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(plain)


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def noise(size: int = 300) -> bytes:
    from PIL import Image

    return jpeg(Image.effect_noise((size, size), 90))


def bad_sum() -> bytes:
    plain = bytearray(png())
    plain[plain.index(b"IHDR") + 4] ^= 1
    return bytes(plain)


def moving() -> bytes:
    frames = [picture(colour=(n, 0, 0)) for n in range(200)]
    return png(frames[0], save_all=True, append_images=frames[1:])


HOSTILE: dict[str, tuple[Made, tuple[Fault | None, ...]]] = {
    "nothing": (lambda: b"", (Fault.EMPTY,)),
    "a byte": (lambda: b"%", (Fault.KIND,)),
    "more than 10 MB": (lambda: jpeg() + bytes(11 * 2**20), (Fault.LARGE,)),
    "HTML": (lambda: HTML, (Fault.KIND,)),
    "SVG with a script": (lambda: SVG, (Fault.KIND,)),
    "SVG with an entity": (lambda: XXE, (Fault.KIND,)),
    "a ZIP file": (zipped, (Fault.KIND,)),
    "a ZIP bomb": (lambda: zipped(bytes(50_000_000)), (Fault.KIND,)),
    "GIF": (lambda: other("GIF"), (Fault.KIND,)),
    "WebP": (lambda: other("WEBP"), (Fault.KIND,)),
    "TIFF": (lambda: other("TIFF"), (Fault.KIND,)),
    "BMP": (lambda: other("BMP"), (Fault.KIND,)),
    "PostScript": (lambda: b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", (Fault.KIND,)),
    "a program of Windows": (lambda: b"MZ" + bytes(200), (Fault.KIND,)),
    "a program of Linux": (lambda: b"\x7fELF" + bytes(200), (Fault.KIND,)),
    "a film": (lambda: b"\0\0\0\x18ftypmp42" + bytes(200), (Fault.KIND,)),
    "a shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", (Fault.KIND,)),
    "PDF after something else": (lambda: HTML + pdf(), (Fault.KIND,)),
    "PDF: its head": (lambda: b"%PDF-1.7\n", (Fault.BROKEN,)),
    "PDF: HTML behind its head": (lambda: b"%PDF-1.7\n" + HTML, (Fault.BROKEN,)),
    "PDF: cut off": (lambda: cut(pdf(pages=4)), (Fault.BROKEN, None)),
    "PDF: locked": (locked, (Fault.LOCKED,)),
    "PDF: 21 pages": (lambda: pdf(pages=21), (Fault.PAGES,)),
    "PDF: a million pages that aren't there": (lambda: pdf(count=1_000_000), (Fault.PAGES, Fault.BROKEN)),
    "PDF: no page": (lambda: pdf(pages=0), (Fault.BROKEN,)),
    "PDF: a script": (with_action(f"/S/JavaScript/JS(app.alert('{SAYS}'))"), (None,)),
    "PDF: starts a program": (with_action(f"/S/Launch/F({SAYS}.exe)"), (None,)),
    "PDF: opens an address": (with_action(f"/S/URI/URI(http://{SAYS}.example.org/)"), (None,)),
    "PDF: with HTML behind it": (lambda: pdf() + HTML, (None,)),
    "PDF: with a ZIP file behind it": (lambda: pdf() + zipped(), (None,)),
    "PDF: a page as large as a house": (lambda: pdf(size=(14_400, 14_400)), (None,)),
    "PDF: a page like a thread": (lambda: pdf(size=(1, 14_400)), (Fault.BROKEN,)),
    "PDF: 200 MB in some bytes": (packed(b"0 0 m 9 9 l S " * 14_000_000), ANY),
    "PDF: pictures in pictures": (packed(b"q " * 5_000_000), ANY),
    "PDF: draws itself": (into_itself, ANY),
    "PDF: a picture of 30,000 by 30,000": (with_image(30_000, 30_000), ANY),
    "PDF: arrays in arrays": (lambda: pdf(catalog="/X" + "[" * 200_000), ANY),
    "JPEG: with a ZIP file behind it": (lambda: jpeg() + zipped(), (None,)),
    "JPEG: HTML as its comment": (lambda: jpeg(comment=HTML), (None,)),
    "JPEG: where it was taken": (lambda: jpeg(exif=notes()), (None,)),
    "JPEG: a colour profile that isn't one": (lambda: jpeg(icc_profile=HTML * 100), (None,)),
    "JPEG: notes that are none": (lambda: jpeg(exif=b"Exif\0\0" + b"\xff" * 60), (None,)),
    "JPEG: cut off": (lambda: cut(noise()), (Fault.BROKEN,)),
    "JPEG: says 65,000 by 65,000": (lambda: jpeg_of(65_000, 65_000), (Fault.PIXELS,)),
    "JPEG: says 7,000 by 7,000": (lambda: jpeg_of(7_000, 7_000), ANY),
    "JPEG: its first bytes": (lambda: b"\xff\xd8\xff\xe0", (Fault.BROKEN,)),
    "PNG: 20,000 by 20,000": (lambda: png_of(20_000, 20_000), (Fault.PIXELS,)),
    "PNG: 7,000 by 7,000, with transparency": (lambda: png_of(7_000, 7_000, colour=6), (None, Fault.LONG)),
    "PNG: says two thousand million": (lambda: png_of(2**31 - 1, 2**31 - 1, rows=0), (Fault.PIXELS, Fault.BROKEN)),
    "PNG: a line of 5 million": (lambda: png_of(5_000_000, 1), ANY),
    "PNG: 100 MB of text": (
        lambda: png_of(9, 9, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))),
        ANY,
    ),
    "PNG: cut off": (lambda: cut(png_of(300, 300)), (Fault.BROKEN,)),
    "PNG: a wrong sum": (bad_sum, (Fault.BROKEN,)),
    "PNG: two hundred frames": (moving, (None,)),
    "HEIC: where it was taken": (lambda: heic(exif=notes()), (None,)),
    "HEIC: cut off": (lambda: cut(heic()), (Fault.BROKEN,)),
    "HEIC: its head": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(200), (Fault.BROKEN,)),
}

"""From a file's bytes to text one can count lines in, or a clear refusal."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections import Counter
from functools import cache

from .model import Block, TranscriptError
from .unseen import unseen_in, without_unseen

MAX_BYTES = 20_000_000
"""Of an HTML page, which may hold pictures; other formats hold words only."""
MAX_BYTES_OF_WORDS = 10_000_000
MAX_LINES = 200_000
MAX_BLOCKS = 50_000
LONGEST_BLOCK = 200_000
"""Characters of one voice; an entry of the record holds no more."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF file", "export its text, or save the web page it was made from as HTML"),
    (b"PK\x03\x04", "a ZIP, DOCX or ODT file", "save it as plain text or HTML"),
    (b"PK\x05\x06", "an empty ZIP file", "use the transcript itself, not an archive"),
    (b"{\\rtf", "an RTF file", "save it as plain text or HTML"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (DOC)", "save it as plain text or HTML"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "use the text, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG image", "use the text, not a picture of it"),
    (b"GIF8", "a GIF image", "use the text, not a picture of it"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"ID3", "an MP3 recording", "use its transcript or captions"),
    (b"OggS", "an Ogg recording", "use its transcript or captions"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM recording", "use its transcript or captions"),
    (b"SQLite format 3\x00", "an SQLite database", "export the transcript as CSV"),
)

# Letters beyond ASCII that one language's running text holds. A page of Polish read as windows-1252 gives
# ³, ¹ and ê inside words: no language below owns that mixture, and that is the evidence.
_LATIN_ALPHABETS = (
    "áéíóúüñçïàèòâêôãõª\u00ba",  # Spanish, Catalan, Portuguese
    "àâæçéèêëîïôœùûüÿ",
    "äöüßéà",
    "àèéìíîòóùú",
    "åäöæøéèòóô",
    "áðéíóúýþæö",
    "éèëïöüóáí",
)
_TYPOGRAPHY = frozenset("«»‹›“”„‘’‚–—…•·¿¡°§©®™€£¥¢½¼¾²³±×µ¶†‡‰\u00a0\u00ad№´¨")
_CYRILLIC_COMMON = frozenset("оеаинтсрвл")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐЎ")

# Of all codecs only those of documents: some others take quadratic time, and none of them is a text's encoding.
_DECLARABLE = re.compile(
    r"windows-(?:125[0-8]|874)|iso-8859-(?:[2-9]|1[0-6])|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp|euc-kr|shift_jis"
)

# Everything `str.splitlines` would also break at, so that a line of ours is a line of any editor's.
_SOFT_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_LONGEST_MARK_RUN = 64


def decode(raw: bytes, *, name: str, declared: str = "") -> str:
    """The text of a file: newlines as `\\n`, Unicode NFC, no byte order mark, nothing that nobody sees but tab.

    UTF-8, UTF-16 and UTF-32 with a mark are certain. Where the bytes are none of these, the encoding that the
    document itself declares is believed; without one, windows-1252, windows-1251 and koi8-r are recognised where
    the words leave no doubt. Anything else raises TranscriptError: too large, binary, or in an encoding that
    can't be told, with the byte and line that are at fault.
    """
    text = raw[_bom_length(raw) :].decode(encoding_of(raw, name=name, declared=declared))
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SOFT_BREAKS)
    return without_unseen(_without_controls(_composed(text, name=name), name=name))


def left_out(raw: bytes) -> Counter[str]:
    """What nobody sees in a file, by code: `decode` leaves it out. (Encodings of one byte a letter have none of it.)"""
    encoding = next((encoding for bom, encoding in _BOMS if raw.startswith(bom)), "utf-8")
    found = unseen_in(raw[_bom_length(raw) :].decode(encoding, "ignore").replace("\r", ""))
    return Counter({code: count for code, count in found.items() if int(code[2:], 16) not in _SOFT_BREAKS})


def encoding_of(raw: bytes, *, name: str, declared: str = "") -> str:
    """The Python name of the encoding `decode` reads these bytes in; raises TranscriptError as `decode` does.

    Anything but `utf-…` was concluded from the words, and a person should be told.
    """
    refuse_binary(raw, name=name)
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _checked(raw, encoding, bom, name=name)
    if (nul := raw.find(b"\0")) >= 0:
        raise TranscriptError(
            f"{name} contains NUL bytes, so it is a binary file or UTF-16 without a byte order mark; "
            "save it as UTF-8 text",
            line=_line_at(raw, nul),
        )
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        believed = _declared_encoding(declared)
        if believed and _decodes(raw, believed):
            return believed
        if concluded := _legacy_encoding(raw):
            return concluded
        raise _not_utf8(raw, error.start, name=name) from None
    return "utf-8"


def refuse_binary(raw: bytes, *, name: str) -> None:
    """Raise TranscriptError where the bytes are too many or begin like a format that is not text."""
    if len(raw) > MAX_BYTES:
        raise too_large(len(raw), MAX_BYTES, name=name)
    for magic, what, instead in _MAGIC:
        if raw.startswith(magic):
            raise TranscriptError(f"{name} looks like {what}, not text; {instead}")


def too_large(size: int, most: int, *, name: str) -> TranscriptError:
    """The refusal of a file of `size` bytes."""
    return TranscriptError(
        f"{name} has {size:,} bytes; a transcript may have at most {most:,}. "
        "Import only the text, or one session at a time"
    )


def refuse_too_many(blocks: list[Block], *, name: str) -> None:
    """Raise TranscriptError where a source has more blocks than any press conference."""
    if len(blocks) > MAX_BLOCKS:
        raise TranscriptError(
            f"{name} has more than {MAX_BLOCKS:,} blocks of speech; import one session at a time",
            line=blocks[MAX_BLOCKS].line,
        )


def refuse_endless(blocks: list[Block], *, name: str) -> None:
    """Raise TranscriptError where one voice says more than an entry of the record can hold."""
    for block in blocks:
        if len(block.text) > LONGEST_BLOCK:
            raise TranscriptError(
                f"{name}: one passage has {len(block.text):,} characters, more than the "
                f"{LONGEST_BLOCK:,} allowed. Are the other speakers' labels missing?",
                line=block.line,
            )


def _bom_length(raw: bytes) -> int:
    return next((len(bom) for bom, _ in _BOMS if raw.startswith(bom)), 0)


def _checked(raw: bytes, encoding: str, bom: bytes, *, name: str) -> str:
    try:
        raw[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(bom) + error.start
        if encoding == "utf-8":
            raise _not_utf8(raw, at, name=name) from None
        raise TranscriptError(
            f"{name} begins with a {encoding.upper()} mark, but byte {at:,} is not {encoding.upper()}; "
            "save it again as UTF-8"
        ) from None
    return encoding


def _not_utf8(raw: bytes, at: int, *, name: str) -> TranscriptError:
    return TranscriptError(
        f"{name}: byte 0x{raw[at]:02x} is not UTF-8, and the file's encoding can't be recognised. "
        "Save it as UTF-8: in an editor with “Save as… UTF-8”, or with `iconv -f ENCODING -t UTF-8`",
        line=_line_at(raw, at),
    )


def _line_at(raw: bytes, at: int) -> int:
    before = raw[:at]
    return 1 + before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r")


def _declared_encoding(declared: str) -> str | None:
    label = declared.strip().lower()
    if label in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        return "windows-1252"  # as browsers read these labels
    return label if _DECLARABLE.fullmatch(label) else None


def _legacy_encoding(raw: bytes) -> str | None:
    sample = raw[:400_000]
    if _is_latin(sample):
        return "windows-1252" if _decodes(raw, "windows-1252") else None
    shares = {encoding: _cyrillic_share(sample, encoding) for encoding in ("windows-1251", "koi8-r")}
    best, other = sorted(shares, key=lambda encoding: shares[encoding], reverse=True)
    clearly = shares[best] >= 0.45 and shares[best] >= shares[other] + 0.1
    return best if clearly and _decodes(raw, best) else None


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_latin(sample: bytes) -> bool:
    try:
        text = sample.decode("windows-1252")
    except UnicodeDecodeError:
        return False
    if 3 * sum(char > "\x7f" for char in text) > len(text):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    signs = {char for char in text if ord(char) > 127 and not char.isalpha()}
    if not signs <= _TYPOGRAPHY or re.search(r"\w[¿¡²³±×]\w", text):
        return False
    # In Latin script an accented letter leans on plain ones; a word of accents alone is another alphabet's.
    if any(len(word) > 2 and 2 * sum(char > "\x7f" for char in word) > len(word) + 1 for word in words):
        return False
    letters = [char for word in words for char in word.lower() if char > "\x7f"]
    if not letters:
        return True
    return any(sum(char in alphabet for char in letters) >= 0.95 * len(letters) for alphabet in _LATIN_ALPHABETS)


def _cyrillic_share(sample: bytes, encoding: str) -> float:
    """How much of the text's letters beyond ASCII are common lower-case Cyrillic; 0 where it can't be Cyrillic."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    high = [char for char in text if ord(char) > 127]
    letters = [char for char in high if char in _CYRILLIC]
    foreign = [char for char in high if char not in _CYRILLIC and char not in _TYPOGRAPHY]
    mixed = re.findall(r"[A-Za-z][а-яА-ЯёЁ]|[а-яА-ЯёЁ][A-Za-z]", text)
    if len(letters) < 20 or len(foreign) * 100 > len(letters) or len(mixed) * 50 > len(letters):
        return 0.0
    return sum(char in _CYRILLIC_COMMON for char in letters) / len(letters)


@cache
def _mark_run() -> re.Pattern[str]:
    """Finds a run of combining marks no writing system has."""
    ranges: list[tuple[int, int]] = []
    for code in range(0x300, sys.maxunicode + 1):
        if unicodedata.combining(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    marks = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return re.compile(f"[{marks}]{{{_LONGEST_MARK_RUN}}}")


def _composed(text: str, *, name: str) -> str:
    if text.isascii():
        return text
    # Sorting a run of combining marks takes time quadratic in its length; Unicode's stream-safe text has 30.
    if run := _mark_run().search(text):
        raise TranscriptError(
            f"{name}: more than {_LONGEST_MARK_RUN} combining marks in a row, which no language uses; remove them",
            line=text.count("\n", 0, run.start()) + 1,
        )
    # Not across the signs of markup: a slash that combines with the `>` of a tag would undo the tag.
    return re.sub(r"[^<=>]+", lambda found: unicodedata.normalize("NFC", found[0]), text)


def _without_controls(text: str, *, name: str) -> str:
    """Without the stray control characters web exports leave behind; many of them mean it isn't text."""
    found = _CONTROL.search(text)
    if found is None:
        return text
    cleaned, count = _CONTROL.subn("", text)
    if count * 200 > len(text):
        raise TranscriptError(
            f"{name} contains {count:,} control characters (the first is 0x{ord(found[0]):02x}), "
            "so it seems to be binary; save it as UTF-8 text",
            line=text.count("\n", 0, found.start()) + 1,
        )
    return cleaned

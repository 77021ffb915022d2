"""Lists of the people whom an outlet names, as files."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from onrecord.accreditation.staff_list import COLUMNS

HEAD = ",".join(COLUMNS)
TWELVE = [
    f"{n},{given},Norn,{given.lower()}@example.org,reporter,room,"
    for n, given in enumerate(
        ("Ada", "Bohdan", "Imani", "Pavel", "Yusuf", "Lena", "Tomas", "Noor", "Vera", "Mateo", "Sanna", "Karim"),
        start=1,
    )
]


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def xlsx(*rows: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in [HEAD, *rows]:
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def ods(*rows: str, cell: str = "", content: str = "") -> bytes:
    """As LibreOffice writes it: what is empty to the end of the sheet is one cell and one row, repeated."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in line.split(","))
        + '<table:table-cell table:number-columns-repeated="16377"/></table:table-row>'
        for line in [HEAD, *rows]
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    book = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="People">{cells}{cell}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content or book)
    return out.getvalue()

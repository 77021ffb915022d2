"""`onrecord export`: an edition as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.installation import FAILED, UNUSABLE, console, edition_at, fail, set_up_to_read


def export(
    edition: Annotated[str, typer.Argument(help="The edition, as series/edition; `onrecord editions` lists them.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[
        str, typer.Option(help="bundle (a zip with all proofs), json, text, vtt, html, akn or csv.")
    ] = "bundle",
) -> None:
    """Export an edition to a file: the verifiable bundle or the transcript."""
    set_up_to_read()
    from onrecord.publication import exports

    if format not in exports.FORMATS:
        fail(f"--format: there is no format “{format}”; use one of {', '.join(exports.FORMATS)}", code=UNUSABLE)
    try:
        content = exports.export(edition_at(edition), format)
    except exports.NoTimes as why:
        fail(f"--format: {why}", code=FAILED)
    store(out, content, option="--out")


def store(out: Path, content: bytes, *, option: str) -> None:
    """Write the file that `option` named, whole or not at all."""
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        fail(f"{option}: {out} can't be written: {error.strerror}", code=FAILED)
    console.print(f"{out}: {len(content):,} bytes", markup=False)

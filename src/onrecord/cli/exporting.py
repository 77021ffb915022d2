"""`onrecord export`: an edition as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.installation import FAILED, UNUSABLE, console, edition_at, fail, set_up_to_read


def export(
    edition: Annotated[str, typer.Argument(help="series/edition, as `onrecord editions` lists them.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[
        str, typer.Option(help="bundle (all proofs, a zip), json, text, vtt, html, akn or csv.")
    ] = "bundle",
) -> None:
    """Write an edition to a file: the verifiable bundle, or the transcript."""
    set_up_to_read()
    from onrecord.publication import exports

    if format not in exports.FORMATS:
        fail(f"there is no format “{format}”; take one of {', '.join(exports.FORMATS)}", code=UNUSABLE)
    content = exports.export(edition_at(edition), format)
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        fail(f"can't write {out}: {error.strerror}", code=FAILED)
    console.print(f"{out}: {len(content):,} bytes", markup=False)

"""`onrecord verify`: what holds, or the first thing that doesn't."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from onrecord.cli.installation import FAILED, console, fail

if TYPE_CHECKING:
    from onrecord.record.verifier import Report, Source


def verify(
    source: Annotated[str, typer.Argument(help="An edition's address, a bundle, a .tlog-proof, or a checkpoint file.")],
    second: Annotated[str | None, typer.Argument(help="A second checkpoint file, to hold against the first.")] = None,
    key: Annotated[str | None, typer.Option(help="The log's verifier key, from somewhere you trust.")] = None,
    opening: Annotated[Path | None, typer.Option(help="With a proof: the opening, to check the words too.")] = None,
    log: Annotated[
        str | None, typer.Option(help="With two checkpoints: the log they are of, address or bundle.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one object.")] = False,
) -> None:
    """Check a record without trusting anybody. Exit 0: it holds; 1: it doesn't; 2: there is nothing to check."""
    from onrecord.record.verifier import Unusable

    try:
        report = _verify(source, second, key=key, opening=opening, log=log)
    except Unusable as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        _show(report)
    if not report.ok:
        raise typer.Exit(FAILED)


def _verify(source: str, second: str | None, *, key: str | None, opening: Path | None, log: str | None) -> Report:
    from onrecord.record.verifier import Unusable, verify_growth, verify_log, verify_proof

    if second is not None:
        return verify_growth(
            Path(source).read_bytes(), Path(second).read_bytes(), key=key, source=_source(log) if log else None
        )
    if not source.startswith(("http://", "https://")):
        path = Path(source)
        if not path.exists():
            raise Unusable(f"{source} doesn't exist")
        if path.is_file() and path.read_bytes()[:7] == b"c2sp.or":
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                raise Unusable(f"{source} is not text") from None
            return verify_proof(text, key=key, opening=opening.read_bytes() if opening else None)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Checking", total=None)
        return verify_log(
            _source(source), key=key, progress=lambda done, total: progress.update(bar, completed=done, total=total)
        )


def _source(name: str) -> Source:
    from onrecord.record.sources import BundleSource, HttpSource

    return HttpSource(name) if name.startswith(("http://", "https://")) else BundleSource(Path(name))


def _show(report: Report) -> None:
    for check in report.checks:
        console.print(f"  ✓ {check}", markup=False, soft_wrap=True)
    if report.ok:
        if report.unknown_kinds:
            console.print(f"  ? kinds this version doesn't know: {', '.join(report.unknown_kinds)}", markup=False)
        console.print(f"{report.source} holds.", style="bold", markup=False, soft_wrap=True)
    else:
        console.print(f"  ✗ {report.failure}", style="bold red", markup=False, soft_wrap=True)
        console.print(f"{report.source} does NOT hold.", style="bold", markup=False, soft_wrap=True)

"""`onrecord verify`: the verdict first, then what was checked."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord.cli.installation import FAILED, console, counted, fail

if TYPE_CHECKING:
    from onrecord.record.evidence import CheckpointsReport
    from onrecord.record.kinds import Kinds
    from onrecord.record.verifier import Report, Source, Verdict

PROOF = "c2sp.org/tlog-proof"
LONGEST_NOTE = 1_000_000
"""Bytes; proofs and checkpoints are far smaller."""


def verify(
    source: Annotated[
        str,
        typer.Argument(
            help="What to check: an edition's address, a bundle, a .tlog-proof, a receipt or a saved checkpoint."
        ),
    ],
    second: Annotated[
        str | None, typer.Argument(help="Another checkpoint, or the log itself, to compare a checkpoint with.")
    ] = None,
    log: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="The log that a proof or checkpoint is from: its address or a bundle."),
    ] = None,
    key: Annotated[str | None, typer.Option(help="The log's verifier key, from a source you trust.")] = None,
    opening: Annotated[
        Path | None, typer.Option(help="With a proof: the file with the opening, to check the words as well.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Check a record without trusting anyone. Exit status: 0 if it passes, 1 if it fails, 2 if there is nothing to check."""
    from onrecord.record.verifier import Unusable

    try:
        verdict = _verdict(source, second, log=log, key=key, opening=opening)
    except Unusable as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or source} can't be read: {error.strerror}")
    if as_json:
        typer.echo(json.dumps({"ok": verdict.ok} | asdict(verdict), ensure_ascii=False, indent=1))
    else:
        _show(verdict)
    if not verdict.ok:
        raise typer.Exit(FAILED)


def _verdict(source: str, second: str | None, *, log: str | None, key: str | None, opening: Path | None) -> Verdict:
    from onrecord.record.evidence import verify_proof, verify_receipt
    from onrecord.record.verifier import Unusable

    names = [source] if second is None else [source, second]
    kept = [_kept(name) for name in names]
    if kept[0] is not None and kept[0].startswith("{"):
        if second is not None or opening is not None:
            raise Unusable("a receipt is checked on its own; give its log with --log")
        return verify_receipt(kept[0], key=key, log=source_of(log) if log else None)
    if kept[0] is not None and kept[0].startswith(PROOF):
        if second is not None:
            raise Unusable("a proof is checked on its own; give its log with --log")
        return verify_proof(
            kept[0], key=key, log=source_of(log) if log else None, opening=opening.read_bytes() if opening else None
        )
    if opening is not None:
        raise Unusable("--opening can only be used with a .tlog-proof file")
    if kept == [None]:
        if log is not None:
            raise Unusable("--log can only be used with a proof or with checkpoints")
        return _log(source, key)
    if second is None and log is not None:
        names, kept = [source, log], [*kept, None]
    return _checkpoints(names, kept, log=log, key=key)


def _log(source: str, key: str | None) -> Report:
    from onrecord.record.verifier import verify_log

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bars = {
            what: progress.add_task(f"Reading {what}", total=None, visible=False) for what in ("entries", "openings")
        }

        def show(what: str, done: int, of: int) -> None:
            if done == of or done % 64 == 0:
                progress.update(bars[what], completed=done, total=of, visible=True)

        return verify_log(source_of(source), kinds(), key=key, progress=show)


def kinds() -> Kinds:
    """The kinds of entry of all rooms, which need no Django."""
    from onrecord.record.kinds import Kinds
    from onrecord.web.rooms import ROOMS

    return Kinds(*(import_module(f"{room}.contents") for room in ROOMS if find_spec(f"{room}.contents")))


def _checkpoints(names: list[str], kept: list[str | None], *, log: str | None, key: str | None) -> CheckpointsReport:
    from onrecord.record.evidence import verify_checkpoints
    from onrecord.record.verifier import Unusable, fetch_checkpoint

    if len(names) < 2:
        raise Unusable("one checkpoint can't be checked alone; give another one, or the log it is from")
    there, notes = source_of(log) if log else None, list[str | bytes]()
    for name, note in zip(names, kept, strict=True):
        if note is not None:
            notes.append(note)
            continue
        found = source_of(name)
        there = there or found
        notes.append(fetch_checkpoint(found))
    return verify_checkpoints(notes[0], notes[1], key=key, log=there)


def _kept(name: str) -> str | None:
    """The text of a proof or checkpoint in a file; None where `name` is a log: an address, a folder, a zip."""
    from onrecord.record.verifier import Unusable

    path = Path(name)
    if name.startswith(("http://", "https://")) or path.is_dir():
        return None
    if not path.exists():
        raise Unusable(f"{name} doesn't exist; if it is an address, begin it with https://")
    with path.open("rb") as file:
        begins = file.read(LONGEST_NOTE + 1)
    if begins.startswith(b"PK"):
        return None
    try:
        text = begins.decode()
    except UnicodeDecodeError:
        text = ""
    if len(begins) > LONGEST_NOTE or not (text.startswith((PROOF, "{")) or "\n\n\u2014 " in text):
        raise Unusable(f"{name} is not a bundle (zip or folder), a .tlog-proof, a receipt or a signed checkpoint")
    return text


def source_of(name: str) -> Source:
    from onrecord.record.sources import BundleSource, HttpSource

    return HttpSource(name) if name.startswith(("http://", "https://")) else BundleSource(Path(name))


def _show(verdict: Verdict) -> None:
    from onrecord.record.evidence import CheckpointsReport, QuoteReport
    from onrecord.record.verifier import Report

    typer.echo(_in_one_sentence(verdict))
    for check in verdict.checks:
        typer.echo(f"  ✓ {check}")
    if not isinstance(verdict, Report):
        _show_breaks(verdict)
    match verdict:
        case Report():
            _show_log(verdict)
        case QuoteReport(content=str()):
            typer.echo(verdict.words or verdict.content)
        case CheckpointsReport(notes=(str(first), str(other))) if first:
            typer.echo(f"\n{first}\n{other}")


def _in_one_sentence(verdict: Verdict) -> str:
    from onrecord.record.evidence import CheckpointsReport, QuoteReport
    from onrecord.record.verifier import Report

    if verdict.failure:
        return f"CHECK FAILED: {verdict.failure}"
    match verdict:
        case Report(breaks=[]):
            return "CHECKED: this record is signed and unchanged."
        case Report():
            return "CHECKED: this record is signed and unchanged, but published entries are missing (BREAK below)."
        case QuoteReport(compared=False):
            return "CHECKED: this receipt is signed and unchanged. It was not compared with the public log; give it with --log."
        case QuoteReport(compared=True):
            return "CHECKED: what this receipt says is in the public log, unchanged."
        case QuoteReport(content=str()):
            return "CHECKED: these words are in the signed record, unchanged."
        case CheckpointsReport(breaks=[]):
            return "CHECKED: the two checkpoints are of one unchanged log."
        case CheckpointsReport():
            return (
                "CHECKED: the log begins with everything that the checkpoints cover, but it continues under another name, and "
                "published entries are missing (BREAK below)."
            )
    return "CHECKED: this entry is in the signed record. Its words were not checked; give them with --opening or --log."


def _show_breaks(verdict: Verdict) -> None:
    for words in verdict.breaks:
        typer.echo(f"  ! BREAK: {words}")


def _show_log(report: Report) -> None:
    if report.ok:
        typer.echo(
            f"  {report.origin}: {counted(report.size, 'entry', 'entries')}, root {report.root}\n"
            f"  openings: {report.public:,} public, {report.held:,} not public or not in this copy, "
            f"{report.erased:,} erased"
        )
    _show_breaks(report)
    for kind, count in report.unknown.items():
        typer.echo(
            f"  ? {counted(count, 'entry', 'entries')} of a kind that this version doesn't know (signed and unchanged): {kind}"
        )
    if report.key_source == "the log's own":
        typer.echo(f"  key: {report.signed_by}")

"""`onrecord editions`, `rebuild`, `erase`, `backup` and `restore`: what keeps an installation in order."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from onrecord.cli.installation import FAILED, console, edition_at, fail, plain_errors, set_up


def editions(as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects.")] = False) -> None:
    """List all editions as series/edition."""
    set_up()
    from onrecord.events import reads
    from onrecord.record.reads import statuses

    found = list(reads.editions())
    status = statuses(edition.log for edition in found)
    rows = [
        {
            "path": edition.path,
            "title": edition.title,
            "date": edition.date.isoformat() if edition.date else None,
            "status": status[edition.log_id],
            "utterances": edition.utterance_count,  # type: ignore[attr-defined]
            "exchanges": edition.exchange_count,  # type: ignore[attr-defined]
            "entries": edition.log.size,
            "origin": edition.log.origin,
        }
        for edition in found
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        console.print(
            "No edition yet. `onrecord import PATH --series NAME` makes some; `onrecord demo` shows one live."
        )
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("edition", "date", "status", "exchanges", "entries", "title"):
        table.add_column(heading, justify="right" if heading in ("exchanges", "entries") else "left", no_wrap=True)
    for row in rows:
        table.add_row(
            row["path"], row["date"] or "", row["status"], str(row["exchanges"]), str(row["entries"]), row["title"]
        )
    console.print(table)


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Compare only; name the first difference.")] = False,
) -> None:
    """Write all projections anew from the logs, or with --check compare them."""
    set_up()
    from onrecord.record import projection
    from onrecord.record.models import Log
    from onrecord.record.storage import act

    logs = list(Log.objects.order_by("origin"))
    with plain_errors():
        if check:
            for log in logs:
                difference = projection.first_difference(log)
                if difference:
                    fail(difference + ". `onrecord rebuild` writes the tables anew.", code=FAILED)
            console.print(f"{len(logs)} logs: the stored tables are what the logs give")
            return
        rows = 0
        for log in logs:
            with act(log):
                log.refresh_from_db()
                rows += projection.rebuild(log)
    console.print(f"{len(logs)} logs, {rows:,} rows written anew")


def erase(
    edition: Annotated[str, typer.Argument(help="series/edition.")],
    index: Annotated[int, typer.Argument(min=0, help="The entry whose words must go.")],
    legal_basis: Annotated[str, typer.Option(help="Why, as the record will say: law, article, decision.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Destroy the words of one entry for good; the entry, its place and all proofs stay."""
    set_up()
    from onrecord.record import acts

    log = edition_at(edition).log
    if not yes:
        typer.confirm(f"Destroy the words of entry {index} of {edition}? Nobody can undo this", abort=True)
    with plain_errors():
        entry = acts.erase(log, index, legal_basis=legal_basis)
        acts.finish_rotation()  # done by now, unless others kept the record busy: then this says so
    console.print(
        f"Erased; entry {entry} says so. The key in keys/openings.key was replaced: backups made before now open "
        "nothing any more. Make a new one, and destroy copies of the old key."
    )


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    keys: Annotated[Path | None, typer.Option(help="Also write the keys, to another file (keep it elsewhere).")] = None,
) -> None:
    """Copy the database while the server runs. The keys are not in it unless asked for, in a file of their own."""
    set_up()
    from django.conf import settings

    from onrecord.record import backups

    with plain_errors():
        size = backups.write(file)
        console.print(f"{file}: {size:,} bytes", markup=False)
        if keys:
            backups.write_keys(settings.ONRECORD_KEYS, keys)
            console.print(f"{keys}: the keys. Whoever has both files has everything: keep them apart.", markup=False)
        else:
            console.print("The keys are not in it: without keys/ it opens nothing. --keys FILE writes them, too.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `onrecord backup` wrote.")],
    keys: Annotated[Path | None, typer.Option(help="The file with the keys.")] = None,
) -> None:
    """Bring a backup back into an empty ONRECORD_HOME, check every log in it, and say how far each goes."""
    from onrecord.record import backups
    from onrecord.record.errors import RecordError
    from onrecord.web import config

    try:
        found = config.load(os.environ)
    except config.ConfigError as error:
        fail(str(error))
    if found.database_url:
        fail("the record is in PostgreSQL: bring it back with pg_restore (docs/developers/operating.md)")
    found.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        backups.bring_back(database=found.home / "onrecord.sqlite3", copy=file, folder=found.keys, key_file=keys)
    except RecordError as error:
        fail(str(error), code=FAILED)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}", code=FAILED)
    set_up()
    _check_all()


def _check_all() -> None:
    from onrecord.record.models import Log
    from onrecord.record.serving import DatabaseSource
    from onrecord.record.verifier import verify_log

    faults = 0
    for log in Log.objects.order_by("origin"):
        report = verify_log(DatabaseSource(log), key=log.verifier_key)
        faults += not report.ok
        console.print(f"{log.origin}: {log.size:,} entries, {'holds' if report.ok else report.failure}", markup=False)
    console.print(
        "If anyone has seen a checkpoint of more entries than that, do not add to that log: what was added since the "
        "backup is missing here, and a second history would contradict the first."
    )
    if faults:
        raise typer.Exit(FAILED)

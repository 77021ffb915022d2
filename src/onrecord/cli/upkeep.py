"""`onrecord editions`, `rebuild`, `erase`, `backup` and `restore`: what keeps an installation in order."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.cli.continuing import Newest, NothingNewer, go_on, tell_held
from onrecord.cli.installation import (
    FAILED,
    begun,
    configured,
    console,
    counted,
    edition_at,
    fail,
    set_up,
    set_up_to_read,
    show_table,
)
from onrecord.tlog.note import Signer
from onrecord.web.home import DATABASE


def editions(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of objects.")] = False) -> None:
    """List all editions as series/edition."""
    rows = _editions() if begun() else []
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        console.print(
            f"No editions yet in {configured().home}. Import some with `onrecord import PATH --series NAME`, or see one live "
            "with `onrecord demo`.",
            markup=False,
            soft_wrap=True,
        )
        return
    show_table(
        ("edition", "date", "status", "questions", "entries", "title"),
        [
            (row["path"], row["date"] or "", row["status"], row["exchanges"], row["entries"], row["title"])
            for row in rows
        ],
    )


def _editions() -> list[dict[str, Any]]:
    set_up_to_read()
    from onrecord.events.status import statuses
    from onrecord.proceedings import readers

    found = list(readers.editions())
    status = statuses(edition.log for edition in found)
    return [
        {
            "path": edition.path,
            "title": edition.title,
            "date": edition.date.isoformat() if edition.date else None,
            "starts": f"{edition.starts.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if edition.starts else None,
            "status": status[edition.log_id],
            "utterances": edition.utterance_count,  # type: ignore[attr-defined]
            "exchanges": edition.exchange_count,  # type: ignore[attr-defined]
            "entries": edition.log.size,
            "origin": edition.log.origin,
        }
        for edition in found
    ]


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Compare only, and report the first difference.")] = False,
) -> None:
    """Rebuild the stored tables from the logs, or compare them with --check."""
    if check:
        set_up_to_read()
    else:
        set_up()
    from onrecord.keeping.acting import act
    from onrecord.record import projection, segments
    from onrecord.record.models import Log

    logs = list(Log.objects.order_by("origin"))
    if check:
        for log in logs:
            difference = projection.first_difference(log)
            if difference:
                fail(difference + ". Run `onrecord rebuild` to rebuild the tables.", code=FAILED)
        console.print(f"Logs checked: {len(logs)}. The stored tables match them.")
        return
    rows = 0
    for log in logs:
        with act(log):
            log.refresh_from_db()
            rows += projection.rebuild(log)
            segments.allot_tick(log, log.segments)  # so that no page made from what stood there before is given out
    console.print(f"Logs rebuilt: {len(logs)}, with {counted(rows, 'row')}.")


def erase(
    edition: Annotated[str, typer.Argument(help="The edition, as series/edition.")],
    index: Annotated[int, typer.Argument(min=0, help="The number of the entry whose words must be erased.")],
    legal_basis: Annotated[str, typer.Option(help="The reason that the record will show: law, article, decision.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for confirmation.")] = False,
) -> None:
    """Erase the words of one entry permanently. The entry, its place and all proofs remain."""
    set_up()
    from onrecord.keeping import keys, rotation
    from onrecord.proceedings import acts, entries

    where = edition_at(edition)
    going = entries.doomed(where.log, index)
    told = ", ".join(f"{one} ({kind})" for one, kind in going.entries.items())
    console.print(f"The words of entry {index} are in these entries: {told}.", markup=False)
    for told in going.elsewhere:
        console.print(told, markup=False)
    if not yes:
        typer.confirm(f"Erase all of these words of {edition}? This can't be undone", abort=True)
    entry = acts.erase(where, index=index, legal_basis=legal_basis, by=None)
    rotation.finish(keys.OPENINGS)  # done by now, unless others kept the record busy: then this says so
    console.print(
        f"Erased. Entry {entry} records it. The key in keys/openings.key was replaced, so earlier backups can no longer be "
        "opened. Make a new backup, and destroy every copy of the old key."
    )


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    keys: Annotated[
        Path | None, typer.Option(help="Also write the keys, to this separate file. Store it elsewhere.")
    ] = None,
) -> None:
    """Back up the database, encrypted, while the server runs. --keys also writes the keys, to a separate file."""
    if begun():
        set_up_to_read()
    else:
        set_up()  # an installation that has recorded nothing yet
    from onrecord.keeping import backups

    size = backups.write(file, keys_to=keys)
    console.print(f"{file}: {size:,} bytes", markup=False, soft_wrap=True)
    if keys:
        console.print(
            f"{keys}: the keys. Anyone who has both files can read everything: store them apart.",
            markup=False,
            soft_wrap=True,
        )
    else:
        console.print(
            "The keys are not in it, and it can't be opened without them. Keep keys/, or write them with --keys FILE."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A file written by `onrecord backup`.")],
    keys: Annotated[Path | None, typer.Option(help="The file with the keys, from `onrecord backup --keys`.")] = None,
    newest: Newest = None,
    nothing_newer: NothingNewer = False,
) -> None:
    """Restore a backup into an empty ONRECORD_HOME, check every log, and say which can resume."""
    from onrecord.keeping.restoring import bring_back

    found = configured()
    if found.database_url:
        fail("the record is in PostgreSQL; restore it with pg_restore (docs/developers/operating.md)")
    found.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    bring_back(database=found.home / DATABASE, copy=file, folder=found.keys, key_file=keys, check=_signed_otherwise)
    set_up()
    from onrecord.people.acts import sign_everybody_out
    from onrecord.post.acts import hold

    sign_everybody_out()
    tell_held(hold())
    _check_all()
    go_on(newest or [], nothing_newer=nothing_newer)


def _signed_otherwise(database: sqlite3.Connection, seed: bytes) -> str:
    """Which log another key signed, in words; empty where there is none."""
    for origin, verifier_key in database.execute("SELECT origin, verifier_key FROM record_log"):
        if str(Signer(origin, seed).verifier) != verifier_key:
            return f"this is not the key that signed {origin}; find the right one"
    return ""


def _check_all() -> None:
    from onrecord.record import damage, kinds
    from onrecord.record.models import Log
    from onrecord.record.serving import DatabaseSource
    from onrecord.record.verifier import verify_log

    faults = 0
    for log in Log.objects.order_by("origin"):
        damaged = damage.look(log)
        report = verify_log(DatabaseSource(log), kinds.known, key=log.verifier_key)
        faults += bool(damaged) or not report.ok
        words = "checked, unchanged" if report.ok else f"CHECK FAILED: {report.failure}"
        if damaged:
            words += f"; the stored content of entries {', '.join(map(str, damaged))} can't be read"
        console.print(f"{log.origin}: {counted(log.size, 'entry', 'entries')}, {words}", markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(FAILED)

"""`onrecord editions`, `rebuild`, `erase`, `backup` and `restore`: what keeps an installation in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.cli.continuing import Newest, NothingNewer, go_on
from onrecord.cli.installation import (
    FAILED,
    begun,
    configured,
    console,
    edition_at,
    fail,
    set_up,
    set_up_to_read,
    show_table,
)
from onrecord.web.home import DATABASE


def editions(as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects.")] = False) -> None:
    """List all editions as series/edition."""
    rows = _editions() if begun() else []
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        console.print(
            f"No edition yet in {configured().home}. `onrecord import PATH --series NAME` makes some; `onrecord demo` "
            "shows one live.",
            markup=False,
            soft_wrap=True,
        )
        return
    show_table(
        ("edition", "date", "status", "exchanges", "entries", "title"),
        [
            (row["path"], row["date"] or "", row["status"], row["exchanges"], row["entries"], row["title"])
            for row in rows
        ],
    )


def _editions() -> list[dict[str, Any]]:
    set_up_to_read()
    from onrecord.events import reads
    from onrecord.record.reads import statuses

    found = list(reads.editions())
    status = statuses(edition.log for edition in found)
    return [
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


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Compare only; name the first difference.")] = False,
) -> None:
    """Write all projections anew from the logs, or with --check compare them."""
    if check:
        set_up_to_read()
    else:
        set_up()
    from onrecord.record import projection
    from onrecord.record.models import Log
    from onrecord.record.storage import act

    logs = list(Log.objects.order_by("origin"))
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
    going = acts.doomed(log, index)
    told = ", ".join(f"{one} ({kind})" for one, kind in going.entries.items())
    console.print(f"The words of entry {index} stand in these entries: {told}.", markup=False)
    if going.asides:
        console.print(f"Requests of readers that wait and are about them: {going.asides}.")
    if not yes:
        typer.confirm(f"Destroy all of it, of {edition}? Nobody can undo this", abort=True)
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
    """Copy the database while the server runs, sealed. The keys go only into a file of their own, with --keys."""
    if begun():
        set_up_to_read()
    else:
        set_up()  # an installation that has recorded nothing yet
    from onrecord.record import backups

    size = backups.write(file, keys_to=keys)
    console.print(f"{file}: {size:,} bytes", markup=False, soft_wrap=True)
    if keys:
        console.print(
            f"{keys}: the keys. Whoever has both files has everything: keep them apart.", markup=False, soft_wrap=True
        )
    else:
        console.print("The keys are not in it: without keys/ it opens nothing. --keys FILE writes them, too.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `onrecord backup` wrote.")],
    keys: Annotated[Path | None, typer.Option(help="The file with the keys.")] = None,
    newest: Newest = None,
    nothing_newer: NothingNewer = False,
) -> None:
    """Bring a backup back into an empty ONRECORD_HOME, check every log in it, and say how each goes on."""
    from onrecord.record.restoring import bring_back

    found = configured()
    if found.database_url:
        fail("the record is in PostgreSQL: bring it back with pg_restore (docs/developers/operating.md)")
    found.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    bring_back(database=found.home / DATABASE, copy=file, folder=found.keys, key_file=keys)
    set_up()
    from onrecord.people.acts import sign_everybody_out

    sign_everybody_out()
    _check_all()
    go_on(newest or [], nothing_newer=nothing_newer)


def _check_all() -> None:
    from onrecord.record import damage
    from onrecord.record.models import Log
    from onrecord.record.serving import DatabaseSource
    from onrecord.record.verifier import verify_log

    faults = 0
    for log in Log.objects.order_by("origin"):
        damaged = damage.look(log)
        report = verify_log(DatabaseSource(log), key=log.verifier_key)
        faults += bool(damaged) or not report.ok
        words = "holds" if report.ok else str(report.failure)
        if damaged:
            words += f"; what is stored behind {', '.join(map(str, damaged))} can't be read"
        console.print(f"{log.origin}: {log.size:,} entries, {words}", markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(FAILED)

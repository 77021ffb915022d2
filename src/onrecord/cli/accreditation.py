"""`onrecord accreditation`: what scripts ask about who comes in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import drawing
from onrecord.cli.installation import FAILED, console, counted, edition_at, fail, set_up, set_up_to_read, show_table

if TYPE_CHECKING:
    from onrecord.accreditation.contents import AccreditationCounted
    from onrecord.events.models import Edition

app = typer.Typer(
    help="Who comes in: the published totals, the draw of places, and lists of people accredited elsewhere.",
    no_args_is_help=True,
)
app.add_typer(drawing.app, name="draw")


@app.callback()
def accreditation() -> None:
    """Who comes in."""


@app.command()
def counts(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, as series/edition.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Print the totals as they were published last, small numbers hidden. Exit status 2 if none were published."""
    set_up_to_read()
    members = _members(_published(edition_at(edition)))
    if as_json:
        typer.echo(json.dumps(members, ensure_ascii=False, indent=1))
        return
    show_table(("what", "number"), [(name, str(number)) for name, number in _lines(members)])


def _published(edition: Edition) -> AccreditationCounted:
    from onrecord.accreditation import reads

    found = reads.published(edition)
    if not found:
        fail(f"no totals of {edition.path} have been published; the page Accreditation of its desk publishes them")
    return found[0]


def _members(counted: AccreditationCounted) -> dict[str, Any]:
    return counted.model_dump(mode="json", exclude={"v", "after"})


def _lines(members: dict[str, Any]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in members.items():
        found += (
            [(f"{name}: {cell}", number) for cell, number in value.items()]
            if isinstance(value, dict)
            else [(name, value)]
        )
    return [(name, number) for name, number in found if number is not None]


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="The list: CSV, XLSX or ODS, with one row a person.")],
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, as series/edition.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Which column holds what, as FIELD=NAME, for example email=“Почта”. Others are guessed by their names."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come in.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Take over a list of people who were accredited elsewhere, as recommended applications: all of it or nothing.

    The same file a second time adds nobody. Exit status 1 where something is wrong with the list.
    """
    set_up()
    from onrecord.accreditation import accredited_list, reads, tables
    from onrecord.accreditation.acts.taking_over import take_over
    from onrecord.keeping.errors import ActRefused

    call = reads.call_of(edition_at(edition))
    if call is None:
        fail(f"{edition} has no call for applications; the page Accreditation of its desk opens one")
    try:
        table = tables.read(file.read_bytes(), file.name)
    except OSError as error:
        fail(f"{file} can't be read: {error.strerror}", code=FAILED)
    except ActRefused as refused:
        fail(f"{file}: {refused}", code=FAILED)
    columns = accredited_list.suggested(table.columns) | _columns(column or ())
    people, faults = accredited_list.read(table, columns, call, language="en")
    report: dict[str, Any] = {
        "rows": len(people),
        "columns": columns,
        "added": 0,
        "there": [],
        "errors": [{"row": one.row, "column": one.column, "words": one.words} for one in faults],
    }
    if not faults and not dry_run:
        found = take_over(call, people, by=None)
        report |= {"added": found.added, "there": list(found.there)}
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _say(report, file, dry_run=dry_run)
    if faults:
        raise typer.Exit(FAILED)


def _columns(given: Sequence[str]) -> dict[str, str]:
    from onrecord.accreditation.accredited_list import FIELDS

    found = {}
    for one in given:
        field, sign, name = one.partition("=")
        if not sign or field not in FIELDS:
            fail(f"--column: {one} must be FIELD=NAME, with one of {', '.join(FIELDS)} as FIELD")
        found[field] = name
    return found


def _say(report: dict[str, Any], file: Path, *, dry_run: bool) -> None:
    for field, name in report["columns"].items():
        console.print(f"{field}: column “{name}”", markup=False)
    for one in report["errors"]:
        where = f"row {one['row']}, column {one['column']}: " if one["row"] else ""
        console.print(f"{file}: {where}{one['words']}", markup=False, soft_wrap=True)
    if report["errors"]:
        console.print("Nobody came in.")
    elif dry_run:
        console.print(f"{counted(report['rows'], 'person', 'people')} would come in, or are there already.")
    else:
        there = f"; {len(report['there'])} had applied already, and stay as they are" if report["there"] else ""
        console.print(f"{counted(report['added'], 'person', 'people')} came in{there}.")

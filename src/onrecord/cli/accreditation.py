"""`onrecord accreditation`: what scripts ask about who comes in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import drawing
from onrecord.cli.installation import edition_at, fail, set_up_to_read, show_table

if TYPE_CHECKING:
    from onrecord.accreditation.contents import AccreditationCounted
    from onrecord.events.models import Edition

app = typer.Typer(help="Who comes in: the published totals, and the draw of places.", no_args_is_help=True)
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
    counted = _published(edition_at(edition))
    if as_json:
        typer.echo(json.dumps(_members(counted), ensure_ascii=False, indent=1))
        return
    show_table(("what", "number"), [(name, str(number)) for name, number in _lines(_members(counted))])


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

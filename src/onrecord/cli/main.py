"""`onrecord`: every command, one module each; none of them imports Django before it is asked to do something."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import demo, exporting, floor, importing, opening, people, serving, upkeep, verifying

app = typer.Typer(
    name="onrecord",
    help="Runs a press conference that both sides can trust: live, searchable, checkable by anyone.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Data live in ONRECORD_HOME; settings come from the environment (docs/developers/settings.md)."""


app.command("serve")(serving.serve)
app.command("demo")(demo.demo)
app.command("open")(opening.open_)
app.command("import")(importing.import_)
app.command("export")(exporting.export)
app.command("verify")(verifying.verify)
app.command("editions")(upkeep.editions)
app.command("people")(people.people)
app.command("signin")(people.signin)
app.command("appoint")(people.appoint)
app.command("dismiss")(people.dismiss)
app.command("rebuild")(upkeep.rebuild)
app.command("erase")(upkeep.erase)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.add_typer(floor.app, name="floor")

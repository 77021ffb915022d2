"""`onrecord`: every command, one module each; none of them imports Django before it is asked to do something."""

from __future__ import annotations

import os
from typing import Annotated

import platformdirs
import typer

from onrecord import __version__
from onrecord.cli import (
    accreditation,
    continuing,
    demo,
    exporting,
    floor,
    importing,
    opening,
    people,
    serving,
    upkeep,
    verifying,
)
from onrecord.cli.installation import PlainCommands


def _home() -> str:
    """Where the data lie, for whoever asks for help; settings that can't be used are told by the commands."""
    return os.environ.get("ONRECORD_HOME") or platformdirs.user_data_dir("onrecord")


app = typer.Typer(
    cls=PlainCommands,
    name="onrecord",
    epilog=f"Data folder: {_home()} (ONRECORD_HOME). Settings are environment variables: docs/developers/settings.md.",
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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Run a press conference that both sides can trust: live, searchable and verifiable by anyone."""


app.command("serve")(serving.serve)
app.command("demo")(demo.demo)
app.command("open")(opening.open_)
app.command("import")(importing.import_)
app.command("date")(opening.date)
app.command("export")(exporting.export)
app.command("verify")(verifying.verify)
app.command("editions")(upkeep.editions)
app.command("people")(people.people)
app.command("signin")(people.signin)
app.command("appoint")(people.appoint)
app.command("dismiss")(people.dismiss)
app.command("reset-second-factor")(people.reset_second_factor)
app.command("rebuild")(upkeep.rebuild)
app.command("erase")(upkeep.erase)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("continue")(continuing.continue_)
app.add_typer(floor.app, name="floor")
app.add_typer(accreditation.app, name="accreditation")

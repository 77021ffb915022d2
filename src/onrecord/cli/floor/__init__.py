"""`onrecord floor`: who asks next, from files; a module a command, and no installation or database for any of them."""

from __future__ import annotations

import typer

from onrecord.cli.floor import auditing, drawing, ranking

app = typer.Typer(help="Who asks next: rank requests, audit calls, run the draw.", no_args_is_help=True)
app.command("rank")(ranking.rank)
app.command("audit")(auditing.audit)
app.add_typer(drawing.app, name="draw")

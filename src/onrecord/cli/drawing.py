"""`onrecord accreditation draw check`: a draw of places, worked out anew from nothing but the public log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord import __version__
from onrecord.cli.installation import FAILED, fail

if TYPE_CHECKING:
    from onrecord.accreditation.replaying import Replay

app = typer.Typer(help="Check a draw of places.", no_args_is_help=True)


@app.callback()
def draw() -> None:
    """The draw of places."""


@app.command()
def check(
    source: Annotated[
        str, typer.Argument(metavar="BUNDLE", help="The edition's bundle, or its address: where its log is.")
    ],
    ticket: Annotated[str, typer.Option(metavar="TICKET", help="Say what this ticket got.")] = "",
    value: Annotated[
        str, typer.Option(metavar="HEX", help="The number from outside, as you looked it up yourself.")
    ] = "",
    key: Annotated[str | None, typer.Option(help="The log's verifier key, from a source you trust.")] = None,
) -> None:
    """Work the draw out anew. Exit status: 0 if it is what the record says, 1 if it isn't, 2 if there is nothing to check."""
    from onrecord.accreditation.replaying import NothingDrawn, replay
    from onrecord.cli.verifying import kinds, source_of
    from onrecord.record.verifier import Unusable, verify_log

    try:
        found = source_of(source)
        report = verify_log(found, kinds(), key=key)
        if report.failure:
            typer.echo(f"CHECK FAILED: {report.failure}")
            raise typer.Exit(FAILED)
        replayed = replay(found, report.size, kinds(), value=value.strip().lower())
    except (Unusable, NothingDrawn) as error:
        fail(str(error))
    _show(replayed, ticket.strip().lower())
    if replayed.failures:
        raise typer.Exit(FAILED)


def _show(replayed: Replay, ticket: str) -> None:
    if replayed.failures:
        typer.echo(f"CHECK FAILED: {'; '.join(replayed.failures)}")
    else:
        typer.echo("CHECKED: this draw follows from the record, unchanged.")
    for line in replayed.checks:
        typer.echo(f"  ✓ {line}")
    for line in replayed.open_ends:
        typer.echo(f"  ? {line}")
    if replayed.code != f"onrecord {__version__}":
        typer.echo(f"  ? the draw names {replayed.code} as its software, and this is onrecord {__version__}")
    for line in replayed.outcome_lines(ticket):
        typer.echo(line)

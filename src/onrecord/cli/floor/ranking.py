"""`onrecord floor rank`: the order of a room, with a reason for each place."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.cli.installation import console, fail

if TYPE_CHECKING:
    from onrecord.fairness.floor import Floor
    from onrecord.fairness.room import Sitting

WIDTH = 120
"""Columns of the table where no terminal says how wide it is."""


def rank(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="A room: .json, .xlsx, CSV tables or a folder of them.")
    ],
    slots: Annotated[
        int | None, typer.Option(min=0, help="How many to rank after the calls already made; all if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the order as one JSON object.")] = False,
) -> None:
    """Show who asks next, and why. Calls in the file count as made; ranking continues after them."""
    from onrecord.fairness.floor import rank, replay
    from onrecord.fairness.room import RoomError

    sitting = read_sitting(files)
    try:
        floor = replay(sitting)
    except RoomError as error:
        fail(f"{files[0]}: {error}" if len(files) == 1 else str(error))
    for _ in rank(floor, slots):
        pass
    if as_json:
        typer.echo(json.dumps({"order": _order(floor)}, ensure_ascii=False, indent=1))
        return
    if not any(sitting.room.beacon):
        console.print("There is no beacon, so ties are drawn with numbers that anyone could have known beforehand.")
    _show(floor, made=len(sitting.calls))


def read_sitting(files: list[Path]) -> Sitting:
    """The sitting in these files; ends the command in one line where they don't make one."""
    from onrecord.fairness.files import read
    from onrecord.fairness.room import RoomError

    try:
        return read(files)
    except RoomError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or files[0]} can't be read: {error.strerror}")


def _order(floor: Floor) -> list[dict[str, Any]]:
    from onrecord.fairness.explain import explain

    return [
        {
            "step": call.step,
            "id": call.id,
            "price": str(call.price),
            "tied": list(call.proposal.tied) if call.proposal and not call.departure else [],
            "departure": call.departure,
            "because": str(explain(floor, call)),
        }
        for call in floor.calls
    ]


def _show(floor: Floor, *, made: int) -> None:
    from onrecord.fairness.explain import decimal, explain

    out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    dimensions = floor.room.dimensions
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("", "request", "author", *dimensions, "price", "because"):
        table.add_column(heading, justify="right" if heading in ("", "price") else "left", overflow="fold")
    for call in floor.calls:
        author = floor.author(call.id)
        cells = [str(call.step), call.id, author.id, *(author.groups[dimension] for dimension in dimensions)]
        cells += [decimal(call.price), str(explain(floor, call))]
        table.add_row(*map(Text, cells), style="dim" if call.step <= made else "")
    out.print(table)
    for dimension in dimensions:
        out.print(_spread(floor, dimension), markup=False, soft_wrap=True)


def _spread(floor: Floor, dimension: str) -> str:
    """How often each group was called, beside its share of as many calls; groups far from a call of their own last."""
    called = Counter(floor.author(call.id).groups[dimension] for call in floor.calls)
    sizes = floor.room.sizes(dimension)
    per_journalist = len(floor.calls) / len(floor.room.journalists)
    told = [
        f"{group} {called[group]} (share {size * per_journalist:.1f})"
        for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return f"{dimension}: {', '.join(told)}"

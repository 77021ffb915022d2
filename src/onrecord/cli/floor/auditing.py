"""`onrecord floor audit`: whom the calls that were made left out, in a table, in words, as JSON, as a chart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.cli.floor.ranking import WIDTH, read_sitting
from onrecord.cli.installation import console, fail

if TYPE_CHECKING:
    from onrecord.fairness.audit import Audit, Prefix
    from onrecord.fairness.chance import Standing
    from onrecord.fairness.floor import Called
    from onrecord.fairness.room import Sitting
    from onrecord.fairness.shortfall import GroupShare

MOST_ORDERS = 100_000


def audit(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="A room and its calls: .json, .xlsx, CSV tables or a folder of them."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a chart to this file, as SVG.")] = None,
    graded: Annotated[
        bool, typer.Option(help="Count support for a topic as half: less than one's own or a supported question.")
    ] = False,
    orders: Annotated[
        int, typer.Option(min=0, max=MOST_ORDERS, help="How many random orders to compare with; 0 for none.")
    ] = 1_000,
) -> None:
    """Show who was left out after every call, no matter who chose the calls."""
    from onrecord.fairness.audit import audit as count
    from onrecord.fairness.room import RoomError

    sitting = read_sitting(files)
    try:
        found = count(sitting, graded=graded, orders=orders)
    except RoomError as error:
        fail(f"{files[0]}: {error}")
    if chart:
        _write_chart(chart, found)
    if as_json:
        typer.echo(json.dumps(_document(found), ensure_ascii=False, indent=1))
        return
    if orders and not any(sitting.room.beacon):
        console.print("There is no beacon, so the random orders come from 32 zero bytes, the same for every room.")
    _show(found, sitting)


def _write_chart(path: Path, audit: Audit) -> None:
    from onrecord.cli.floor.chart import svg

    try:
        path.write_text(svg(audit), encoding="utf-8")
    except OSError as error:
        fail(f"{path} can't be written: {error.strerror}")


def _show(audit: Audit, sitting: Sitting) -> None:
    from onrecord.cli.floor.verdict import sentences, two_digits

    out = Console(highlight=False, width=None if console.is_terminal else WIDTH)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, justify in (("", "right"), ("called", "left"), ("α", "right"), ("left out", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    for heading in ("would have been served by", "short of their share", ""):
        table.add_column(heading, overflow="fold")
    departed = {called.step for called in audit.departures}
    for call, prefix in zip(sitting.calls, audit.prefixes, strict=True):
        size, by = (len(prefix.left_out.members), prefix.left_out.request) if prefix.left_out else (0, "")
        short = ", ".join(_short_after(audit, prefix))
        mark = "departure" if prefix.calls in departed else ""
        cells = [str(prefix.calls), call, two_digits(prefix.alpha), str(size), by, short, mark]
        table.add_row(*map(Text, cells), style="bold" if prefix.alpha >= 1 else "")
    out.print(table)
    for sentence in sentences(audit):
        out.print()
        out.print(sentence, markup=False)


def _short_after(audit: Audit, prefix: Prefix) -> list[str]:
    missing = [(share, share.shortfall[prefix.calls - 1]) for share in audit.groups]
    return [f"{share.group} {short}" for share, short in missing if short]


def _document(audit: Audit) -> dict[str, Any]:
    from onrecord.cli.floor.verdict import sentences

    return {
        "journalists": audit.journalists,
        "requests": audit.requests,
        "graded": audit.graded,
        "prefixes": [_prefix(prefix) for prefix in audit.prefixes],
        "groups": [_group(share) for share in audit.groups],
        "departures": [_departure(called) for called in audit.departures],
        "standing": {"left_out": _standing(audit.left_out_standing), "shortfall": _standing(audit.shortfall_standing)},
        "verdict": list(sentences(audit)),
    }


def _prefix(prefix: Prefix) -> dict[str, Any]:
    left_out = prefix.left_out
    return {"calls": prefix.calls, "alpha": str(prefix.alpha)} | {
        "left_out": left_out
        and {
            "request": left_out.request,
            "author": left_out.author,
            "topic": left_out.topic,
            "members": list(left_out.members),
            "common": [
                {"dimension": each.dimension, "group": each.group, "count": each.count, "size": each.size}
                for each in left_out.common
            ],
        }
    }


def _group(share: GroupShare) -> dict[str, Any]:
    return {
        "dimension": share.dimension,
        "group": share.group,
        "size": share.size,
        "able": share.able,
        "calls": list(share.calls),
        "due": list(share.due),
        "shortfall": list(share.shortfall),
    }


def _departure(called: Called) -> dict[str, Any]:
    return {
        "step": called.step,
        "id": called.id,
        "price": str(called.price),
        "proposed": called.proposal.id if called.proposal else None,
        "gap": str(called.gap),
        "reason": called.reason,
    }


def _standing(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "figure": str(standing.figure),
        "orders": standing.orders,
        "better": standing.better,
        "equal": standing.equal,
        "worse": standing.worse,
    }
